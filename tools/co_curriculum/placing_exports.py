"""The tables of places: who has which topic, and what people listed."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.kit.exports.declared import Export, Field, Kind, fixed
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.co_curriculum import store_placing
from tools.co_curriculum.placing_rules import MOST_STARS, Rules, read_rules
from tools.co_curriculum.service import placing as placing_service
from tools.co_curriculum.service.placing_lists import rank_in


def _place_rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    placing = placing_service.find(db, activity_id, datetime.now(UTC))
    if placing is None or placing.plan is None:
        return
    lists = store_placing.lists_of(db, activity_id)
    supervisors = {topic.id: topic.supervisor for topic in placing.topics}
    for person, seat in store_placing.seats_of(db, placing.plan.id).items():
        own, topic = lists.get(person), seat.topic_id or 0
        rank = rank_in(placing.rules, own, topic) if own else None
        stars = MOST_STARS + 1 - rank if rank and placing.rules.rated else None
        choice = None if placing.rules.rated else rank
        yield [
            person,
            placing.titles.get(topic, ""),
            supervisors.get(topic, ""),
            choice,
            stars,
            own is not None,
            seat.by_hand,
        ]


def _list_columns(db: Session, activity_id: int) -> Sequence[Field]:
    row = store_placing.placing_of(db, activity_id)
    rules = read_rules(row.rules) if row else Rules(length=0)
    asked = [Field(f"choice-{n}", _("Choice %(number)s", number=n)) for n in range(1, rules.length + 1)]
    if rules.rated:
        topics = store_placing.topics_of(db, activity_id)
        asked = [Field(f"topic-{topic.place}", topic.title, Kind.NUMBER) for topic in topics]
    return (
        Field("person", _("Person"), Kind.PERSON),
        *asked,
        Field("cannot", _("Cannot do")),
        Field("given", _("Given"), Kind.INSTANT),
    )


def _list_rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    titles = {topic.id: topic.title for topic in store_placing.topics_of(db, activity_id)}
    row = store_placing.placing_of(db, activity_id)
    rules = read_rules(row.rules) if row else Rules(length=0)
    for person, own in store_placing.lists_of(db, activity_id).items():
        cannot = "; ".join(titles[topic] for topic in own.cannot if topic in titles)
        if rules.rated:
            yield [person, *((own.ratings or {}).get(str(topic)) for topic in titles), cannot, own.given_at]
            continue
        listed = [titles.get(topic, "") for topic in own.topics[: rules.length]]
        yield [person, *listed, *[""] * (rules.length - len(listed)), cannot, own.given_at]


EXPORTS = (
    Export(
        key="places",
        title=lazy("Places"),
        summary=lazy("One row for each student, with the topic of the plan that was picked."),
        columns=fixed(
            Field("person", lazy("Person"), Kind.PERSON),
            Field("topic", lazy("Topic")),
            Field("supervisor", lazy("Looked after by")),
            Field("choice", lazy("Which choice it was"), Kind.NUMBER),
            Field("rating", lazy("How they rated it"), Kind.NUMBER),
            Field("listed", lazy("Gave a list"), Kind.YES),
            Field("by_hand", lazy("Changed by hand"), Kind.YES),
        ),
        rows=_place_rows,
    ),
    Export(
        key="topic-lists",
        title=lazy("Lists of topics"),
        summary=lazy("One row for each student who gave a list, best first, or with the ratings of topics."),
        columns=_list_columns,
        rows=_list_rows,
    ),
)
