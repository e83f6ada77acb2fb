"""First come, first served: a set of the kit's groups in which students take a seat themselves, with waiting lists."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tools.kit.groups import changes, editing
from lti_tools.kit.groups import store as group_store
from lti_tools.kit.groups.tables import GroupSet
from lti_tools.kit.groups.terms import Source
from tools.co_curriculum.models_placing import Placing, PlacingTopic
from tools.co_curriculum.placing_rules import Rules


def begin(
    db: Session,
    context_id: int,
    title: str,
    row: Placing,
    topics: Sequence[PlacingTopic],
    rules: Rules,
    actor: int | None,
    now: datetime,
) -> int:
    """A set with a group for each topic, open for sign-up; its id."""
    made = editing.create_set(db, context_id, name=title, source=Source.SIGN_UP, actor=actor, now=now)
    made.signup_until = row.closes_at
    for topic in topics:
        changes.add_group(db, made, name=topic.title, capacity=_seats(topic, rules))
    return made.id


def follow(db: Session, row: Placing, topics: Sequence[PlacingTopic], rules: Rules, now: datetime) -> None:
    """Bring the set in line with changed topics and seats: new topics become groups, known ones get their new seats.

    A topic that was left out stays a group while people are in it; who waits moves up into new seats.
    """
    found = db.get(GroupSet, row.group_set_id)
    if found is None or found.removed_at is not None:
        return
    held = group_store.hold(db, found.context_id, found.id)
    held.signup_until = row.closes_at
    known = {group.name: group for group in group_store.groups_in(db, held.id)}
    for topic in topics:
        if topic.title in known:
            known[topic.title].capacity = _seats(topic, rules)
        else:
            changes.add_group(db, held, name=topic.title, capacity=_seats(topic, rules))
    inhabited = set(group_store.places_in(db, held.id).values())
    titles = {topic.title for topic in topics}
    gone = [group for name, group in known.items() if name not in titles and group.id not in inhabited]
    changes.remove_groups(db, held, None, gone, now)
    changes.settle(db, held, now)


def close(db: Session, row: Placing) -> None:
    _switch(db, row, on=False)


def open_again(db: Session, row: Placing) -> None:
    _switch(db, row, on=True)


def _switch(db: Session, row: Placing, *, on: bool) -> None:
    found = db.get(GroupSet, row.group_set_id) if row.group_set_id is not None else None
    if found is not None and found.source == Source.SIGN_UP:
        held = group_store.hold(db, found.context_id, found.id, removed=True)
        held.signup_open = on
        held.signup_until = row.closes_at if on else held.signup_until


def _seats(topic: PlacingTopic, rules: Rules) -> int:
    return rules.most if topic.most is None else topic.most
