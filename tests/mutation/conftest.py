"""Mutations run on the small college of the leak tests."""

from tests.access.leaks.conftest import engine, small_home

__all__ = ["engine", "small_home"]
