"""Parts of the kit are tried in a course with a topic vote."""

from tests.functional.vote.conftest import Course, course

__all__ = ["Course", "course"]
