"""What a call proves: checks by the certification's numbers, each with words; pure.

Numbers are those of 1EdTech's certification as the suite's own tests count them: C42-C49 names and roles, C50-C58
assignments and grades.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from lti_tools.admin.console.recording import Exchange
from lti_tools.lti.ags import LINE_ITEM_TYPE, LINE_ITEMS_TYPE, RESULTS_TYPE, SCORE_TYPE
from lti_tools.lti.nrps import MEDIA_TYPE as MEMBERS_TYPE
from lti_tools.lti.nrps import SCOPE as MEMBERS_SCOPE
from lti_tools.web.locale import gettext as _


@dataclass(frozen=True)
class Check:
    """One statement, held against what went over the wire."""

    number: str
    good: bool
    words: str


def checks(kind: str, exchanges: Sequence[Exchange]) -> list[Check]:
    """Every check of a call of this kind: its tokens first, then its own. `kind` is a key of `KINDS`."""
    found = [check for exchange in exchanges if exchange.is_token for check in token_checks(exchange)]
    own = [exchange for exchange in exchanges if not exchange.is_token]
    if own:
        found += KINDS[kind](own)
    return list(dict.fromkeys(found))


def token_checks(exchange: Exchange) -> Iterator[Check]:
    asked = exchange.scopes
    members = _json(exchange)
    told = members.get("scope") if isinstance(members, dict) else None
    same = not isinstance(told, str) or set(told.split()) == set(asked)
    number = "C45" if asked == [MEMBERS_SCOPE] else "C51"
    names = ", ".join(scope.rsplit("/", 1)[-1] for scope in asked)
    yield Check(number, exchange.ok and len(asked) == 1 and same, _("A token of its own for %(scope)s", scope=names))
    proof = "client_assertion" in parse_qs(exchange.body) and exchange.ok
    yield Check("C44", proof, _("The token was given for a signed assertion"))


def items_checks(exchanges: Sequence[Exchange]) -> Iterator[Check]:
    good = all(exchange.ok and isinstance(_json(exchange), list) for exchange in exchanges)
    yield Check("C53", good, _("The list of line items was read to its last page"))
    yield _typed(exchanges, accept=LINE_ITEMS_TYPE)


def item_checks(exchanges: Sequence[Exchange]) -> Iterator[Check]:
    yield Check("C54", _has_id(exchanges[-1]), _("The line item was read by its own address"))
    yield _typed(exchanges, accept=LINE_ITEM_TYPE)


def create_checks(exchanges: Sequence[Exchange]) -> Iterator[Check]:
    last = exchanges[-1]
    yield Check("C52", last.status == 201 and _has_id(last), _("The line item was made (201) and its address kept"))
    yield _typed(exchanges, content_type=LINE_ITEM_TYPE)


def update_checks(exchanges: Sequence[Exchange]) -> Iterator[Check]:
    last = exchanges[-1]
    before = _json(exchanges[0])
    sent = _parsed(last.body)
    whole = isinstance(before, dict) and isinstance(sent, dict) and set(before) <= set(sent)
    yield Check("C54", last.method == "PUT" and last.ok, _("The line item was changed"))
    yield Check("C54", whole, _("Everything that it held before was sent along"))
    yield _typed(exchanges, accept=LINE_ITEM_TYPE)


def delete_checks(exchanges: Sequence[Exchange]) -> Iterator[Check]:
    last = exchanges[-1]
    yield Check("C54", last.method == "DELETE" and last.ok, _("The line item was deleted"))


def score_checks(exchanges: Sequence[Exchange]) -> Iterator[Check]:
    last = exchanges[-1]
    sent = _parsed(last.body)
    stamp = sent.get("timestamp", "") if isinstance(sent, dict) else ""
    yield Check("C55", last.ok, _("The score was taken"))
    yield Check("C55", _has_zone(stamp), _("Its time is ISO 8601 with a zone"))
    yield _below(exchanges, "/scores")
    yield _typed(exchanges, content_type=SCORE_TYPE)


def results_checks(exchanges: Sequence[Exchange]) -> Iterator[Check]:
    good = all(exchange.ok and isinstance(_json(exchange), list) for exchange in exchanges)
    yield Check("C56", good, _("The results were read"))
    wanted = parse_qs(urlsplit(exchanges[0].url).query).get("user_id", [])
    if wanted and good:
        entries = [entry for exchange in exchanges for entry in _json(exchange)]
        only = all(isinstance(entry, dict) and str(entry.get("userId")) in wanted for entry in entries)
        yield Check("C56", only, _("Results of the chosen person alone came back"))
    yield _below(exchanges, "/results")
    yield _typed(exchanges, accept=RESULTS_TYPE)


def members_checks(exchanges: Sequence[Exchange]) -> Iterator[Check]:
    good = all(exchange.ok and _members(exchange) is not None for exchange in exchanges)
    yield Check("C42", good, _("The roster was read"))
    yield Check(
        "C43", all(exchange.accept == MEMBERS_TYPE for exchange in exchanges), _("The media type was asked for")
    )
    if not good:
        return
    if len(exchanges) > 1:
        yield Check("C46", True, _("The next pages were followed"))
    entries = [entry for exchange in exchanges for entry in _members(exchange) or [] if isinstance(entry, dict)]
    query = {name: values[0] for name, values in parse_qs(urlsplit(exchanges[0].url).query).items()}
    yield from _filter_checks(exchanges, entries, query)
    if any(entry.get("status") in ("Inactive", "Deleted") for entry in entries):
        yield Check("C48", True, _("Inactive people are told apart"))


def _filter_checks(
    exchanges: Sequence[Exchange], entries: list[dict[str, Any]], query: dict[str, str]
) -> Iterator[Check]:
    if role := query.get("role"):
        short = role.rsplit("#", 1)[-1]
        kept = all(any(str(one).rsplit("#", 1)[-1] == short for one in entry.get("roles") or []) for entry in entries)
        yield Check("C47", kept, _("People with the role asked for alone came back"))
    if "limit" in query and query["limit"].isdigit():
        most = max(len(_members(exchange) or []) for exchange in exchanges)
        yield Check("C47", most <= int(query["limit"]), _("No page was longer than asked for"))
    if "rlid" in query:
        yield Check("C47", True, _("The roster of one resource link was read"))
        told = sum(isinstance(entry.get("message"), list) for entry in entries)
        yield Check("C49", told == len(entries), _("Each member carries the message of the link"))


KINDS = {
    "tokens": lambda exchanges: (),
    "items": items_checks,
    "item": item_checks,
    "create": create_checks,
    "update": update_checks,
    "delete": delete_checks,
    "score": score_checks,
    "results": results_checks,
    "members": members_checks,
}


def _typed(exchanges: Iterable[Exchange], *, accept: str = "", content_type: str = "") -> Check:
    good = all(
        (not accept or one.accept == accept) and (not content_type or one.content_type == content_type)
        for one in exchanges
    )
    return Check("C58", good, _("The media type is %(type)s", type=accept or content_type))


def _below(exchanges: Iterable[Exchange], segment: str) -> Check:
    good = all(urlsplit(one.url).path.endswith(segment) for one in exchanges)
    return Check("C57", good, _("%(segment)s stands at the end of the path, before the query", segment=segment))


def _has_id(exchange: Exchange) -> bool:
    members = _json(exchange)
    return exchange.ok and isinstance(members, dict) and bool(members.get("id"))


def _has_zone(stamp: object) -> bool:
    try:
        return isinstance(stamp, str) and datetime.fromisoformat(stamp).tzinfo is not None
    except ValueError:
        return False


def _members(exchange: Exchange) -> list[Any] | None:
    body = _json(exchange)
    found = body.get("members") if isinstance(body, dict) else None
    return found if isinstance(found, list) else None


def _json(exchange: Exchange) -> Any:
    return _parsed(exchange.answer.body) if exchange.answer else None


def _parsed(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
