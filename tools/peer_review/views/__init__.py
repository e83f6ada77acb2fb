"""The pages of peer review; `make_blueprint` puts them together."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.launches import current_launch
from lti_tools.web.locale import lazy
from lti_tools.web.notices import Notice, Tone, announce
from tools.peer_review.service.running import SLUG
from tools.peer_review.views import (
    alike,
    compare,
    crediting,
    example_editing,
    examples,
    feedback,
    grades,
    growth,
    home,
    marks,
    names,
    outcomes,
    own_view,
    pairs,
    pairs_exchange,
    places,
    rehearsal,
    reporting,
    review,
    rubric,
    rubric_exchange,
    showing,
    teacher_review,
    team,
    triage,
    waiting,
    work,
)

NOTICES = {
    "peer-review-handed-in": Notice(lazy("Your work is handed in. You can change it until the time is over.")),
    "peer-review-kept": Notice(lazy("Your review is saved. Send it when it is whole."), Tone.INFO),
    "peer-review-noted": Notice(lazy("Your comment on this place is saved.")),
    "peer-review-note-removed": Notice(lazy("The comment is taken out.")),
    "peer-review-sent": Notice(lazy("Your review is sent. You can change it until reviewing ends.")),
    "peer-review-compared": Notice(lazy("You have compared all pairs. You can change it until reviewing ends.")),
    "peer-review-compared-so-far": Notice(lazy("It is kept. More pairs wait until you have sent your other reviews.")),
    "peer-review-one-compared": Notice(lazy("It is kept. Here is the next pair.")),
    "peer-review-empty": Notice(lazy("Thank you. Your teacher looks at this work; you need not review it.")),
    "peer-review-rated": Notice(lazy("Thank you. The reviewer learns from your word.")),
    "peer-review-thanked": Notice(lazy("Your thanks are noted.")),
    "peer-review-example-judged": Notice(lazy("Your review is saved. Students can practise on this example.")),
    "peer-review-example-removed": Notice(lazy("The example is taken away.")),
    "peer-review-team-said": Notice(lazy("It is kept. You can change it until your teacher closes it.")),
    "peer-review-team-told": Notice(lazy("It is closed. Each member can read their own mean.")),
    "peer-review-consent": Notice(lazy("Thank you. You can change your mind here at any time.")),
    "peer-review-may-show": Notice(lazy("The reviewer and the authors are asked. It is shown once all agree.")),
    "peer-review-not-shown": Notice(lazy("It is not shown, and nobody is asked any more.")),
    "peer-review-intended": Notice(lazy("It is kept. You see it again with your next work.")),
    "peer-review-kept-word": Notice(lazy("Thank you. It stands beside what you wanted to change.")),
    "peer-review-replied": Notice(lazy("Your answer is saved.")),
    "peer-review-reported": Notice(
        lazy("Thank you for telling. You find what comes of it under “My reports and decisions”.")
    ),
    "peer-review-asked": Notice(lazy("Your question is with your teacher. The answer comes here.")),
    "peer-review-released": Notice(lazy("The marks are released, and on their way to the gradebook.")),
    "peer-review-teacher-reviewed": Notice(lazy("Your review is saved. It counts in the mark as set in the settings.")),
    "peer-review-word": Notice(lazy("Your word about the review is saved.")),
    "peer-review-mark-given": Notice(lazy("The mark is saved.")),
    "peer-review-pair-added": Notice(lazy("The review is given out.")),
    "peer-review-pair-removed": Notice(lazy("The review is taken back.")),
    "peer-review-pairs-taken": Notice(lazy("The pairs are as on your list. Begun reviews stayed.")),
    "peer-review-given-anew": Notice(lazy("All works are given out anew.")),
    "peer-review-rule-set": Notice(lazy("The rule is saved. It counts from the next time works are given out.")),
    "peer-review-answered": Notice(lazy("Your answer is sent.")),
    "peer-review-left-out": Notice(lazy("This work is left out of reviewing.")),
    "peer-review-taken-in": Notice(lazy("This work is reviewed again.")),
    "peer-review-rubric": Notice(lazy("The rubric is saved. Reviews that are begun keep the criteria they had.")),
    "peer-review-names-told": Notice(lazy("Authors and reviewers read each other's names now.")),
    "peer-review-reminded": Notice(lazy("Slow reviewers find a reminder among their notices.")),
    "peer-review-sending-points": Notice(
        lazy("The points for reviewing are on their way to the gradebook."), Tone.INFO
    ),
    "peer-review-sending": Notice(lazy("What was not taken is being sent again. Look back in a minute."), Tone.INFO),
}


def make_blueprint() -> Blueprint:
    """The tool's routes, below the address that the suite gives them."""
    blueprint = Blueprint(SLUG, "tools.peer_review", template_folder="templates")
    blueprint.before_request(_only_here)
    announce(blueprint, NOTICES)
    add = blueprint.add_url_rule
    add("/", "home", home.home)
    add("/work", "work", work.show)
    add("/work", "hand_in", work.hand_in, methods=["POST"])
    add("/reviews/<token>", "review", review.show)
    add("/reviews/<token>", "write_review", review.write, methods=["POST"])
    add("/reviews/<token>/empty", "say_empty", review.say_empty, methods=["POST"])
    add("/reviews/<token>/notes/remove", "remove_note", review.remove_note, methods=["POST"])
    add("/reviews/<token>/places/<name>", "places", places.show)
    add("/reviews/<token>/places/<name>", "add_place", places.add, methods=["POST"])
    add("/reviews/<token>/report", "report_work", reporting.work_form)
    add("/reviews/<token>/report", "send_report_of_work", reporting.work, methods=["POST"])
    add("/one-more", "take_extra", review.take_extra, methods=["POST"])
    add("/compare/<first>/<second>", "compare", compare.show)
    add("/compare/<first>/<second>", "say_better", compare.say, methods=["POST"])
    add("/comparisons", "comparisons", compare.everything)
    add("/comparisons/script", "comparisons_by_hand", compare.by_hand)
    add("/own-review", "own_review", review.begin_own, methods=["POST"])
    add("/practise", "practise", examples.practise)
    add("/practise/<int:example>", "example", examples.show)
    add("/practise/<int:example>", "try_example", examples.send, methods=["POST"])
    add("/examples", "examples", example_editing.everything)
    add("/examples", "add_example", example_editing.add, methods=["POST"])
    add("/examples/<int:example>", "judge_form", example_editing.judge_form)
    add("/examples/<int:example>", "judge", example_editing.judge, methods=["POST"])
    add("/examples/remove", "remove_example", example_editing.remove, methods=["POST"])
    add("/team", "team", team.show)
    add("/team", "say_team", team.say, methods=["POST"])
    add("/teams", "teams", team.everybody)
    add("/teams", "tell_team", team.tell, methods=["POST"])
    add("/best", "best", showing.show)
    add("/best/<token>", "say_consent", showing.say, methods=["POST"])
    add("/best-reviews", "best_reviews", showing.everything)
    add("/best-reviews/<int:review>", "ask_best", showing.ask, methods=["POST"])
    add("/best-reviews/<int:review>/drop", "drop_best", showing.drop, methods=["POST"])
    add("/own-review/view", "own_view", own_view.show)
    add("/feedback/change", "intend", own_view.intend, methods=["POST"])
    add("/growth/<int:intention>", "say_kept", own_view.say_kept, methods=["POST"])
    add("/feedback", "feedback", feedback.show)
    add("/feedback/<token>/rate", "rate", feedback.rate, methods=["POST"])
    add("/feedback/<token>/thank", "thank", feedback.thank, methods=["POST"])
    add("/feedback/<token>/reply", "reply", feedback.reply, methods=["POST"])
    add("/feedback/<token>/report", "report_review", reporting.review_form)
    add("/feedback/<token>/report", "send_report_of_review", reporting.review, methods=["POST"])
    add("/answers", "outcomes", outcomes.show)
    add("/answers/<token>/report", "report_reply", reporting.reply_form)
    add("/answers/<token>/report", "send_report_of_reply", reporting.reply, methods=["POST"])
    add("/feedback/question", "ask", feedback.ask, methods=["POST"])
    add("/works", "works", marks.works)
    add("/works/release", "release", marks.release, methods=["POST"])
    add("/works/<int:person_id>", "person", marks.person)
    add("/works/<int:person_id>/mark", "give_mark", marks.give_mark, methods=["POST"])
    add("/works/<int:person_id>/review", "teacher_review", teacher_review.show)
    add("/works/<int:person_id>/review", "write_teacher_review", teacher_review.write, methods=["POST"])
    add("/works/<int:person_id>/words", "say_word", teacher_review.say, methods=["POST"])
    add("/works/<int:person_id>/fit", "set_fit", marks.set_fit, methods=["POST"])
    add("/works/<int:person_id>/answer", "answer", marks.answer, methods=["POST"])
    add("/alike", "alike", alike.show)
    add("/names", "tell_names", names.tell, methods=["POST"])
    add("/remind", "remind", marks.remind, methods=["POST"])
    add("/waiting", "waiting", waiting.show)
    add("/waiting", "remind_chosen", waiting.remind, methods=["POST"])
    add("/pairs", "pairs", pairs.show)
    add("/pairs/second", "pairs_again", pairs.show_again)
    add("/pairs", "add_pair", pairs.add, methods=["POST"])
    add("/pairs/remove", "remove_pair", pairs.remove, methods=["POST"])
    add("/pairs/anew", "give_anew", pairs.give_anew, methods=["POST"])
    add("/pairs/file", "pairs_file", pairs_exchange.file)
    add("/pairs/from-file", "pairs_exchange", pairs_exchange.choose)
    add("/pairs/from-file", "preview_pairs", pairs_exchange.preview, methods=["POST"])
    add("/pairs/from-file/take", "take_pairs", pairs_exchange.take, methods=["POST"])
    add("/pairs/rules", "set_rule", pairs.set_rule, methods=["POST"])
    add("/look-first", "triage", triage.show)
    add("/reviewers", "credits", crediting.everybody)
    add("/reviewing", "own_credit", crediting.own)
    add("/growth", "growth", growth.show)
    add("/by-hand", "by_hand", crediting.by_hand)
    add("/rehearsal", "rehearsal", rehearsal.show)
    add("/rubric", "rubric", rubric.show)
    add("/rubric", "save_criterion", rubric.save, methods=["POST"])
    add("/rubric/move", "move_criterion", rubric.move, methods=["POST"])
    add("/rubric/remove", "remove_criterion", rubric.remove, methods=["POST"])
    add("/rubric/file", "rubric_file", rubric_exchange.file)
    add("/rubric/elsewhere", "rubric_elsewhere", rubric_exchange.choose)
    add("/rubric/elsewhere", "preview_rubric", rubric_exchange.preview, methods=["POST"])
    add("/rubric/take", "take_rubric", rubric_exchange.take, methods=["POST"])
    add("/grades", "grades", grades.show)
    add("/grades/late", "send_late", grades.send_late, methods=["POST"])
    add("/grades", "send_again", grades.send_again, methods=["POST"])
    return blueprint


def _only_here() -> Response | None:
    """The pages belong to activities of this tool; one not set up yet has none of them."""
    launch = current_launch()
    if launch.activity_id is None or launch.tool != SLUG:
        raise NotFound
    return None if launch.configured else redirect(url_for("session.home"), 303)
