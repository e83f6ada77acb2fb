"""The rules of places in an activity's file: topics by their wording, without dates, names or anybody's list."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from lti_tools.kit.activity_file.content import Values
from lti_tools.kit.activity_file.reading import Reader
from lti_tools.kit.groups.maker import new_seed
from tools.co_curriculum import store, store_placing
from tools.co_curriculum.placing_rules import MOST_LISTED, MOST_SEATS, Asks, Exchanges, Rules, Way, read_rules
from tools.co_curriculum.service import placing
from tools.co_curriculum.service.placing import TopicRules
from tools.co_curriculum.settings import MOST_OPTIONS, OPTION_LENGTH

PART = "places"


def dump(db: Session, activity_id: int) -> Values:
    """The part of the file; empty where there are no rules. Supervisors are people, so they stay behind."""
    row = store_placing.placing_of(db, activity_id)
    listed = store.settings_of(db, activity_id).options
    topics = [one for one in store_placing.topics_of(db, activity_id) if one.title in listed]
    if row is None or not topics:
        return {}
    rules = read_rules(row.rules)
    return {
        PART: {
            "way": rules.way.value,
            "asks": rules.asks.value,
            "length": rules.length,
            "least": rules.least,
            "most": rules.most,
            "closes_unfilled": rules.closes_unfilled,
            "fill": rules.fill,
            "keeps_groups": rules.keeps_groups,
            "exchanges": rules.exchanges.value,
            "needs": _listed(rules.needs),
            "alike": _listed(rules.alike),
            "topics": [
                {"title": one.title, "least": one.least, "most": one.most, "needs": _listed(one.needs)}
                for one in topics
            ],
        }
    }


def load(db: Session, activity_id: int, values: Values) -> None:
    """Store the rules that a file brings; topics that the activity has no option for are left out."""
    if PART not in values:
        return
    rules, topics = read(Reader(values[PART], PART))
    options = {one.text: one.id for one in store.options_of(db, activity_id)}
    own = [TopicRules(option_id=options[title], title=title, **more) for title, more in topics if title in options]
    if own:
        now = datetime.now(UTC)
        bonds: dict[str, list[frozenset[int]]] = {"together": [], "apart": []}
        placing.set_rules(db, activity_id, rules, own, bonds, closes_at=None, seed=new_seed(), now=now)


def read(part: Reader) -> tuple[Rules, list[tuple[str, dict[str, Any]]]]:
    """Rules, and each topic's title with its own ones; raises `FileRefused`."""
    rules = Rules(
        way=Way(part.choice("way", [one.value for one in Way])),
        asks=Asks(part.choice("asks", [one.value for one in Asks])),
        length=part.whole("length", 1, MOST_LISTED),
        least=part.whole("least", 0, MOST_SEATS),
        most=part.whole("most", 1, MOST_SEATS),
        closes_unfilled=part.flag("closes_unfilled"),
        fill=part.flag("fill"),
        keeps_groups=part.flag("keeps_groups"),
        exchanges=Exchanges(part.choice("exchanges", [one.value for one in Exchanges])),
        needs=dict(part.objects("needs", 20, _need)),
        alike=dict(part.objects("alike", 20, _need)),
    )
    return rules, part.objects("topics", MOST_OPTIONS, _topic)


def _topic(part: Reader) -> tuple[str, dict[str, Any]]:
    return part.text("title", most=OPTION_LENGTH, least=1), {
        "least": part.whole_or_none("least", 0, MOST_SEATS),
        "most": part.whole_or_none("most", 1, MOST_SEATS),
        "needs": dict(part.objects("needs", 20, _need)),
    }


def _need(part: Reader) -> tuple[str, int]:
    return part.text("note", most=200, least=3), part.whole("people", 1, MOST_SEATS)


def _listed(needs: Mapping[str, int]) -> list[dict[str, Any]]:
    return [{"note": note, "people": people} for note, people in needs.items()]
