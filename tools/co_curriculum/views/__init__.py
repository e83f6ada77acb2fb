"""The pages of topic vote; `make_blueprint` puts them together."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.launches import current_launch
from lti_tools.web.locale import lazy
from lti_tools.web.notices import Notice, Tone, announce
from tools.co_curriculum.service.closing import SLUG
from tools.co_curriculum.views import (
    bringing,
    decisions,
    grades,
    home,
    instructor,
    judging,
    learner,
    merging,
    option_pictures,
    placing_routes,
    practice,
    proposals,
    public_page,
    record,
    ways,
)

NOTICES = {
    "topic-vote-saved": Notice(lazy("Your vote is saved. You can change it until the vote closes.")),
    "topic-vote-no-preference": Notice(
        lazy("It is saved that you have no preference. You can change that until the vote closes.")
    ),
    "topic-vote-secret-saved": Notice(
        lazy("Your secret vote is in. You can change it until the vote closes; then a new receipt counts.")
    ),
    "topic-vote-opened": Notice(lazy("The vote is open.")),
    "topic-vote-public": Notice(lazy("Anybody with the address reads the result now. You find the address below it.")),
    "topic-vote-not-public": Notice(lazy("The result is shown to nobody outside the course any more.")),
    "topic-vote-closed": Notice(lazy("The vote is closed. The result is below.")),
    "topic-vote-reopened": Notice(lazy("The vote is open again. All ballots are as they were.")),
    "topic-vote-date-saved": Notice(lazy("The new closing time is saved.")),
    "topic-vote-reminded": Notice(lazy("Those who have not voted find a reminder among their notices.")),
    "topic-vote-decided": Notice(lazy("The decision is saved. Everybody reads it with its reason.")),
    "topic-vote-said": Notice(lazy("Your word is kept. It is decided once enough teachers say the same.")),
    "topic-vote-tracked": Notice(lazy("Everybody reads now how far it is.")),
    "topic-vote-proposed": Notice(lazy("Your proposal is saved.")),
    "topic-vote-changed": Notice(lazy("The proposal is changed. How it read before stands below it.")),
    "topic-vote-withdrawn": Notice(lazy("The proposal is withdrawn.")),
    "topic-vote-merge-asked": Notice(lazy("The authors are asked. Nothing changes before all of them have said yes.")),
    "topic-vote-merge-answered": Notice(lazy("Your answer is saved.")),
    "topic-vote-merged": Notice(lazy("The two are one proposal now. It can be taken back until voting opens.")),
    "topic-vote-merge-undone": Notice(lazy("Both stand on the list again.")),
    "topic-vote-summed-up": Notice(lazy("The summary stands above the comments.")),
    "topic-vote-brought": Notice(lazy("What you chose is on the list.")),
    "topic-vote-grouped": Notice(lazy("The group is saved.")),
    "topic-vote-published": Notice(lazy("The proposal is on the list.")),
    "topic-vote-refused": Notice(lazy("The proposal is not on the list, and its author reads why.")),
    "topic-vote-excused": Notice(lazy("Excused: the points are as if they had taken part.")),
    "topic-vote-included": Notice(lazy("What this student does counts again.")),
    "topic-vote-sending": Notice(lazy("What was not taken is being sent again. Look back in a minute."), Tone.INFO),
}


def make_blueprint() -> Blueprint:
    """The tool's routes, below the address that the suite gives them."""
    blueprint = Blueprint(SLUG, "tools.co_curriculum", template_folder="templates")
    blueprint.before_request(_only_here)
    announce(blueprint, NOTICES | placing_routes.NOTICES)
    blueprint.add_url_rule("/", "home", home.home)
    blueprint.add_url_rule("/ballot", "cast", learner.cast, methods=["POST"])
    blueprint.add_url_rule("/ballots", "ballots", instructor.ballots)
    blueprint.add_url_rule("/ballots/<int:person_id>", "ballot", instructor.ballot)
    blueprint.add_url_rule("/open", "open", instructor.open_vote, methods=["POST"])
    blueprint.add_url_rule("/close", "close", instructor.close, methods=["POST"])
    blueprint.add_url_rule("/remind", "remind", instructor.remind, methods=["POST"])
    blueprint.add_url_rule("/pictures", "option_pictures", option_pictures.show)
    blueprint.add_url_rule("/closing", "closing", instructor.closing)
    blueprint.add_url_rule("/closing", "change_closing", instructor.change_closing, methods=["POST"])
    blueprint.add_url_rule("/record", "record", record.show)
    blueprint.add_url_rule("/record/file", "record_file", record.file)
    blueprint.add_url_rule("/public", "show_result", public_page.show, methods=["POST"])
    blueprint.add_url_rule("/public/end", "hide_result", public_page.hide, methods=["POST"])
    blueprint.add_url_rule("/ways", "ways", ways.show)
    blueprint.add_url_rule("/practice", "practice", practice.show)
    blueprint.add_url_rule("/practice", "practise", practice.count, methods=["POST"])
    blueprint.add_url_rule("/record/receipt", "receipt", record.receipt, methods=["POST"])
    blueprint.add_url_rule("/record/recount", "recount", record.recount, methods=["POST"])
    blueprint.add_url_rule("/grades", "grades", grades.show)
    blueprint.add_url_rule("/grades", "send_again", grades.send_again, methods=["POST"])
    blueprint.add_url_rule("/grades/<int:person_id>/excuse", "excuse_form", grades.excuse_form)
    blueprint.add_url_rule("/grades/<int:person_id>/excuse", "excuse", grades.excuse, methods=["POST"])
    blueprint.add_url_rule("/grades/<int:person_id>/include", "include", grades.include, methods=["POST"])
    placing_routes.add_rules(blueprint)
    _add_proposals(blueprint)
    _add_merging(blueprint)
    _add_decisions(blueprint)
    return blueprint


def _add_decisions(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/decisions", "decisions", decisions.show)
    blueprint.add_url_rule("/decisions/course", "decision_report", decisions.report)
    blueprint.add_url_rule("/decisions/<int:option_id>", "decision", decisions.edit)
    blueprint.add_url_rule("/decisions/<int:option_id>", "decide", decisions.decide, methods=["POST"])
    blueprint.add_url_rule("/decisions/<int:option_id>/track", "follow", decisions.follow, methods=["POST"])


def _add_proposals(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/proposals", "proposals", proposals.show_list)
    blueprint.add_url_rule("/proposals", "propose", proposals.propose, methods=["POST"])
    blueprint.add_url_rule("/proposals/new", "new_proposal", proposals.write)
    blueprint.add_url_rule("/proposals/bring", "bring_form", bringing.show)
    blueprint.add_url_rule("/proposals/bring", "bring", bringing.bring, methods=["POST"])
    blueprint.add_url_rule("/proposals/alike", "look_alike", proposals.look_alike, methods=["POST"])
    blueprint.add_url_rule("/proposals/<int:option_id>", "proposal", proposals.show)
    blueprint.add_url_rule("/proposals/<int:option_id>/change", "edit_proposal", proposals.edit)
    blueprint.add_url_rule("/proposals/<int:option_id>/change", "change_proposal", proposals.change, methods=["POST"])
    blueprint.add_url_rule("/proposals/<int:option_id>/withdraw", "withdraw", proposals.withdraw, methods=["POST"])
    blueprint.add_url_rule("/proposals/<int:option_id>/publish", "publish", judging.publish, methods=["POST"])
    blueprint.add_url_rule("/proposals/<int:option_id>/summary", "summary_form", judging.summary_form)
    blueprint.add_url_rule("/proposals/<int:option_id>/summary", "sum_up", judging.sum_up, methods=["POST"])
    blueprint.add_url_rule("/proposals/<int:option_id>/refuse", "refuse_form", judging.refuse_form)
    blueprint.add_url_rule("/proposals/<int:option_id>/refuse", "refuse", judging.refuse, methods=["POST"])


def _add_merging(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/proposals/<int:option_id>/merge", "merge_form", merging.suggest_form)
    blueprint.add_url_rule("/proposals/<int:option_id>/merge", "merge", merging.suggest, methods=["POST"])
    blueprint.add_url_rule("/merges/<int:merge_id>/answer", "answer_merge", merging.answer, methods=["POST"])
    blueprint.add_url_rule("/merges/<int:merge_id>/undo", "undo_merge", merging.undo, methods=["POST"])
    blueprint.add_url_rule("/proposals/<int:option_id>/support", "support", merging.support, methods=["POST"])
    blueprint.add_url_rule("/proposals/<int:option_id>/group", "group", merging.group, methods=["POST"])


def _only_here() -> Response | None:
    """The pages belong to activities of this tool; one not set up yet has none of them."""
    launch = current_launch()
    if launch.activity_id is None or launch.tool != SLUG:
        raise NotFound
    return None if launch.configured else redirect(url_for("session.home"), 303)
