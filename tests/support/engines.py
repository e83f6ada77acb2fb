"""Marks for tests that need one database alone."""

import pytest

on_sqlite = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
"""For rules that no database has a say in."""
