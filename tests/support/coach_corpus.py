"""The labelled comments for the writing coach, and how the coach's word compares with the labels."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lti_tools.pure.coach.coach import look

FOLDER = Path(__file__).parent.parent / "unit" / "pure" / "coach_corpus"
PARTS = ("tuned", "held-out")
LABELS = ("vague", "harsh")


@dataclass(frozen=True)
class Comment:
    """One comment with its labels."""

    text: str
    vague: bool
    harsh: bool


@dataclass(frozen=True)
class Counts:
    """How often the coach was right about a label."""

    right: int
    """Labelled, and said so."""
    wrong: int
    """Said, but not labelled."""
    missed: int

    @property
    def precision(self) -> float:
        return self.right / ((self.right + self.wrong) or 1)

    @property
    def recall(self) -> float:
        return self.right / ((self.right + self.missed) or 1)


@cache
def comments(language: str, part: str) -> tuple[Comment, ...]:
    """The comments of one file; raises `ValueError` for a line without its two letters."""
    found = []
    for line in (FOLDER / f"{language}.{part}.txt").read_text("utf-8").splitlines():
        labels, space, text = line[:2], line[2:3], line[3:]
        if labels[0] not in "V." or labels[1] not in "H." or space != " " or not text:
            raise ValueError(line)
        found.append(Comment(text.replace("\\n", "\n"), labels[0] == "V", labels[1] == "H"))
    return tuple(found)


@cache
def count(language: str, part: str, label: str) -> Counts:
    """What the coach says of every comment of a part, beside one of its labels."""
    pairs = []
    for comment in comments(language, part):
        found = look(comment.text, language)
        pairs.append((bool(found and getattr(found, label)), bool(getattr(comment, label))))
    return Counts(
        right=pairs.count((True, True)), wrong=pairs.count((True, False)), missed=pairs.count((False, True))
    )  # fmt: skip
