"""Alembic's folder: env.py, the template of a revision, and one file per revision in versions/."""
