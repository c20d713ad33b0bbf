"""One teacher, and the teachers of a unit without a rank."""
