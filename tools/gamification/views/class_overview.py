"""The quests' part of the class overview: how far everybody is, their first page, the wall."""

from collections.abc import Sequence
from datetime import datetime

from flask import render_template
from sqlalchemy.orm import Session

from lti_tools.kit.overview.contract import Overview, OverviewColumn, Projection, Row, Settings, Value
from lti_tools.web.formats import format_instant, format_number
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.gamification.domain.questline.ruling import required_quests
from tools.gamification.service import bosses, playing
from tools.gamification.settings import read_settings
from tools.gamification.store import entries as rows
from tools.gamification.store import lines
from tools.gamification.views.current import words
from tools.gamification.views.learner import home_values
from tools.gamification.views.words import badge_titles


def _columns(_settings: Settings) -> tuple[OverviewColumn, ...]:
    return (
        OverviewColumn("done", lazy("Quests done"), number=True),
        OverviewColumn("points", lazy("Points"), number=True),
        OverviewColumn("level", lazy("Level"), number=True),
        OverviewColumn("last", lazy("Last evidence")),
    )


def _rows(db: Session, activity_id: int, people: Sequence[int], _now: datetime) -> dict[int, Row]:
    """Two queries however many people there are."""
    place = lines.published(db, activity_id)
    known = rows.standings(db, activity_id)
    wanted = {key for chapter in place.line.chapters for key in required_quests(chapter)}
    return {person: _row(known.get(person, rows.NOBODY), wanted) for person in people}


def _row(standing: rows.Standing, wanted: set[str]) -> Row:
    done = len(standing.quests)
    cells = {
        "done": Value(format_number(done), done),
        "points": Value(format_number(standing.xp), standing.xp),
        "level": Value(format_number(standing.level), standing.level),
        "last": Value(format_instant(standing.last_at) if standing.last_at else "–", standing.last_at),
    }
    return Row(cells, done=wanted <= standing.quests if wanted else None)


def _person(db: Session, activity_id: int, person_id: int, now: datetime) -> str:
    player = playing.read_player(db, activity_id, person_id, now)
    return render_template("quests/person_block.html", player=player, person_id=person_id)


def _learner_page(db: Session, activity_id: int, person_id: int, now: datetime) -> str:
    player = playing.read_player(db, activity_id, person_id, now)
    return render_template(
        "quests/home_content.html", **home_values(player, badge_titles(db, activity_id, player.place.line))
    )


def _projection(db: Session, activity_id: int, now: datetime) -> Projection:
    """The goals of all teams and the class, without names of people."""
    place = lines.published(db, activity_id)
    settings = read_settings(lines.settings_of(db, activity_id))
    found = bosses.battles(db, place, now)
    if settings.calm:  # nothing side by side
        found = [one for one in found if one.group_id == bosses.CLASS]
    page = render_template("quests/wall_goals.html", battles=found, words=words(settings), settings=settings)
    return Projection(settings.title or _("Quests"), page)


OVERVIEW = Overview(columns=_columns, rows=_rows, person=_person, learner_page=_learner_page, projection=_projection)
