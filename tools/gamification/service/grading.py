"""From evidence to the gradebook. The page "what if" and the posted score come from the same function."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from lti_tools import roster
from lti_tools.grades.outbox import wish_all
from lti_tools.grades.score import Wish
from lti_tools.roster import languages
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import speaking_to
from tools.gamification.domain.facts import ALL_SKILLS, Facts
from tools.gamification.domain.grading import score
from tools.gamification.domain.ledger import replay
from tools.gamification.domain.questline.line import Questline
from tools.gamification.domain.questline.ruling import grade_of, rules_of
from tools.gamification.settings import QuestSettings, read_settings
from tools.gamification.store import entries as rows
from tools.gamification.store import lines
from tools.gamification.store.lines import Published

TAG = "quests"
"""Of the column in the gradebook."""
PLACES = Decimal("0.00001")


def score_of(line: Questline, facts: Facts, maximum: int) -> Decimal:
    """The points for the gradebook out of `maximum`, as they are posted."""
    return _decimal(score(grade_of(line), facts, maximum))


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(PLACES, ROUND_HALF_UP)


def wish_grades(db: Session, place: Published, people: Mapping[int, Facts], now: datetime) -> None:
    """Wish everybody's points, where a teacher has let them go."""
    settings = read_settings(lines.settings_of(db, place.activity_id))
    if not people or not settings.graded or place.grades_from is None:
        return
    locales = languages(db, place.context_id)
    wishes = [_wish(place, settings, person, facts, locales.get(person, "")) for person, facts in people.items()]
    wish_all(db, activity_id=place.activity_id, tag=TAG, wishes=wishes, now=now)


def _wish(place: Published, settings: QuestSettings, person_id: int, facts: Facts, locale: str) -> Wish:
    with speaking_to(locale):
        comment = _(
            "Quests done: %(done)s of %(all)s. Points: %(points)s, level %(level)s.",
            done=len(facts.quests_done),
            all=sum(1 for _chapter, quest in place.line.quests() if quest.objectives),
            points=facts.xp.get(ALL_SKILLS, 0),
            level=facts.level,
        )
    return Wish(
        tag=TAG,
        person_id=person_id,
        score=score_of(place.line, facts, settings.points),
        maximum=Decimal(settings.points),
        comment=comment,
    )


def would_be(db: Session, place: Published, maximum: int, people: Collection[int], now: datetime) -> dict[int, Decimal]:
    """What each of these people would get now, sent or not."""
    rules = rules_of(place.line, place.version, place.zone)
    known = rows.ledgers(db, place.activity_id)
    return {person: score_of(place.line, replay(rules, known.get(person, ()), now).facts, maximum) for person in people}


def start(db: Session, activity_id: int, now: datetime) -> None:
    """Let grades go to the gradebook, and wish everybody's as it stands; learners without evidence get theirs too."""
    row = lines.row_of(db, activity_id, to_change=True)
    row.grades_from = row.grades_from or now
    db.flush()
    place = lines.published(db, activity_id)
    rules = rules_of(place.line, place.version, place.zone)
    known = rows.ledgers(db, activity_id)
    people = {one.person_id for one in roster.learners(db, place.context_id)} | known.keys()
    wish_grades(db, place, {person: replay(rules, known.get(person, ()), now).facts for person in people}, now)
