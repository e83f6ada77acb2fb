"""The gradebook of a platform: Assignment and Grade Services 2.0, with the smallest scope for each call.

Media types are sent exactly as the specification spells them: Moodle has no handler for any other. Nothing here decides
what an answer to a score means; that is `grades.policy`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from lti_tools.errors import AnswerInvalid
from lti_tools.lti.ags_values import (
    LineItem,
    Result,
    Score,
    line_item_json,
    read_line_item,
    read_result,
    score_json,
    to_json,
)
from lti_tools.lti.http import MEGABYTE, Answer
from lti_tools.lti.links import below, with_query
from lti_tools.lti.service import Service, first_granted, good

SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
LINE_ITEM = f"{SCOPE}lineitem"
LINE_ITEM_READONLY = f"{SCOPE}lineitem.readonly"
SCORE = f"{SCOPE}score"
RESULT_READONLY = f"{SCOPE}result.readonly"

LINE_ITEM_TYPE = "application/vnd.ims.lis.v2.lineitem+json"
LINE_ITEMS_TYPE = "application/vnd.ims.lis.v2.lineitemcontainer+json"
SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
RESULTS_TYPE = "application/vnd.ims.lis.v2.resultcontainer+json"

PAGE_BYTES = 8 * MEGABYTE
"""Moodle sends a whole course on one page."""


@dataclass(frozen=True)
class Posted:
    """What a platform answered to a score."""

    status: int
    retry_after: str
    """The header as it came."""
    body_start: str
    budget_spent: bool
    """Canvas's X-Rate-Limit-Remaining has come down to nothing."""


class Ags:
    """One registration's way to the gradebook of one context.

    `granted` are the scopes of the launch's AGS claim, which may be fewer than the registration asked for. Every method
    raises `ScopeMissing` without its scope, `Unreachable` without an answer and, except `post_score`, `ServiceRefused`
    for an error status.
    """

    def __init__(self, service: Service, granted: Collection[str]) -> None:
        self._service, self._granted = service, granted

    def line_items(
        self, container_url: str, *, tag: str = "", resource_id: str = "", resource_link_id: str = ""
    ) -> list[LineItem]:
        """The line items of a context, filtered by the platform (AGS 2.0, 3.2.9); ones without an id are left out."""
        url = with_query(container_url, tag=tag, resource_id=resource_id, resource_link_id=resource_link_id)
        found = []
        for entry in self._entries(url, self._reading(), LINE_ITEMS_TYPE):
            try:
                found.append(read_line_item(entry))
            except AnswerInvalid:
                continue
        return found

    def line_item(self, url: str) -> LineItem:
        return read_line_item(self._raw(url, self._reading()))

    def create(self, container_url: str, item: LineItem, extra: Mapping[str, Any] | None = None) -> LineItem:
        """Create a line item and return it with its address. Platforms do not look for an equal one: ask first."""
        body = line_item_json(item, extra)
        return read_line_item(self._write("POST", container_url, body).json())

    def update(self, url: str, changes: Mapping[str, Any]) -> LineItem:
        """Set members of a line item, named as in JSON; the others stay (Moodle wipes what a PUT leaves out)."""
        wanted = {**self._raw(url, self._reading()), **changes}
        answer = self._write("PUT", url, to_json(wanted))
        told = answer.json() if answer.body.strip() else {}
        return read_line_item({**wanted, "id": url, **told})

    def delete(self, url: str) -> None:
        """Delete a line item. Only ever one that the suite created: others take their column of grades with them."""
        good(self._service.call("DELETE", url, [first_granted(self._granted, LINE_ITEM)]))

    def post_score(self, line_item_url: str, score: Score) -> Posted:
        """Send a score; whatever the platform answers is a value.

        Raises `NotSent` when the score never left us (no token, no connection), and any other `Unreachable` when it
        may have arrived.
        """
        answer = self._service.call(
            "POST",
            below(line_item_url, "scores"),
            [first_granted(self._granted, SCORE)],
            content_type=SCORE_TYPE,
            body=score_json(score, self._service.quirks),
        )
        return Posted(answer.status, answer.headers.get("Retry-After", ""), answer.text_start, _budget_spent(answer))

    def results(self, line_item_url: str, *, user_id: str = "") -> list[Result]:
        """The results of a line item, of one person with `user_id` (AGS 2.0, 3.3); odd entries are left out."""
        url = with_query(below(line_item_url, "results"), user_id=user_id)
        entries = self._entries(url, first_granted(self._granted, RESULT_READONLY), RESULTS_TYPE)
        return [result for entry in entries if (result := read_result(entry))]

    def _reading(self) -> str:
        return first_granted(self._granted, LINE_ITEM_READONLY, LINE_ITEM)

    def _entries(self, url: str, scope: str, accept: str) -> list[Any]:
        size = self._service.quirks.page_size
        first = with_query(url, limit=str(size) if size else None)
        pages = self._service.pages(first, [scope], accept, max_bytes=PAGE_BYTES)
        return [entry for page in pages for entry in page.json_list()]

    def _raw(self, url: str, scope: str) -> dict[str, Any]:
        return good(self._service.call("GET", url, [scope], accept=LINE_ITEM_TYPE)).json()

    def _write(self, method: str, url: str, body: str) -> Answer:
        scope = first_granted(self._granted, LINE_ITEM)
        answer = self._service.call(method, url, [scope], accept=LINE_ITEM_TYPE, content_type=LINE_ITEM_TYPE, body=body)
        return good(answer)


def _budget_spent(answer: Answer) -> bool:
    try:
        return float(answer.headers.get("X-Rate-Limit-Remaining", "1")) <= 0
    except ValueError:
        return False
