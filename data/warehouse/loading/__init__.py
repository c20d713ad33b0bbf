"""Records of files and databases into the warehouse: read, keyed, compared, written, accounted, and taken back."""
