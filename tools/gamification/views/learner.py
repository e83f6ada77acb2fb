"""What students see and do: home, map, quest, evidence, points, what-if, team, classmates."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools.kit.once.once import first_time
from lti_tools.kit.uploads.files import field_of
from lti_tools.kit.uploads.showing import shown_files
from lti_tools.kit.uploads.store import files_of
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from lti_tools.web.forms import refusals_shown_in
from lti_tools.web.locale import gettext as _
from tools.gamification import refusals
from tools.gamification.domain.facts import Key
from tools.gamification.domain.questline.line import TRIED, Objective, Way
from tools.gamification.domain.questline.playing import (
    ObjectiveState,
    QuestState,
    Stand,
    is_stuck,
    what_next,
    what_now,
)
from tools.gamification.domain.questline.ruling import levels_of
from tools.gamification.forms.evidence import CodeForm, HandInForm
from tools.gamification.profiles import views as profiles
from tools.gamification.service import playing
from tools.gamification.service.playing import PLACE, Player, file_thing
from tools.gamification.story_pictures import pictures_in, pictures_of
from tools.gamification.views.current import current_settings, words
from tools.gamification.views.map_picture import picture
from tools.gamification.views.words import STANDS, WAYS, badge_titles, needed, titles_of

SHOWN_NEXT = 3


def home_values(player: Player, badges: Mapping[Key, str]) -> dict[str, Any]:
    """What the student's first page shows; staff look at it too, read only."""
    settings = current_settings()
    facts, levels = player.statement.facts, levels_of(player.place.line)
    titles = {**titles_of(player.place.line), **badges}
    xp = facts.xp.get("", 0)
    return {
        "settings": settings,
        "words": words(settings),
        "player": player,
        "now_list": what_now(player.quests),
        "next_list": [(one, needed(one.why, titles)) for one in what_next(player.quests)[:SHOWN_NEXT]],
        "waiting": [one for quest in player.quests for one in quest.objectives if one.stand is Stand.WAITING],
        "done": sum(one.stand is Stand.DONE for one in player.quests),
        "xp": xp,
        "level": facts.level,
        "floor": levels.thresholds[facts.level - 1],
        "next_at": levels.next_at(xp),
        "stands": STANDS,
    }


def home() -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        player = playing.read_player(db, launch.activity, launch.person_id, now())
        badges = badge_titles(db, launch.activity, player.place.line)
    profiles.remember(player.profile)
    theme = player.profile.look.colour if profiles.has_looks() else ""
    return render_template("quests/home.html", theme=theme, **home_values(player, badges))


def _address(key: Key) -> str:
    return url_for("quests.quest", key=key)


@require_right(Right.TAKE_PART)
def quest_map() -> str:
    launch, suite = current_launch(), current_suite()
    with suite.database.read() as db:
        player = playing.read_player(db, launch.activity, launch.person_id, now())
        pictures = pictures_in(suite, db, launch, [one.key for one in player.place.line.chapters])
    return render_template(
        "quests/map.html",
        player=player,
        pictures=pictures,
        picture=picture(player.place.line, player.quests, _address, _("Map of the quests")),
        stands=STANDS,
    )


@require_right(Right.TAKE_PART)
def quest(key: Key) -> str:
    return quest_page(key)


def quest_page(key: Key, forms: Mapping[Key, Any] | None = None) -> str:
    """A quest with what can be done for each objective; `forms` are those that came back with something to mend."""
    launch = current_launch()
    with current_suite().database.read() as db:
        player = playing.read_player(db, launch.activity, launch.person_id, now())
        state = player.quest(key)
        files = _files(db, state)
        pictures = pictures_of(current_suite(), db, launch, key)
        badges = badge_titles(db, launch.activity, player.place.line)
    values = quest_values(player, state, files, forms or {})
    titles = {**titles_of(player.place.line), **badges}
    return render_template("quests/quest.html", **values, needed=needed(state.why, titles), pictures=pictures)


def quest_values(
    player: Player, state: QuestState, files: Mapping[Key, Any], forms: Mapping[Key, Any]
) -> dict[str, Any]:
    settings = current_settings()
    works = {one.objective.key: player.works.get(one.objective.key, []) for one in state.objectives}
    return {
        "settings": settings,
        "words": words(settings),
        "player": player,
        "state": state,
        "forms": {one.objective.key: forms.get(one.objective.key) or _form(one, works) for one in state.objectives},
        "works": works,
        "files": files,
        "unread": any(work.decided_at and not work.read_at for tries in works.values() for work in tries),
        "stuck": {one.key for one in state.quest.first_ways if _offers_help(player, one)},
        "second_to": set(state.quest.second_ways.values()),
        "titles": titles_of(player.place.line),
        "stands": STANDS,
        "ways": WAYS,
        "Way": Way,
    }


def _offers_help(player: Player, one: Objective) -> bool:
    """After honest tries that did not count; what somebody can only find or be given is no try."""
    return one.way in TRIED and not one.shared and is_stuck(player.statement.facts, one.key)


def _form(state: ObjectiveState, works: Mapping[Key, Any]) -> Any:
    one = state.objective
    if one.way in (Way.CODE, Way.CHECK_IN):
        return CodeForm(prefix=f"{one.key}-")
    last = works[one.key][-1] if works[one.key] else None
    data = {"text": last.text, "link": last.link} if last and state.stand is not Stand.DONE else {}
    return HandInForm(prefix=f"{one.key}-", data=data)


def _files(db: Session, state: QuestState) -> dict[Key, dict[str, Any]]:
    """Objective -> the field for its files, and those that are there."""
    launch, suite = current_launch(), current_suite()
    found = {}
    for one in state.objectives:
        if one.objective.way is Way.FILE and one.stand is not Stand.LOCKED:
            thing = file_thing(one.objective.key, launch.person_id)
            there = files_of(db, launch.activity, PLACE, [thing], launch.person_id)
            found[one.objective.key] = {
                "field": field_of(suite, launch, PLACE, thing, _("Your files")),
                "files": shown_files(suite, db, launch, there),
            }
    return found


def _quest_of(key: Key) -> Key:
    launch = current_launch()
    with current_suite().database.read() as db:
        state, _objective = playing.read_player(db, launch.activity, launch.person_id, now()).objective(key)
    return state.quest.key


@require_right(Right.TAKE_PART)
def hand_in(key: Key) -> Response | tuple[str, int]:
    launch, quest_key = current_launch(), _quest_of(key)
    form = HandInForm(request.form, prefix=f"{key}-")
    counts = False
    if form.validate():
        with refusals_shown_in(form), current_suite().database.write() as db:
            if first_time(db, launch, request.form, now()):
                text, link = form.text.data or "", form.link.data or ""
                counts = playing.hand_in(db, launch.activity, launch.person_id, key, text=text, link=link, now=now())
    if form.errors:
        return quest_page(quest_key, {key: form}), 422
    said = "quests-counts" if counts else "quests-handed-in"
    return redirect(url_for(".quest", key=quest_key, said=said), 303)


@require_right(Right.TAKE_PART)
def enter_code(key: Key) -> Response | tuple[str, int]:
    launch, quest_key = current_launch(), _quest_of(key)
    form = CodeForm(request.form, prefix=f"{key}-")
    if form.validate():
        with refusals_shown_in(form):
            with current_suite().database.write() as db:
                right = playing.enter_code(db, launch.activity, launch.person_id, key, form.code.data or "", now())
            if not right:
                raise refusals.wrong_code()
    if form.errors:
        return quest_page(quest_key, {key: form}), 422
    return redirect(url_for(".quest", key=quest_key, said="quests-counts"), 303)


@require_right(Right.TAKE_PART)
def check_in(key: Key) -> Response | tuple[str, int]:
    launch, suite, quest_key = current_launch(), current_suite(), _quest_of(key)
    form = CodeForm(request.form, prefix=f"{key}-")
    if form.validate():
        with refusals_shown_in(form), suite.database.write() as db:
            code = form.code.data or ""
            playing.check_in(db, suite.keys.keyed_hash, launch.activity, launch.person_id, key, code, now())
    if form.errors:
        return quest_page(quest_key, {key: form}), 422
    return redirect(url_for(".quest", key=quest_key, said="quests-counts"), 303)


@require_right(Right.TAKE_PART)
def read_answers(key: Key) -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        state = playing.read_player(db, launch.activity, launch.person_id, now()).quest(key)
        playing.read_answers(db, launch.activity, launch.person_id, state, now())
    return redirect(url_for(".quest", key=key), 303)


@require_right(Right.TAKE_PART)
def classmates() -> str:
    """What classmates ask to have confirmed. They are named: this is among people who saw each other work."""
    launch = current_launch()
    with current_suite().database.read() as db:
        asked = playing.asked_of(db, launch.activity, launch.person_id)
        names = playing.names_of(db, launch.context_id)
    return render_template("quests/classmates.html", asked=asked, names=names)


@require_right(Right.TAKE_PART)
def confirm(work_id: int) -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        playing.confirm(db, launch.activity, launch.person_id, work_id, now())
    return redirect(url_for(".classmates", said="quests-confirmed"), 303)
