"""From evidence to the gradebook. The page "what if" and the posted score come from the same function."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.grades.outbox import ensure_columns, wish_all
from lti_tools.grades.score import Wish
from lti_tools.roster import languages
from lti_tools.store.tables.activities import Activity
from lti_tools.tool import Column
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import speaking_to
from tools.gamification.domain.facts import ALL_SKILLS, Facts
from tools.gamification.domain.grading import score
from tools.gamification.domain.ledger import replay
from tools.gamification.domain.questline.line import Questline
from tools.gamification.domain.questline.ruling import chapter_grades, grade_of, without_bonus
from tools.gamification.settings import Columns, QuestSettings, read_settings
from tools.gamification.store import entries as rows
from tools.gamification.store import lines
from tools.gamification.store.lines import Published

TAG = "quests"
"""Of the column in the gradebook."""
PLACES = Decimal("0.00001")


CHAPTER = "chapter-"
"""Begins the tag of a chapter's column."""


@dataclass(frozen=True)
class ColumnScore:
    """What one column of the gradebook gets, as it is posted."""

    tag: str
    label: str
    """The chapter; empty where one column holds everything."""
    score: Decimal


def scores_of(line: Questline, facts: Facts, settings: QuestSettings) -> list[ColumnScore]:
    """The points for every column, out of `settings.points` each: what pages show is what is posted."""
    facts = without_bonus(line, facts)
    graded = [("", TAG, grade_of(line))]
    if settings.columns is Columns.CHAPTERS and chapter_grades(line):
        graded = [(chapter.title, CHAPTER + chapter.key, grade) for chapter, grade in chapter_grades(line)]
    return [ColumnScore(tag, label, _decimal(score(grade, facts, settings.points))) for label, tag, grade in graded]


def columns_of(settings: QuestSettings) -> tuple[Column, ...]:
    """The columns that an activity wants in the gradebook."""
    if not settings.graded:
        return ()
    if settings.columns is Columns.CHAPTERS and settings.chapters:
        return tuple(Column(CHAPTER + key, title, settings.points) for key, title in settings.chapters)
    return (Column(TAG, settings.title, settings.points),)


def name_columns(db: Session, activity_id: int) -> None:
    """Keep in the settings which published chapters have a column; the settings are what columns are made of."""
    activity, place = db.get_one(Activity, activity_id), lines.published(db, activity_id)
    wanted = read_settings(activity.settings).columns is Columns.CHAPTERS
    chapters = [[one.key, one.title] for one, _ in chapter_grades(place.line)] if wanted else []
    if chapters != activity.settings.get("chapters", []):
        activity.settings = {**activity.settings, "chapters": chapters}
        db.flush()


def publish_columns(db: Session, activity_id: int, now: datetime) -> None:
    """After publishing: a new chapter gets its column."""
    name_columns(db, activity_id)
    settings = read_settings(lines.settings_of(db, activity_id))
    if settings.columns is Columns.CHAPTERS and db.get_one(Activity, activity_id).registration_id is not None:
        ensure_columns(db, activity_id, columns_of(settings), now)


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(PLACES, ROUND_HALF_UP)


def wish_grades(db: Session, place: Published, people: Mapping[int, Facts], now: datetime) -> None:
    """Wish everybody's points, where a teacher has let them go."""
    if not people or place.grades_from is None:
        return
    settings = read_settings(lines.settings_of(db, place.activity_id))
    if not settings.graded:
        return
    locales = languages(db, place.context_id, people)
    wishes: dict[str, list[Wish]] = {}
    for person, facts in people.items():
        comment = _comment(place, facts, locales.get(person, ""))
        for one in scores_of(place.line, facts, settings):
            most = Decimal(settings.points)
            asked = Wish(tag=one.tag, person_id=person, score=one.score, maximum=most, comment=comment)
            wishes.setdefault(one.tag, []).append(asked)
    for tag, some in wishes.items():
        wish_all(db, activity_id=place.activity_id, tag=tag, wishes=some, now=now)


def _comment(place: Published, facts: Facts, locale: str) -> str:
    with speaking_to(locale):
        return _(
            "Quests done: %(done)s of %(all)s. Points: %(points)s, level %(level)s.",
            done=len(facts.quests_done),
            all=sum(1 for _chapter, quest in place.line.quests() if quest.objectives),
            points=facts.xp.get(ALL_SKILLS, 0),
            level=facts.level,
        )


def would_be(
    db: Session, place: Published, settings: QuestSettings, people: Collection[int], now: datetime
) -> dict[int, list[ColumnScore]]:
    """What each of these people would get now, sent or not."""
    rules = place.rules
    known = rows.ledgers(db, place.activity_id)
    return {
        person: scores_of(place.line, replay(rules, known.get(person, ()), now).facts, settings) for person in people
    }


def start(db: Session, activity_id: int, now: datetime) -> None:
    """Let grades go to the gradebook, and wish everybody's as it stands; learners without evidence get theirs too."""
    row = lines.row_of(db, activity_id, to_change=True)
    row.grades_from = row.grades_from or now
    db.flush()
    place = lines.published(db, activity_id)
    rules = place.rules
    known = rows.ledgers(db, activity_id)
    people = {one.person_id for one in roster.learners(db, place.context_id)} | known.keys()
    wish_grades(db, place, {person: replay(rules, known.get(person, ()), now).facts for person in people}, now)
