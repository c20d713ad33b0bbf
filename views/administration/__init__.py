"""Data, settings, rights, and what people may ask about their own data."""
