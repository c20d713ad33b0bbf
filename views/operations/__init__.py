"""Early warning and support: whom to talk to, and why."""
