"""What a teacher should look at first, with names; hints about reviewers beside it, which decide nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from tools.peer_review.domain.aggregation.marks import Mark
from tools.peer_review.domain.reviewing_grade.constant import Constant
from tools.peer_review.domain.triage.triage import Queue, Task, queue
from tools.peer_review.service import crediting, teaching
from tools.peer_review.service.compared import NOTHING
from tools.peer_review.service.teaching import Class, Line


@dataclass(frozen=True)
class ToLookAt:
    """One work of the queue with its line in the teacher's table."""

    task: Task
    line: Line


@dataclass(frozen=True)
class Alike:
    """Somebody who gave all works the same marks."""

    person: int
    works: int
    chance: float | None
    """That an honest reviewer does so; None where the class is too small to tell."""
    counts: bool


@dataclass(frozen=True)
class Triage:
    """The page."""

    found: Class
    queue: Queue
    tasks: Sequence[ToLookAt]
    alike: Sequence[Alike]
    rings: Sequence[tuple[int, ...]]
    """People of whom each marked the next one's work far above the others."""
    names: Mapping[int, str]


def triage(db: Session, activity_id: int, now: datetime) -> Triage:
    """Everything that the page shows; the number of queries does not grow with the class."""
    found = teaching.read_class(db, activity_id, now)
    lines = {line.work.id: line for line in found.works if line.work and not line.work.unfit}
    made = queue(
        [_mark(work, line) for work, line in lines.items()],
        looked_at={work for work, line in lines.items() if _is_looked_at(line)},
        appeals={work for work, line in lines.items() if line.asks},
        flags={work: number for work, line in lines.items() if (number := line.said_empty + line.reported)},
    )
    return Triage(
        found=found,
        queue=made,
        tasks=[ToLookAt(task, lines[task.work]) for task in made.tasks],
        alike=_alike(crediting.alike_of(db, activity_id)),
        rings=found.marking.rings,
        names=found.names,
    )


def _mark(work: int, line: Line) -> Mark:
    return replace(line.mark or replace(NOTHING, compared_share=line.share), work=work)


def _is_looked_at(line: Line) -> bool:
    """A teacher gave the mark, reviewed the work, or released it."""
    if line.mark is not None and line.mark.teacher is not None:
        return True
    return line.work is not None and (line.work.override is not None or line.work.released_at is not None)


def _alike(found: Mapping[int, Constant]) -> list[Alike]:
    return [Alike(person, one.works, one.chance, one.counts) for person, one in sorted(found.items())]
