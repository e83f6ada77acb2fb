"""A vote as a file, and the phases of its practice class."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.kit.activity_file.content import Content, PracticeStep, Values
from lti_tools.kit.activity_file.reading import Reader
from lti_tools.kit.activity_file.refusals import wrong_part
from lti_tools.kit.schedule.plans import with_plan
from lti_tools.pure.schedule import Plan, Start
from lti_tools.store.tables.activities import Activity
from lti_tools.web.locale import lazy
from tools.co_curriculum import store
from tools.co_curriculum.domain.ballots import Kind
from tools.co_curriculum.domain.methods import METHODS, Method, Question
from tools.co_curriculum.domain.participation import USUAL, Part
from tools.co_curriculum.domain.rule_card import NAMED, SECRET
from tools.co_curriculum.option_pictures import PLACE, options_by_text
from tools.co_curriculum.phases import PHASES, VOTE
from tools.co_curriculum.service import closing, configuring, placing_file, voting
from tools.co_curriculum.settings import (
    AFTER_CLOSE,
    LIVE,
    MOST_BUDGET,
    MOST_OPTIONS,
    MOST_WEEKS,
    MOST_WINNERS,
    OPTION_LENGTH,
    OWN,
    Binding,
    VoteSettings,
    read_settings,
)

TITLE, QUESTION = 200, 5000


def dump(db: Session, activity_id: int) -> Values:
    """The rules and options of a vote; its dates and whether it is open stay behind."""
    vote = store.settings_of(db, activity_id)
    return {
        "title": vote.title,
        "question": vote.question,
        "options": list(vote.options),
        "most": vote.most,
        **_ballot_values(store.stored_settings(db, activity_id)),
        "results": LIVE if vote.live else AFTER_CLOSE,
        "graded": vote.graded,
        "points": vote.points,
        **({"parts": [part.value for part in vote.counted]} if vote.counted != USUAL else {}),
        "comments": vote.comments,
        "steps": [plan.key for plan in vote.plans if plan.key != VOTE.key],
        "mandate": {
            "up_for_choice": vote.mandate.up_for_choice,
            "fixed": vote.mandate.fixed,
            "about_weeks": vote.mandate.weeks,
            "binding": vote.mandate.binding or "",
            "veto_grounds": vote.mandate.veto_grounds,
        },
        "deciders": vote.mandate.deciders,
        "proposals": {
            "most_each": vote.proposals.most_each,
            "approve": vote.proposals.approve,
            "pseudonyms": vote.proposals.pseudonyms,
            "supports": vote.proposals.supports,
            "idea_box": vote.proposals.idea_box,
        },
        **placing_file.dump(db, activity_id),
    }


AS_NEW: Values = {
    "parts": [part.value for part in USUAL],
    "comments": True,
    "steps": [],
    "mandate": {"up_for_choice": "", "fixed": "", "about_weeks": None, "binding": "", "veto_grounds": ""},
    "deciders": 1,
    "proposals": {"most_each": 3, "approve": False, "pseudonyms": False, "supports": False, "idea_box": False},
}
"""Parts that a file may leave out: as a new vote has them."""


def settings(values: Values) -> dict[str, Any]:
    """Values of a file -> settings of a vote that is not open yet; raises `FileRefused`."""
    reader = Reader({**_PLAIN, **AS_NEW, **values, **_filled(values)})
    found = {
        "title": reader.text("title", most=TITLE, least=1),
        "question": reader.text("question", most=QUESTION),
        "options": reader.texts("options", most=MOST_OPTIONS, length=OPTION_LENGTH, unique=True),
        "most": reader.whole_or_none("most", 1, MOST_OPTIONS),
        "results": reader.choice("results", (LIVE, AFTER_CLOSE)),
        "graded": reader.flag("graded"),
        "points": reader.whole("points", 1, 100),
        "parts": reader.texts("parts", most=len(Part), length=20, unique=True),
        "comments": reader.flag("comments"),
        **_ballot_settings(reader),
        **reader.part("mandate", _mandate),
        "deciders": reader.whole("deciders", 1, 10),
        **reader.part("proposals", _proposals),
    }
    if not set(found["parts"]) <= set(Part):
        raise wrong_part("parts")
    steps = reader.texts("steps", most=len(PHASES), length=20, unique=True)
    if placing_file.PART in values:
        reader.part(placing_file.PART, placing_file.read)
    reader.finish()
    return _with_steps(found, steps)


def _filled(values: Values) -> Values:
    """The parts of a file with what an older one did not know."""
    return {
        name: {**plain, **values[name]}
        for name, plain in AS_NEW.items()
        if isinstance(plain, dict) and isinstance(values.get(name), dict)
    }


def _mandate(part: Reader) -> dict[str, Any]:
    return {
        "up_for_choice": part.text("up_for_choice", most=QUESTION),
        "fixed": part.text("fixed", most=QUESTION),
        "about_weeks": part.whole_or_none("about_weeks", 1, 52),
        "binding": part.choice("binding", ("", *Binding)),
        "veto_grounds": part.text("veto_grounds", most=2000),
        "answer_by": "",
    }


def _proposals(part: Reader) -> dict[str, Any]:
    return {
        "most_each": part.whole_or_none("most_each", 1, 50),
        "approve": part.flag("approve"),
        "pseudonyms": part.flag("pseudonyms"),
        "supports": part.flag("supports"),
        "idea_box": part.flag("idea_box"),
    }


def _with_steps(settings: dict[str, Any], steps: Sequence[str]) -> dict[str, Any]:
    """The first step waits for a hand, the others for the end of the one before."""
    first = True
    for phase in PHASES:
        if phase.key == VOTE.key or phase.key in steps:
            settings = with_plan(settings, Plan(key=phase.key, start=Start.HAND if first else Start.AFTER))
            first = False
        else:
            settings = {**settings, "phases": {**settings.get("phases", {}), phase.key: {"used": False}}}
    return settings


_PLAIN: dict[str, Any] = {
    "asks": Question.QUICK.value,
    "method": "",
    "winners": 1,
    "weeks": 3,
    "budget": 5,
    "quorum": 50,
    "secrecy": NAMED,
    "whole": False,
}
"""How settings vote that say nothing about it."""


def _ballot_values(stored: Mapping[str, Any]) -> Values:
    """What differs from the plain ballot; a file says no more than it has to."""
    return {name: stored[name] for name, plain in _PLAIN.items() if stored.get(name, plain) != plain}


def _ballot_settings(reader: Reader) -> dict[str, Any]:
    return {
        "asks": reader.choice("asks", [*(question.value for question in Question), OWN]),
        "method": reader.choice("method", ["", *(method.value for method in Method)]),
        "winners": reader.whole("winners", 1, MOST_WINNERS),
        "weeks": reader.whole("weeks", 1, MOST_WEEKS),
        "budget": reader.whole("budget", 1, MOST_BUDGET),
        "quorum": reader.whole("quorum", 0, 100),
        "secrecy": reader.choice("secrecy", (NAMED, SECRET)),
        "whole": reader.flag("whole"),
    }


def _vote(db: Session, activity_id: int, people: Sequence[int], now: datetime) -> None:
    """Open the vote; of three students two vote, and most of them for what stands first."""
    activity = db.get_one(Activity, activity_id)
    activity.settings = with_plan(activity.settings, Plan(key=VOTE.key, start=Start.NOW))
    wanted = read_settings(activity.settings)
    configuring.configure(db, activity_id, wanted, now)
    options = [option.id for option in store.options_of(db, activity_id)]
    most = wanted.most or len(options)
    for place, person_id in enumerate(people):
        if place % 3 == 2 or len(options) < 2:
            continue
        chosen = {options[place % len(options)], *(options[:1] if place % 2 == 0 else ())}
        marks = played(wanted, options, sorted(chosen)[:most], place)
        voting.cast(db, activity_id, person_id, marks, no_preference=False, now=now)


def played(wanted: VoteSettings, options: Sequence[int], chosen: Sequence[int], place: int) -> dict[int, int]:
    """What an invented student at `place` of the class puts on a ballot that likes the options `chosen`."""
    kind = METHODS[wanted.method].kind
    if kind is Kind.RANKED:
        order = [*chosen, *(option for option in options if option not in chosen)]
        return {option: at for at, option in enumerate(order[: 2 + place % 3], 1)}
    if kind in (Kind.SINGLE, Kind.QUADRATIC, Kind.DOTS):
        return {chosen[0]: 1}
    liked = {Kind.STARS: 5, Kind.DATES: 2}.get(kind, 1)
    return dict.fromkeys(chosen, liked)


def _close(db: Session, activity_id: int, _people: Sequence[int], now: datetime) -> None:
    closing.close(db, activity_id, now)


content = Content(
    version=1,
    dump=dump,
    settings=settings,
    load=placing_file.load,
    pictures={PLACE: options_by_text},
    practice=(
        PracticeStep(
            key="prepared",
            title=lazy("The options are ready"),
            why=lazy(
                "Students read what is up for choice and what is fixed before anybody votes, so the promise stays "
                "honest. You can still change every word, because nobody has relied on it yet."
            ),
        ),
        PracticeStep(
            key="voting",
            title=lazy("The vote is open"),
            why=lazy(
                "Everybody ticks all options that they could live with, so nobody has to guess what the others do. "
                "The count stays hidden while people vote, so that nobody follows the crowd."
            ),
            play=_vote,
        ),
        PracticeStep(
            key="result",
            title=lazy("The vote is closed"),
            why=lazy(
                "Everybody sees the same numbers at the same moment and can follow how they came about. A result that "
                "can be checked is one that those who lost can live with too."
            ),
            play=_close,
        ),
    ),
)
