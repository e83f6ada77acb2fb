import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from lti_tools.errors import AnswerInvalid, NotSent, ScopeMissing, ServiceRefused, TokenRefused, Unreachable
from lti_tools.lti.ags import LINE_ITEM, LINE_ITEM_READONLY, RESULT_READONLY, SCORE, Ags
from lti_tools.lti.ags_values import LineItem, Score
from lti_tools.lti.service import Service
from tests.integration.wire.conftest import Services, json_reply
from tests.support.counterpart import Reply, Seen

NOW = datetime(2026, 3, 1, 12, 0, 0, 5000, tzinfo=UTC)
ALL = {LINE_ITEM, LINE_ITEM_READONLY, SCORE, RESULT_READONLY}
ITEMS = "/2/lineitems?type_id=1"
ITEM = "/2/lineitems/3/lineitem?type_id=1"
TYPES = {
    "item": "application/vnd.ims.lis.v2.lineitem+json",
    "items": "application/vnd.ims.lis.v2.lineitemcontainer+json",
    "score": "application/vnd.ims.lis.v1.score+json",
    "results": "application/vnd.ims.lis.v2.resultcontainer+json",
}
VOTE = LineItem(label="Vote", score_maximum=Decimal(10), tag="vote", resource_link_id="5")
SCORED = Score(user_id="7", timestamp=NOW, score_given=Decimal(8), score_maximum=Decimal(10), comment="ok")

MakeAgs = Callable[..., Ags]


@pytest.fixture
def ags(service_of: Callable[[str], Service]) -> MakeAgs:
    def make(product: str = "moodle", granted: set[str] = ALL) -> Ags:
        return Ags(service_of(product), granted)

    return make


def item_json(services: Services, number: int, **members: Any) -> dict[str, Any]:
    url = f"{services.server.url}/2/lineitems/{number}/lineitem?type_id=1"
    return {"id": url, "label": "Vote", "scoreMaximum": 10, "tag": "vote", **members}


class TestLineItems:
    def test_a_container_is_read_with_its_media_type_scope_and_filters(self, services: Services, ags: MakeAgs) -> None:
        services.answer = lambda seen: json_reply([item_json(services, 1), {"label": "odd"}, None])
        found = ags().line_items(services.server.url + ITEMS, tag="vote", resource_link_id="5")
        assert [item.url for item in found] == [services.server.url + "/2/lineitems/1/lineitem?type_id=1"]
        assert services.last.headers["Accept"] == TYPES["items"]
        assert services.last.path == "/2/lineitems?type_id=1&tag=vote&resource_link_id=5"
        assert services.scopes == ["lineitem.readonly"]

    def test_moodle_is_never_sent_a_limit_and_canvas_is(self, services: Services, ags: MakeAgs) -> None:
        services.answer = lambda seen: json_reply([])
        for product, limit in (("moodle", None), ("", None), ("canvas", ["100"])):
            ags(product).line_items(services.server.url + ITEMS)
            assert parse_qs(urlsplit(services.last.path).query).get("limit") == limit
            ags(product).results(services.server.url + ITEM)
            assert parse_qs(urlsplit(services.last.path).query).get("limit") == limit

    def test_pages_are_followed_to_the_end_with_their_addresses_as_they_are(
        self, services: Services, ags: MakeAgs
    ) -> None:
        def paged(seen: Seen) -> Reply:
            page = int(parse_qs(urlsplit(seen.path).query).get("Page", ["1"])[0])
            link = f"<{services.server.url}/2/lineitems?type_id=1&amp;Page={page + 1}&amp;T=AbC>; rel=“next”"
            headers = {"Link": link.encode().decode("latin-1")} if page < 3 else {}
            return json_reply([item_json(services, page)], **headers)

        services.answer = paged
        found = ags().line_items(services.server.url + ITEMS)
        assert [item.url.split("/")[-2] for item in found] == ["1", "2", "3"]
        assert services.last.path == "/2/lineitems?type_id=1&Page=3&T=AbC"

    @pytest.mark.parametrize(
        "following", ["https://evil.example/next", "http://127.0.0.2:1/next", "{here}/2/lineitems?type_id=1"]
    )
    def test_a_next_page_elsewhere_or_in_a_circle_is_not_followed(
        self, services: Services, ags: MakeAgs, following: str
    ) -> None:
        link = f'<{following.format(here=services.server.url)}>; rel="next"'
        services.answer = lambda seen: json_reply([], Link=link)
        with pytest.raises(AnswerInvalid):
            ags().line_items(services.server.url + ITEMS)
        assert len(services.calls) == 1

    def test_endless_pages_have_an_end(self, services: Services, ags: MakeAgs, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("lti_tools.lti.service.MOST_PAGES", 5)
        services.answer = lambda seen: json_reply([], Link=f'<{seen.path}x>; rel="next"')
        with pytest.raises(AnswerInvalid, match="no end"):
            ags().line_items(services.server.url + ITEMS)
        assert len(services.calls) == 5

    def test_an_item_is_created_and_its_address_kept(self, services: Services, ags: MakeAgs) -> None:
        services.answer = lambda seen: json_reply(item_json(services, 9), 201)
        made = ags().create(services.server.url + ITEMS, VOTE)
        assert made.url.endswith("/2/lineitems/9/lineitem?type_id=1")
        assert services.last.method == "POST"
        assert services.last.headers["Content-Type"] == TYPES["item"]
        assert json.loads(services.last.body)["label"] == "Vote"
        assert services.scopes == ["lineitem"]

    def test_an_update_keeps_what_it_does_not_name(self, services: Services, ags: MakeAgs) -> None:
        held = item_json(services, 3, resourceId="r", submissionReview={"url": "https://a.example"}, odd=[1])

        def gradebook(seen: Seen) -> Reply:
            return json_reply(held) if seen.method == "GET" else Reply(200, seen.body)

        services.answer = gradebook
        updated = ags().update(services.server.url + ITEM, {"label": "New", "scoreMaximum": Decimal("12.5")})
        get, put = services.calls
        assert (get.headers["Accept"], put.headers["Content-Type"]) == (TYPES["item"], TYPES["item"])
        assert json.loads(put.body) == {**held, "label": "New", "scoreMaximum": 12.5}
        assert (updated.label, updated.score_maximum, updated.tag) == ("New", Decimal("12.5"), "vote")

    def test_an_update_answered_without_words_is_fine(self, services: Services, ags: MakeAgs) -> None:
        services.answer = lambda seen: json_reply(item_json(services, 3)) if seen.method == "GET" else Reply(200)
        assert ags().update(services.server.url + ITEM, {"label": "New"}).label == "New"

    def test_an_item_is_deleted(self, services: Services, ags: MakeAgs) -> None:
        services.answer = lambda seen: Reply(204)
        ags().delete(services.server.url + ITEM)
        assert (services.last.method, services.last.path, services.scopes) == ("DELETE", ITEM, ["lineitem"])

    def test_without_the_readonly_scope_the_full_one_reads(self, services: Services, ags: MakeAgs) -> None:
        services.answer = lambda seen: json_reply([])
        ags("moodle", {LINE_ITEM}).line_items(services.server.url + ITEMS)
        assert services.scopes == ["lineitem"]

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 302])
    def test_an_error_status_is_a_typed_error(self, services: Services, ags: MakeAgs, status: int) -> None:
        services.answer = lambda seen: Reply(status)
        for call in (
            lambda: ags().line_items(services.server.url + ITEMS),
            lambda: ags().line_item(services.server.url + ITEM),
            lambda: ags().create(services.server.url + ITEMS, VOTE),
            lambda: ags().update(services.server.url + ITEM, {}),
            lambda: ags().delete(services.server.url + ITEM),
            lambda: ags().results(services.server.url + ITEM),
        ):
            with pytest.raises(ServiceRefused) as caught:
                call()
            assert caught.value.answered == status

    def test_without_a_granted_scope_nothing_is_sent(self, services: Services, ags: MakeAgs) -> None:
        bare = ags("moodle", set())
        for call in (
            lambda: bare.line_items(services.server.url + ITEMS),
            lambda: bare.create(services.server.url + ITEMS, VOTE),
            lambda: bare.post_score(services.server.url + ITEM, SCORED),
            lambda: bare.results(services.server.url + ITEM),
        ):
            with pytest.raises(ScopeMissing):
                call()
        assert services.server.seen == []


class TestScores:
    def test_a_score_goes_below_the_items_path_with_media_type_and_scope(
        self, services: Services, ags: MakeAgs
    ) -> None:
        services.answer = lambda seen: Reply(200)
        posted = ags().post_score(services.server.url + ITEM, SCORED)
        assert (posted.status, posted.body_start, posted.budget_spent) == (200, "", False)
        assert services.last.path == "/2/lineitems/3/lineitem/scores?type_id=1"
        assert services.last.headers["Content-Type"] == TYPES["score"]
        assert json.loads(services.last.body)["timestamp"] == "2026-03-01T12:00:00.005Z"
        assert services.scopes == ["score"]

    @pytest.mark.parametrize("status", [200, 201, 204, 302, 400, 403, 404, 409, 422, 429, 500, 503])
    def test_whatever_the_platform_answers_is_a_value(self, services: Services, ags: MakeAgs, status: int) -> None:
        services.answer = lambda seen: Reply(
            status, b"" if status == 204 else b"words" * 200, {"Retry-After": "30", "X-Rate-Limit-Remaining": "0.0"}
        )
        posted = ags("canvas").post_score(services.server.url + ITEM, SCORED)
        assert (posted.status, posted.retry_after, posted.budget_spent) == (status, "30", True)
        assert len(posted.body_start) <= 300
        assert len(services.calls) == 1

    def test_a_refused_token_means_that_the_score_never_left(self, services: Services, ags: MakeAgs) -> None:
        services.token_reply = lambda form: Reply(503)
        with pytest.raises(TokenRefused) as caught:
            ags().post_score(services.server.url + ITEM, SCORED)
        assert caught.value.answered == 503
        assert services.calls == []

    def test_a_connection_that_breaks_leaves_the_score_in_doubt(self, services: Services, ags: MakeAgs) -> None:
        services.answer = lambda seen: None
        with pytest.raises(Unreachable) as caught:
            ags().post_score(services.server.url + ITEM, SCORED)
        assert not isinstance(caught.value, NotSent)
        assert len(services.calls) == 1

    def test_an_address_that_nobody_may_call_sends_nothing(self, services: Services, ags: MakeAgs) -> None:
        with pytest.raises(NotSent):
            ags().post_score("http://169.254.169.254/lineitem", SCORED)


class TestResults:
    def test_results_are_read_for_one_person(self, services: Services, ags: MakeAgs) -> None:
        services.answer = lambda seen: json_reply(
            [{"userId": "7", "resultScore": 0.83, "resultMaximum": 1, "comment": "ok"}, {"userId": None}]
        )
        (result,) = ags().results(services.server.url + ITEM, user_id="7")
        assert (result.user_id, result.score, result.maximum) == ("7", Decimal("0.83"), Decimal(1))
        assert services.last.path == "/2/lineitems/3/lineitem/results?type_id=1&user_id=7"
        assert services.last.headers["Accept"] == TYPES["results"]
        assert services.scopes == ["result.readonly"]

    @pytest.mark.parametrize("body", [b"<html>Error", b"{}", b""])
    def test_a_page_that_is_no_list_is_a_typed_error(self, services: Services, ags: MakeAgs, body: bytes) -> None:
        services.answer = lambda seen: Reply(200, body)
        with pytest.raises(AnswerInvalid):
            ags().results(services.server.url + ITEM)
