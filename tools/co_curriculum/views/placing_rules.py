"""The page of rules: what holds for all topics, and which topics there are with what of their own."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lti_tools import roster
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed
from lti_tools.kit.groups.facts import facts_about
from lti_tools.kit.groups.maker import new_seed
from lti_tools.kit.groups.matching import Directory, directory, normal
from lti_tools.kit.groups.store import Listed, listed
from lti_tools.launches import CurrentLaunch, Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from lti_tools.web.forms import refusals_shown_in
from tools.co_curriculum import placing_deeds, store, store_decisions, store_placing
from tools.co_curriculum.placing_forms import RulesForm, TopicForm, amount_lines, circles
from tools.co_curriculum.placing_rules import Rules, read_rules
from tools.co_curriculum.service import placing as placing_service
from tools.co_curriculum.service import placing_step
from tools.co_curriculum.service.placing import TopicRules
from tools.co_curriculum.views.current import current_vote


@dataclass(frozen=True)
class TopicCard:
    """One option of the vote with the form of its own rules."""

    option_id: int
    title: str
    form: TopicForm


@require_right(Right.SETTINGS)
def show() -> str:
    launch = current_launch()
    with current_suite().database.read() as db:
        return _page(db, launch, *_stored(db, launch))


@require_right(Right.SETTINGS)
@deed(placing_deeds.RULES)
def save() -> Response | tuple[str, int]:
    launch = current_launch()
    with current_suite().database.read() as db:
        form, cards = _stored(db, launch, request.form)
        good = form.validate()
        wrong = [card for card in cards if not card.form.check(form)]
        if wrong or not good:
            return _page(db, launch, form, cards), 422
    with refusals_shown_in(form), current_suite().database.write() as db:
        _store(db, launch, form, cards)
    if form.errors or getattr(form, "form_errors", None):
        with current_suite().database.read() as db:
            return _page(db, launch, form, cards), 422
    return redirect(url_for(".places", said="topic-vote-rules-saved"), 303)


def _store(db: Session, launch: CurrentLaunch, form: RulesForm, cards: list[TopicCard]) -> None:
    known = directory(_students(db, launch))
    rules = form.rules()
    topics = [
        TopicRules(
            option_id=card.option_id,
            title=card.title,
            least=card.form.least.data,
            most=card.form.most.data,
            supervisor=card.form.supervisor.data or "",
            needs=card.form.own_needs(),
        )
        for card in cards
        if card.form.use.data
    ]
    bonds = {"together": circles(form.together.data, known), "apart": circles(form.apart.data, known)}
    step = placing_step.step_of(db, launch.activity)
    closes_at = step.ends if step else form.closes_at.data
    placing_service.set_rules(
        db, launch.activity, rules, topics, bonds, closes_at=closes_at, seed=new_seed(), now=now()
    )
    after = {"topics": len(topics), "most": rules.most, "least": rules.least, "length": rules.length}
    note(db, launch, placing_deeds.RULES, after=after, now=now())


def _stored(db: Session, launch: CurrentLaunch, formdata: Any = None) -> tuple[RulesForm, list[TopicCard]]:
    """The forms with what is stored, or with what came in `formdata`."""
    row = store_placing.placing_of(db, launch.activity)
    rules = read_rules(row.rules) if row else Rules()
    students = _students(db, launch)
    known, names = directory(students), {one.person_id: one for one in students}
    bonds = store_placing.bonds_of(db, launch.activity)
    form = RulesForm(
        formdata,
        way=rules.way.value,
        asks=rules.asks.value,
        length=rules.length,
        most=rules.most,
        least=rules.least,
        closes_unfilled=rules.closes_unfilled,
        fill=rules.fill,
        exchanges=rules.exchanges.value,
        keeps_groups=rules.keeps_groups,
        closes_at=row.closes_at if row else None,
        supervisors=amount_lines(rules.supervisors),
        needs=amount_lines(rules.needs),
        alike=amount_lines(rules.alike),
        together=[_line(one, names, known) for one in bonds["together"]],
        apart=[_line(one, names, known) for one in bonds["apart"]],
    )
    rows = {topic.option_id: topic for topic in store_placing.topics_of(db, launch.activity)}
    taken = set() if rows else store_decisions.taken_in(db, launch.activity)
    cards = []
    for option in store.options_of(db, launch.activity):
        own = rows.get(option.id)
        data: dict[str, Any] = {"use": own is not None if rows else not taken or option.id in taken}
        if own:
            data |= {"most": own.most, "least": own.least, "supervisor": own.supervisor}
            data["needs"] = "; ".join(amount_lines(own.needs))
        cards.append(TopicCard(option.id, option.text, TopicForm(formdata, prefix=f"topic-{option.id}-", data=data)))
    return form, cards


def _students(db: Session, launch: CurrentLaunch) -> list[Listed]:
    people = [one.person_id for one in roster.learners(db, launch.context_id)]
    return listed(db, launch.context_id, people)


def _line(people: frozenset[int], names: dict[int, Listed], known: Directory) -> str:
    """A circle as one writes it: by name where that means one person, else by address or the LMS's id."""
    words = []
    for person in sorted(people):
        one = names.get(person)
        if one is not None:
            able = [word for word in (one.name, one.email, one.sub) if len(known.get(normal(word), ())) == 1]
            words.append(able[0] if able and "," not in able[0] else one.sub)
    return ", ".join(words)


def _page(db: Session, launch: CurrentLaunch, form: RulesForm, cards: list[TopicCard]) -> str:
    students = [one.person_id for one in roster.learners(db, launch.context_id)]
    noted = facts_about(db, launch.context_id, students)
    facts = sorted(
        {f"{name}={value}" for name, own in noted.items() for value in own.values() if not str(value)[:1].isdigit()}
    )
    return render_template(
        "topic-vote/placing_rules.html",
        placing=placing_service.find(db, launch.activity, now()),
        vote=current_vote(db),
        form=form,
        cards=cards,
        facts=facts[:30],
    )
