"""The addresses of places, and what their pages say after a deed."""

from flask import Blueprint

from lti_tools.web.locale import lazy
from lti_tools.web.notices import Notice, Tone
from tools.co_curriculum.views import placing, placing_people, placing_rules, placing_student

NOTICES = {
    "topic-vote-rules-saved": Notice(lazy("The rules are saved.")),
    "topic-vote-lists-opened": Notice(lazy("Students are asked for their topics now.")),
    "topic-vote-lists-closed": Notice(lazy("No more lists are taken. Work out the plans now.")),
    "topic-vote-lists-reminded": Notice(lazy("Those without a list find a reminder among their notices.")),
    "topic-vote-plan-picked": Notice(lazy("The plan is picked. Students see their places once you show them.")),
    "topic-vote-places-published": Notice(lazy("Students see their places now.")),
    "topic-vote-places-hidden": Notice(lazy("Students no longer see their places.")),
    "topic-vote-moved": Notice(lazy("The place is changed.")),
    "topic-vote-list-saved": Notice(lazy("Your list is saved.")),
    "topic-vote-offer-made": Notice(lazy("Your offer is there. Everybody with that topic can take it.")),
    "topic-vote-offer-withdrawn": Notice(lazy("Your offer is taken back.")),
    "topic-vote-exchanged": Notice(lazy("You have exchanged your topics.")),
    "topic-vote-exchange-agreed": Notice(lazy("You two agree. Your teacher has the last word."), Tone.INFO),
    "topic-vote-exchange-done": Notice(lazy("The two have exchanged their topics.")),
    "topic-vote-exchange-refused": Notice(lazy("The exchange is refused. Both keep their topics."), Tone.INFO),
}


def add_rules(blueprint: Blueprint) -> None:
    """The pages of places, below "/places"."""
    add = blueprint.add_url_rule
    add("/places", "places", placing.home)
    add("/places/rules", "place_rules", placing_rules.show)
    add("/places/rules", "save_place_rules", placing_rules.save, methods=["POST"])
    add("/places/people", "place_people", placing_people.people)
    add("/places/people/<int:person_id>", "place_of", placing_people.person)
    add("/places/people/<int:person_id>", "change_place", placing_people.move, methods=["POST"])
    for name, view in (
        ("open", placing.open_up),
        ("close", placing.close),
        ("reopen", placing.reopen),
        ("remind", placing.remind),
        ("plans", placing.work_out),
        ("publish", placing.publish),
        ("hide", placing.hide),
        ("groups", placing.make_groups),
    ):
        add(f"/places/{name}", f"places_{name}", view, methods=["POST"])
    add("/places/plans/<int:plan_id>/pick", "pick_plan", placing.pick, methods=["POST"])
    add("/places/list", "give_list", placing_student.give, methods=["POST"])
    add("/places/exchanges", "offer_exchange", placing_student.offer, methods=["POST"])
    add("/places/exchanges/<int:exchange_id>/take", "take_exchange", placing_student.take, methods=["POST"])
    add("/places/exchanges/<int:exchange_id>/withdraw", "withdraw_exchange", placing_student.withdraw, methods=["POST"])
    add("/places/exchanges/<int:exchange_id>/decide", "decide_exchange", placing_people.decide, methods=["POST"])
