"""What an examination finds: a sentence, how bad it is, and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    level: Level
    subject: str
    said: str
    mend: str = ""


def ok(subject: str, said: str) -> Finding:
    return Finding(Level.OK, subject, said)


def warning(subject: str, said: str, mend: str) -> Finding:
    return Finding(Level.WARNING, subject, said, mend)


def problem(subject: str, said: str, mend: str) -> Finding:
    return Finding(Level.PROBLEM, subject, said, mend)
