"""A goal's own page, the second go after one that was missed, and the teacher's tasks about small teams."""

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed, done
from lti_tools.kit.groups import groups
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from lti_tools.web.forms import Form, LongTextField, refusals_shown_in
from lti_tools.web.locale import lazy
from tools.gamification.domain.facts import Key
from tools.gamification.domain.questline.ruling import counts_against
from tools.gamification.service import bosses, playing
from tools.gamification.service.bosses import TeamBattle
from tools.gamification.teams import deeds, tasks
from tools.gamification.views.current import current_settings, words
from tools.gamification.views.words import STANDS, WAYS


class LessonForm(Form):
    """What a team learnt from a goal that it did not reach in time."""

    text = LongTextField(lazy("What did you learn from it, and what will you do differently?"), max_length=2000, rows=4)


def add_to(blueprint: Blueprint) -> None:
    """The routes of teams, among those of quests."""
    add = blueprint.add_url_rule
    add("/team/goals/<key>", "team_goal", team_goal)
    add("/team/goals/<key>/again", "try_again", try_again, methods=["POST"])
    add("/battles/solo", "let_alone", let_alone, methods=["POST"])
    add("/battles/together", "put_together", put_together, methods=["POST"])


def _own_battle(db: Session, player: playing.Player, key: Key) -> TeamBattle:
    """The reader's battle against this boss; raises `NotFound` where they have none."""
    launch = current_launch()
    own = groups.group_of(db, launch.activity, launch.person_id)
    side = own.id if own else -1
    found = bosses.battles(db, player.place, now(), teams=[side])
    battle = next((one for one in found if one.boss.key == key), None)
    if battle is None:
        raise NotFound(f"no goal {key}")
    return battle


@require_right(Right.TAKE_PART)
def team_goal(key: Key) -> str:
    """One goal: how far it is, what counts towards it, and what oneself can do now."""
    return _goal_page(key, LessonForm())


def _goal_page(key: Key, form: LessonForm) -> str:
    launch, settings = current_launch(), current_settings()
    with current_suite().database.read() as db:
        player = playing.read_player(db, launch.activity, launch.person_id, now())
        battle = _own_battle(db, player, key)
    counting = counts_against(player.place.line, battle.boss)
    ways = [(quest, one) for quest in player.quests for one in quest.objectives if one.objective.key in counting]
    return render_template(
        "quests/teams/goal.html",
        settings=settings,
        words=words(settings),
        one=battle,
        counting=ways,
        stands=STANDS,
        ways=WAYS,
        form=form,
    )


@require_right(Right.TAKE_PART)
def try_again(key: Key) -> Response | tuple[str, int]:
    """What the team learnt; with it the goal is open again."""
    launch, form = current_launch(), LessonForm(request.form)
    if form.validate():
        with refusals_shown_in(form), current_suite().database.write() as db:
            player = playing.read_player(db, launch.activity, launch.person_id, now())
            battle = _own_battle(db, player, key)
            text = form.text.data or ""
            tasks.try_again(db, launch.activity, key, battle.group_id, launch.person_id, text, now())
    if form.errors:
        return _goal_page(key, form), 422
    return redirect(url_for(".team_goal", key=key, said="quests-again"), 303)


def _team_id(name: str) -> int:
    given = request.form.get(name, "")
    if not (given.isascii() and given.isdigit() and len(given) <= 18):
        raise NotFound(f"no team {given!r}")
    return int(given)


@require_right(Right.SETTINGS)
@deed(deeds.SOLO)
def let_alone() -> Response:
    """The one active member of a team goes on alone."""
    launch, team = current_launch(), _team_id("team")
    with current_suite().database.write() as db:
        tasks.let_alone(db, launch.activity, team, now())
        number = note(db, launch, deeds.SOLO, subject={"team": team}, now=now())
    return done(".battles", "quests-solo", number)


@require_right(Right.SETTINGS)
@deed(deeds.TOGETHER)
def put_together() -> Response:
    """A small team goes on in another, with what it has earned."""
    launch, team, into = current_launch(), _team_id("team"), _team_id("into")
    with current_suite().database.write() as db:
        tasks.put_together(db, launch.context_id, launch.activity, team, into, launch.person_id, now())
        number = note(db, launch, deeds.TOGETHER, subject={"team": team}, now=now())
    return done(".battles", "quests-together", number)
