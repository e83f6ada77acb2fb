"""The certification's fixtures."""

from tests.certification.verdicts import launch_log

__all__ = ["launch_log"]
