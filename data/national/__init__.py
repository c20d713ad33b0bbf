"""The national data standard of vocational colleges: its tables, fields and code lists, and where the warehouse holds them."""
