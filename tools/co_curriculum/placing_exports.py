"""The tables of places: who has which topic, and what people listed."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.kit.exports.declared import Export, Field, Kind, fixed
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.co_curriculum import store_placing
from tools.co_curriculum.placing_rules import read_rules
from tools.co_curriculum.service import placing as placing_service


def _place_rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    placing = placing_service.find(db, activity_id, datetime.now(UTC))
    if placing is None or placing.plan is None:
        return
    lists = store_placing.lists_of(db, activity_id)
    supervisors = {topic.id: topic.supervisor for topic in placing.topics}
    for person, seat in store_placing.seats_of(db, placing.plan.id).items():
        listed = list(lists[person].topics) if person in lists else []
        rank = listed.index(seat.topic_id) + 1 if seat.topic_id in listed else None
        topic = seat.topic_id or 0
        yield [person, placing.titles.get(topic, ""), supervisors.get(topic, ""), rank, bool(listed), seat.by_hand]


def _list_columns(db: Session, activity_id: int) -> Sequence[Field]:
    row = store_placing.placing_of(db, activity_id)
    length = read_rules(row.rules).length if row else 0
    return (
        Field("person", _("Person"), Kind.PERSON),
        *(Field(f"choice-{n}", _("Choice %(number)s", number=n)) for n in range(1, length + 1)),
        Field("cannot", _("Cannot do")),
        Field("given", _("Given"), Kind.INSTANT),
    )


def _list_rows(db: Session, activity_id: int) -> Iterator[list[Any]]:
    titles = {topic.id: topic.title for topic in store_placing.topics_of(db, activity_id)}
    row = store_placing.placing_of(db, activity_id)
    length = read_rules(row.rules).length if row else 0
    for person, own in store_placing.lists_of(db, activity_id).items():
        listed = [titles.get(topic, "") for topic in own.topics[:length]]
        cannot = "; ".join(titles[topic] for topic in own.cannot if topic in titles)
        yield [person, *listed, *[""] * (length - len(listed)), cannot, own.given_at]


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
            Field("listed", lazy("Gave a list"), Kind.YES),
            Field("by_hand", lazy("Changed by hand"), Kind.YES),
        ),
        rows=_place_rows,
    ),
    Export(
        key="topic-lists",
        title=lazy("Lists of topics"),
        summary=lazy("One row for each student who gave a list, best first."),
        columns=_list_columns,
        rows=_list_rows,
    ),
)
