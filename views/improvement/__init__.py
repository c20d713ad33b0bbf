"""Standards, improvement actions and how they were judged."""
