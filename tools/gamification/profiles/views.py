"""A learner's own page: how far they are, their streak, how they look, and what they want to see."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.pseudonyms.pseudonyms import Veil, ensure
from lti_tools.launches import Right, Role, current_launch, now, require_right
from lti_tools.suite import current_suite
from lti_tools.web.formats import format_days
from tools.gamification import refusals
from tools.gamification.badges import store as badges
from tools.gamification.badges.words import COLOURS, SHAPES, SYMBOLS
from tools.gamification.domain import looks
from tools.gamification.domain.looks import KINDS, Look
from tools.gamification.domain.questline.ruling import levels_of
from tools.gamification.openbadges import drawing
from tools.gamification.openbadges.drawing import Design
from tools.gamification.profiles import boards, store, streaks
from tools.gamification.profiles.store import Profile
from tools.gamification.profiles.words import KEPT, KIND_TITLES
from tools.gamification.service import playing
from tools.gamification.settings import Boards
from tools.gamification.store import lines
from tools.gamification.views.current import current_settings, words

WORDS_OF = {"shape": SHAPES, "colour": COLOURS, "symbol": SYMBOLS}


def add_to(blueprint: Blueprint) -> None:
    """The routes of profiles, among those of quests; and what every page knows of who reads it."""
    blueprint.context_processor(
        lambda: {"sign": sign, "has_looks": has_looks, "day": lambda one: format_days(one, one)}
    )
    add = blueprint.add_url_rule
    add("/me", "me", me)
    add("/me/calm", "set_calm", set_calm, methods=["POST"])
    add("/me/look", "choose_look", choose_look, methods=["POST"])
    add("/board/join", "join_board", join_board, methods=["POST"])
    add("/board/leave", "leave_board", leave_board, methods=["POST"])


def own_profile() -> Profile:
    """The reader's own profile; read once for each page."""
    launch = current_launch()
    if launch.role is not Role.LEARNER or launch.activity_id is None:
        return Profile()
    if "quests_profile" not in g:
        with current_suite().database.read() as db:
            g.quests_profile = store.profile_of(db, launch.activity, launch.person_id)
    found: Profile = g.quests_profile
    return found


def remember(own: Profile) -> None:
    """Spare reading the reader's own profile, which is known already."""
    g.quests_profile = own


def has_board() -> bool:
    return boards.are_there(current_settings(), own_profile())


def has_looks() -> bool:
    """Whether looks are shown and chosen: not in calm mode."""
    return not current_settings().calm and not own_profile().calm


def sign(look: Look, title: str = "") -> Markup:
    """What somebody looks like, drawn; `title` is what screen readers say, nothing where a name stands beside it."""
    return Markup(drawing.svg(Design(look.shape, look.colour, look.symbol), title))  # noqa: S704 - drawn by us


@require_right(Right.TAKE_PART)
def me() -> str:
    launch, settings = current_launch(), current_settings()
    with current_suite().database.read() as db:
        player = playing.read_player(db, launch.activity, launch.person_id, now())
        remember(player.profile)
        held = badges.held_by(db, launch.activity, launch.person_id)
        chosen = store.looks_of(db, launch.activity, launch.person_id)
        board = _board(db, player)
        weeks = streaks.streak_of(db, player.place, launch.person_id, now()) if settings.streaks else None
    facts = player.statement.facts
    return render_template(
        "quests/profiles/me.html",
        settings=settings,
        words=words(settings),
        profile=own_profile(),
        facts=facts,
        next_at=levels_of(player.place.line).next_at(facts.xp.get("", 0)),
        quests=len(player.quests),
        skills=sorted((skill, xp) for skill, xp in facts.xp.items() if skill),
        held=held,
        board=board,
        streak=weeks,
        shown_weeks=weeks.weeks[-streaks.SHOWN :] if weeks else (),
        kept=KEPT,
        looks=_looks(chosen),
        kind_titles=KIND_TITLES,
        left=looks.choices_left(facts.level, len(held), chosen),
    )


def _looks(chosen: frozenset[str]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Kind -> what there is, each drawn as it would look with the rest of what is worn."""
    worn = own_profile().look
    return [(kind, [_option(kind, key, worn, chosen) for key in keys]) for kind, keys in KINDS.items()]


def _option(kind: str, key: str, worn: Look, chosen: frozenset[str]) -> dict[str, Any]:
    own = {"shape": worn.shape, "colour": worn.colour, "symbol": worn.symbol}
    return {
        "key": key,
        "title": WORDS_OF[kind][key],
        "picture": sign(Look(**{**own, kind: key})),
        "worn": own[kind] == key,
        "own": looks.is_free(kind, key) or looks.item(kind, key) in chosen,
    }


@require_right(Right.TAKE_PART)
def choose_look() -> Response:
    """Wear something of one's own, or take it with a free choice."""
    launch = current_launch()
    kind, _sep, key = request.form.get("item", "")[:60].partition(":")
    if key not in KINDS.get(kind, ()):
        raise NotFound("no such look")
    if not has_looks():
        raise refusals.calm_has_no_looks()
    with current_suite().database.write() as db:
        if not looks.is_free(kind, key):
            _take(db, looks.item(kind, key))
        store.change(db, launch.activity, launch.person_id, **{kind: key})
    return redirect(url_for(".me", said="quests-look", _anchor="look"), 303)


def _take(db: Session, item: str) -> None:
    launch = current_launch()
    lines.hold(db, launch.activity)
    chosen = store.looks_of(db, launch.activity, launch.person_id)
    if item in chosen:
        return
    player = playing.read_player(db, launch.activity, launch.person_id, now())
    held = badges.held_by(db, launch.activity, launch.person_id)
    if not looks.choices_left(player.statement.facts.level, len(held), chosen):
        raise refusals.no_choice_left()
    store.add_look(db, launch.activity, launch.person_id, item, now())


@require_right(Right.TAKE_PART)
def set_calm() -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        store.change(db, launch.activity, launch.person_id, calm=request.form.get("calm") == "1")
    return redirect(url_for(".me", said="quests-calm"), 303)


def _board(db: Session, player: playing.Player) -> dict[str, Any] | None:
    """The boards around one's own place; for who does not take part, what taking part would be. None: no boards."""
    suite, launch, settings = current_suite(), current_launch(), current_settings()
    if not has_board():
        return None
    on_it = own_profile().on_board
    veil = Veil.over(db, suite.keys.keyed_hash, launch.activity)
    found = boards.shown(db, player.place, settings, launch.person_id, _order, now()) if on_it else None
    return {
        "found": found,
        "names": {row.who: veil.name(row.who) for row in found.people} if found else {},
        "own_name": veil.name(launch.person_id) if found else "",
        "with_people": settings.boards is Boards.PEOPLE,
    }


def _order(who: int) -> str:
    suite, launch = current_suite(), current_launch()
    return suite.keys.keyed_hash("quests.board", f"{launch.activity}:{who}")


@require_right(Right.TAKE_PART)
def join_board() -> Response:
    launch = current_launch()
    if not has_board():
        raise NotFound("no boards here")
    with current_suite().database.write() as db:
        ensure(db, launch.activity, [launch.person_id])
        store.change(db, launch.activity, launch.person_id, on_board=True)
    return redirect(url_for(".me", said="quests-on-board", _anchor="board"), 303)


@require_right(Right.TAKE_PART)
def leave_board() -> Response:
    """At once, whatever the settings are meanwhile."""
    launch = current_launch()
    with current_suite().database.write() as db:
        store.change(db, launch.activity, launch.person_id, on_board=False)
    return redirect(url_for(".me", said="quests-off-board"), 303)
