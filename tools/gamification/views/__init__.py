"""The pages of quests; `make_blueprint` puts them together."""

from flask import Blueprint, g
from werkzeug.wrappers import Response

from lti_tools.launches import only_activities_of
from lti_tools.web.locale import lazy
from lti_tools.web.notices import Notice, Tone, announce
from tools.gamification.badges import views as badges
from tools.gamification.dates import views as dates
from tools.gamification.helping import views as helping
from tools.gamification.outside import views as outside
from tools.gamification.profiles import staff_views as streaks
from tools.gamification.profiles import views as profiles
from tools.gamification.quizzes import views as quizzes
from tools.gamification.results import views as results
from tools.gamification.teams import views as team_views
from tools.gamification.views import (
    accounts,
    builder,
    check_ins,
    goals,
    grades,
    home,
    learner,
    limits,
    publishing,
    queue,
    staff,
    teams,
)
from tools.gamification.views.current import current_settings, words

SLUG = "quests"

NOTICES = {
    "quests-counts": Notice(lazy("Done! It counts at once.")),
    "quests-handed-in": Notice(lazy("Handed in. You find the answer here.")),
    "quests-confirmed": Notice(lazy("Confirmed. Thank you for looking.")),
    "quests-accepted": Notice(lazy("Accepted; it counts.")),
    "quests-returned": Notice(lazy("Returned with your comment.")),
    "quests-awarded": Notice(lazy("The points are given.")),
    "quests-ticked": Notice(lazy("Ticked off. Who had it already is as before.")),
    "quests-retracted": Notice(lazy("Taken back, with everything that followed from it.")),
    "quests-excused": Notice(lazy("Excused: team goals go on without waiting.")),
    "quests-included": Notice(lazy("Part of team goals again.")),
    "quests-draft": Notice(lazy("The draft is saved. Students see it once you publish.")),
    "quests-removed": Notice(lazy("Removed from the draft.")),
    "quests-published": Notice(lazy("Published. Students see it now.")),
    "quests-grades": Notice(lazy("Grades are on their way to the gradebook, and follow from now on.")),
    "quests-asked": Notice(lazy("Your question is on the board.")),
    "quests-offered": Notice(lazy("Your classmate sees that you can help.")),
    "quests-offer-gone": Notice(lazy("Your offer is taken back.")),
    "quests-helper-thanked": Notice(lazy("Your thanks are told.")),
    "quests-question-closed": Notice(lazy("Your question is closed.")),
    "quests-results": Notice(lazy("The results count now.")),
    "quests-key-made": Notice(lazy("The key is made. Its address and secret stand below.")),
    "quests-key-revoked": Notice(lazy("The key is revoked: calls with it are refused from now on.")),
    "quests-own-dates": Notice(lazy("The dates are saved. The student sees them.")),
    "quests-quiz-done": Notice(lazy("Handed in. Below stands how it went.")),
    "quests-badge-saved": Notice(lazy("The badge is saved.")),
    "quests-badge-given": Notice(lazy("The badge is given. Who held it already is as before.")),
    "quests-badge-taken": Notice(lazy("The badge is taken back. Whoever verifies it is told so.")),
    "quests-badge-shown": Notice(lazy("Whoever has the link below sees this badge.")),
    "quests-badge-hidden": Notice(lazy("The badge is private again, and its link is dead.")),
    "quests-thanked": Notice(lazy("The card is on its way.")),
    "quests-look": Notice(lazy("That is how you look now.")),
    "quests-calm": Notice(lazy("Your pages are as you want them.")),
    "quests-on-board": Notice(lazy("You are on the board. You can leave it at any time.")),
    "quests-off-board": Notice(lazy("You are on no board any more.")),
    "quests-week-excused": Notice(lazy("The week is excused and breaks nothing.")),
    "quests-solo": Notice(
        lazy("The one who is left goes on alone. With a second active member it is the team's again.")
    ),
    "quests-together": Notice(lazy("The two teams are one now, with what both have earned.")),
    "quests-again": Notice(lazy("The goal is open again. Good luck together!")),
    "quests-sending": Notice(lazy("What was not taken is being sent again. Look back in a minute."), Tone.INFO),
}


def _only_here() -> Response | None:
    """The pages belong to activities of this tool; one not set up yet leads to where that is done."""
    answer = only_activities_of(SLUG)
    return answer if isinstance(answer, Response) else None


def _own_words() -> dict[str, object]:
    """What points, level, team and boss are called here, on every page."""
    launch = g.get("launch")
    if launch is None or launch.activity_id is None or launch.tool != SLUG:
        return {}
    return {"words": words(current_settings())}


def make_blueprint() -> Blueprint:
    """The tool's routes, below the address that the suite gives them."""
    blueprint = Blueprint(SLUG, "tools.gamification", template_folder="templates")
    blueprint.before_request(_only_here)
    announce(blueprint, NOTICES)
    blueprint.context_processor(_own_words)
    blueprint.add_url_rule("/", "home", home.home)
    _of_learners(blueprint)
    _of_staff(blueprint)
    _of_the_builder(blueprint)
    badges.add_to(blueprint)
    profiles.add_to(blueprint)
    streaks.add_to(blueprint)
    quizzes.add_to(blueprint)
    helping.add_to(blueprint)
    dates.add_to(blueprint)
    outside.add_to(blueprint)
    results.add_to(blueprint)
    team_views.add_to(blueprint)
    return blueprint


def _of_learners(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/quests/<key>", "quest", learner.quest)
    blueprint.add_url_rule("/quests/<key>/read", "read_answers", learner.read_answers, methods=["POST"])
    blueprint.add_url_rule("/objectives/<key>", "hand_in", learner.hand_in, methods=["POST"])
    blueprint.add_url_rule("/objectives/<key>/code", "enter_code", learner.enter_code, methods=["POST"])
    blueprint.add_url_rule("/objectives/<key>/check-in", "check_in", learner.check_in, methods=["POST"])
    blueprint.add_url_rule("/map", "map", learner.quest_map)
    blueprint.add_url_rule("/team", "team", teams.team)
    blueprint.add_url_rule("/points", "points", accounts.points)
    blueprint.add_url_rule("/what-if", "what_if", accounts.what_if)
    blueprint.add_url_rule("/classmates", "classmates", learner.classmates)
    blueprint.add_url_rule("/classmates/<int:work_id>", "confirm", learner.confirm, methods=["POST"])


def _of_staff(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/queue", "queue", queue.queue)
    blueprint.add_url_rule("/queue/<int:work_id>/accept", "accept", queue.accept, methods=["POST"])
    blueprint.add_url_rule("/queue/<int:work_id>/return", "give_back", queue.give_back, methods=["POST"])
    blueprint.add_url_rule("/progress", "progress", staff.progress)
    blueprint.add_url_rule("/people/<int:person_id>", "person", accounts.person)
    blueprint.add_url_rule("/people/<int:person_id>/retract", "retract", accounts.retract, methods=["POST"])
    blueprint.add_url_rule("/people/<int:person_id>/excuse", "excuse", accounts.excuse, methods=["POST"])
    blueprint.add_url_rule("/people/<int:person_id>/include", "include", accounts.include, methods=["POST"])
    blueprint.add_url_rule("/award", "award", staff.award)
    blueprint.add_url_rule("/award", "give", staff.give, methods=["POST"])
    blueprint.add_url_rule("/tick-off", "tick_off", staff.tick_off, methods=["POST"])
    blueprint.add_url_rule("/check-in", "check_ins", check_ins.check_ins)
    blueprint.add_url_rule("/check-in/<key>", "wall", check_ins.wall)
    blueprint.add_url_rule("/check-in/<key>", "show_code", check_ins.show_code, methods=["POST"])
    blueprint.add_url_rule("/check-in/<key>/hide", "hide_code", check_ins.hide_code, methods=["POST"])
    blueprint.add_url_rule("/battles", "battles", teams.battles)
    blueprint.add_url_rule("/grades", "grades", grades.show)
    blueprint.add_url_rule("/grades/start", "start_grades", grades.start, methods=["POST"])
    blueprint.add_url_rule("/grades/again", "send_again", grades.send_again, methods=["POST"])


def _of_the_builder(blueprint: Blueprint) -> None:
    def get(path: str, name: str, view: object) -> None:
        blueprint.add_url_rule(f"/builder{path}", name, view)  # type: ignore[arg-type]

    def post(path: str, name: str, view: object) -> None:
        blueprint.add_url_rule(f"/builder{path}", name, view, methods=["POST"])  # type: ignore[arg-type]

    get("", "outline", builder.outline)
    post("/chapters", "add_chapter", builder.add_chapter)
    get("/chapters/<key>", "edit_chapter", builder.edit_chapter)
    post("/chapters/<key>", "save_chapter", builder.save_chapter)
    post("/chapters/<key>/quests", "add_quest", builder.add_quest)
    get("/quests/<key>", "edit_quest", builder.edit_quest)
    post("/quests/<key>", "save_quest", builder.save_quest)
    get("/quests/<key>/opens", "opens", builder.opens)
    post("/quests/<key>/opens", "save_opens", builder.save_opens)
    post("/quests/<key>/objectives", "add_objective", builder.add_objective)
    get("/objectives/<key>", "edit_objective", builder.edit_objective)
    post("/objectives/<key>", "save_objective", builder.save_objective)
    post("/parts/<key>/move", "move", builder.move)
    post("/parts/<key>/remove", "remove", builder.remove)
    get("/goals", "goals", goals.goals)
    post("/goals", "add_goal", goals.add_goal)
    get("/goals/<key>", "edit_goal", goals.edit_goal)
    post("/goals/<key>", "save_goal", goals.save_goal)
    get("/rules", "rules", goals.rules)
    post("/rules", "save_rules", goals.save_rules)
    get("/limits", "limits", limits.limits)
    post("/limits", "add_limit", limits.add_limit)
    post("/limits/remove", "remove_limit", limits.remove_limit)
    get("/preview", "preview", publishing.preview)
    get("/publish", "publishing", publishing.publishing)
    post("/publish", "publish", publishing.publish)
