"""Quests as a file, and the phases of a practice class."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.kit.activity_file.content import Content, PracticeStep, Values
from lti_tools.kit.activity_file.reading import Reader
from lti_tools.kit.activity_file.refusals import wrong_part
from lti_tools.web.locale import lazy
from tools.gamification import story_pictures
from tools.gamification.badges import portable
from tools.gamification.domain.evidence import Entry, Kind
from tools.gamification.domain.questline.line import Questline
from tools.gamification.domain.questline.reading import LineInvalid, read
from tools.gamification.domain.questline.writing import without_dates, write
from tools.gamification.service import building, ledger, playing
from tools.gamification.service.ledger import New
from tools.gamification.settings import BOARD_WEEKS, WORD, WORDS, Boards, Columns, read_settings
from tools.gamification.store import lines

TITLE, INTRO = 200, 5000


def dump(db: Session, activity_id: int) -> Values:
    """Settings and the draft of the questline, without dates. What students did stays behind."""
    settings = read_settings(lines.settings_of(db, activity_id))
    line, _number = lines.draft_of(db, activity_id)
    return {
        "title": settings.title,
        "intro": settings.intro,
        "graded": settings.graded,
        "points": settings.points,
        "columns": settings.columns.value,
        "absent_days": settings.absent_days,
        "calm": settings.calm,
        "streaks": settings.streaks,
        "boards": settings.boards.value,
        "board_weeks": settings.board_weeks,
        "words": dict(settings.words),
        "badges": portable.dump(db, activity_id),
        "line": write(without_dates(line)),
    }


def settings(values: Values) -> dict[str, Any]:
    """Values of a file -> settings; raises `FileRefused` for these and for a questline that is none."""
    _line(values)
    _badges(values)
    reader = Reader({name: value for name, value in values.items() if name not in ("line", "words", "badges")})
    found: dict[str, Any] = {
        "title": reader.text("title", most=TITLE, least=1),
        "intro": reader.text("intro", most=INTRO),
        "graded": reader.flag("graded"),
        "points": reader.whole("points", 1, 100),
        "columns": reader.choice("columns", list(Columns)),
        "absent_days": reader.whole("absent_days", 0, 365),
        "calm": reader.flag("calm"),
        "streaks": reader.flag("streaks"),
        "boards": reader.choice("boards", list(Boards)),
        "board_weeks": reader.whole("board_weeks", 1, 52),
    }
    reader.finish()
    words = Reader(values.get("words"), "words")
    found["words"] = {name: words.text(name, most=WORD) for name in WORDS}
    words.finish()
    return found


def _line(values: Values) -> Questline:
    try:
        return read(values.get("line"))
    except LineInvalid as error:
        raise wrong_part(f"line: {error.path}") from None


def _badges(values: Values) -> list[dict[str, Any]]:
    reader = Reader({"badges": values.get("badges")})
    found = reader.objects("badges", portable.MOST, portable.read)
    if len({one["key"] for one in found}) < len(found):
        raise wrong_part("badges: key")
    return found


def load(db: Session, activity_id: int, values: Values) -> None:
    """Make the file's questline the draft and add its badges. Nothing is published, and evidence stays as it is."""
    lines.save_draft(db, activity_id, without_dates(_line(values)))
    portable.load(db, activity_id, _badges(values))


def _publish(db: Session, activity_id: int, _people: Sequence[int], now: datetime) -> None:
    building.publish(db, activity_id, now)


def _play(db: Session, activity_id: int, people: Sequence[int], now: datetime) -> None:
    """Students come different ways: each a little further than the one before."""
    line = lines.published(db, activity_id).line
    keys = [one.key for _, one in line.objectives()]
    for place, person_id in enumerate(people):
        for key in keys[: place % (len(keys) + 1)]:
            entry = Entry(f"practice:{key}", now, Kind.ACCEPTED, key)
            ledger.record(db, activity_id, [New(person_id, entry)], source="teacher", now=now)
    player = playing.read_player(db, activity_id, people[0], now)
    for quest in player.quests:
        for one in quest.objectives:
            if one.can_act and one.objective.way == "text":
                playing.hand_in(db, activity_id, people[0], one.objective.key, text="Our first try.", link="", now=now)
                return


def _with_boards(values: Values) -> Values:
    """Version 1 knew no boards, streaks and badges, and one column: so it stays."""
    news = {"columns": Columns.ONE.value, "streaks": False, "boards": Boards.OFF.value, "board_weeks": BOARD_WEEKS}
    return {**values, **news, "badges": []}


content = Content(
    version=2,
    dump=dump,
    settings=settings,
    load=load,
    pictures={story_pictures.PLACE: story_pictures.stories_by_key},
    upgrades={1: _with_boards},
    practice=(
        PracticeStep(
            key="draft",
            title=lazy("The questline is a draft"),
            why=lazy(
                "You see the whole way first, and what cannot be reached is marked. Nothing counts yet, "
                "so every word and every rule can still change."
            ),
        ),
        PracticeStep(
            key="published",
            title=lazy("The questline is published"),
            why=lazy(
                "Everybody sees what to do now, what comes next and why it is still closed. Several ways lie open at "
                "once, because choosing one's own way is what makes people go it."
            ),
            play=_publish,
        ),
        PracticeStep(
            key="playing",
            title=lazy("Students are on their way"),
            why=lazy(
                "Evidence counts and clicks do not, and a returned piece of work costs nothing but another try. Teams "
                "win only together, so helping each other is the quickest way."
            ),
            play=_play,
        ),
    ),
)
