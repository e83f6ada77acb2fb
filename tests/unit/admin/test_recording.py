"""What the console shows of a request: all that helps, nothing that opens anything."""

from collections.abc import Mapping

import pytest

from lti_tools.admin.console.evidence import checks
from lti_tools.admin.console.recording import HIDDEN, Exchange, Recorder
from lti_tools.errors import NotSent, Unreachable
from lti_tools.lti.http import Answer

TOKEN_URL = "https://lms.example/token"
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
ASKED = f"grant_type=client_credentials&client_assertion=eyJhbGciOi.J9&scope={SCORE}"


def exchange(
    body: bytes, *, status: int = 200, url: str = "https://lms.example/items", sent: str = "", **more: object
) -> Exchange:
    headers = {"Authorization": "Bearer t0p-secret"}
    return Exchange("GET", url, headers, sent, Answer(status, {}, body, url), **more)  # type: ignore[arg-type]


def test_a_token_is_never_shown() -> None:
    body = b'{"access_token": "t0p-secret", "refresh_token": "more", "token_type": "Bearer", "scope": "a b", "id": {}}'
    shown = exchange(body, is_token=True).start
    assert shown == '{"access_token": "…", "token_type": "Bearer", "scope": "a b"}'


@pytest.mark.parametrize("body", [b"t0p-secret", b'["t0p-secret"]', b'"t0p-secret"', b"", b"\xff"])
def test_of_an_odd_token_answer_nothing_is_shown(body: bytes) -> None:
    assert exchange(body, is_token=True).start == HIDDEN


def test_a_refusal_of_a_token_is_shown_without_what_proves_who_we_are() -> None:
    found = exchange(b'{"error": "invalid_client: eyJhbGciOi.J9"}', status=401, is_token=True, sent=ASKED)
    assert found.start == '{"error": "invalid_client: …"}'


def test_a_token_that_an_answer_repeats_is_hidden_even_where_the_text_is_cut() -> None:
    assert exchange(b"who is t0p-secret?").start == "who is …?"
    assert "t0p" not in exchange(b"x" * 595 + b"t0p-secret").start


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://lms.example/items?type_id=1&tag=a%20b", "https://lms.example/items?type_id=1&tag=a+b"),
        ("https://lms.example/items?access_token=x&a=1", "https://lms.example/items?access_token=…&a=1"),
        ("https://lms.example/items?Sig=x&apiKey=y", "https://lms.example/items?Sig=…&apiKey=…"),
        ("https://lms.example/items", "https://lms.example/items"),
    ],
)
def test_an_address_keeps_its_query_but_for_what_sounds_secret(url: str, shown: str) -> None:
    assert exchange(b"", url=url).address == shown


class Silent:
    def request(self, method: str, url: str, **more: object) -> Answer:
        raise Unreachable("lms.example: no answer in time")


def test_a_request_without_an_answer_is_kept_with_the_reason() -> None:
    recorder = Recorder(Silent(), TOKEN_URL)  # type: ignore[arg-type]
    with pytest.raises(Unreachable):
        recorder.request("POST", TOKEN_URL, body=ASKED)
    (kept,) = recorder.exchanges
    assert (kept.status, kept.problem, kept.is_token, kept.scopes) == (
        0,
        "lms.example: no answer in time",
        True,
        [SCORE],
    )


def test_a_call_ends_when_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(Silent(), TOKEN_URL)  # type: ignore[arg-type]
    monkeypatch.setattr("lti_tools.admin.console.recording.time.monotonic", lambda: 10.0**9)
    with pytest.raises(NotSent):
        recorder.request("GET", "https://lms.example/items")


def judged(kind: str, *exchanges: Exchange) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for check in checks(kind, exchanges):
        found[check.number] = check.good and found.get(check.number, True)
    return found


def request(
    method: str, url: str, answer: bytes, *, status: int = 200, headers: Mapping[str, str] | None = None, body: str = ""
) -> Exchange:
    return Exchange(method, url, headers or {}, body, Answer(status, {}, answer, url))


class TestEvidence:
    def test_a_made_item_needs_201_and_an_id(self) -> None:
        headers = {"Content-Type": "application/vnd.ims.lis.v2.lineitem+json"}
        url = "https://lms.example/items"
        good = request("POST", url, b'{"id": "https://lms.example/items/1"}', status=201, headers=headers)
        assert judged("create", good) == {"C52": True, "C58": True}
        assert judged("create", request("POST", url, b'{"id": "x"}', headers=headers))["C52"] is False
        assert judged("create", request("POST", url, b"{}", status=201, headers=headers))["C52"] is False
        assert judged("create", request("POST", url, b'{"id": "x"}', status=201))["C58"] is False

    def test_an_update_that_forgets_members_proves_nothing(self) -> None:
        url = "https://lms.example/items/1"
        read = request("GET", url, b'{"id": "x", "tag": "t", "label": "a"}')
        assert judged("update", read, request("PUT", url, b"{}", body='{"id":1,"tag":"t","label":"b"}'))["C54"]
        assert not judged("update", read, request("PUT", url, b"{}", body='{"label":"b"}'))["C54"]

    def test_a_score_goes_below_its_item_with_a_zone_in_its_time(self) -> None:
        stamped = '{"timestamp": "2026-03-01T12:00:00.000Z"}'
        headers = {"Content-Type": "application/vnd.ims.lis.v1.score+json"}
        url = "https://lms.example/items/1/scores?type_id=1"
        assert judged("score", request("POST", url, b"", headers=headers, body=stamped)) == {
            "C55": True,
            "C57": True,
            "C58": True,
        }
        naive = request("POST", url, b"", headers=headers, body='{"timestamp": "2026-03-01T12:00:00"}')
        assert judged("score", naive)["C55"] is False
        wrong = "https://lms.example/items/1?type_id=1/scores"
        assert judged("score", request("POST", wrong, b"", headers=headers, body=stamped))["C57"] is False

    def test_a_roster_is_held_against_the_filters_asked_for(self) -> None:
        members = (
            b'{"members": [{"user_id": "1", "roles": ["a#Learner"]}, {"user_id": "2", "roles": ["a#Instructor"]}]}'
        )
        url = "https://lms.example/members"
        assert judged("members", request("GET", url, members))["C42"]
        assert "C47" not in judged("members", request("GET", url, members))
        assert judged("members", request("GET", f"{url}?role=Learner", members))["C47"] is False
        assert judged("members", request("GET", f"{url}?limit=1", members))["C47"] is False
        assert judged("members", request("GET", f"{url}?limit=2", members))["C47"]
        assert judged("members", request("GET", f"{url}?rlid=5", members))["C49"] is False
        assert judged("members", request("GET", url, b"{}"))["C42"] is False

    def test_a_token_for_several_scopes_is_no_evidence(self) -> None:
        def told(asked: str, given: bytes) -> Exchange:
            return Exchange("POST", TOKEN_URL, {}, asked, Answer(200, {}, given, TOKEN_URL), "", True)

        one = f'{{"access_token": "t", "scope": "{SCORE}"}}'.encode()
        assert judged("tokens", told(ASKED, one)) == {"C44": True, "C51": True}
        assert judged("tokens", told(f"{ASKED}+other", one))["C51"] is False
        assert judged("tokens", told(ASKED, b'{"access_token": "t", "scope": "other"}'))["C51"] is False
        assert judged("tokens", told(f"scope={SCORE}", one))["C44"] is False
