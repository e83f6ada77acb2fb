import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.gamification.domain.intake import Call, IntakeFault, IntakeRefused, check, digest, known, signature

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SECRET, NEXT = b"a secret of thirty-two bytes ....", b"another secret of thirty-two bytes"
GOOD = {"id": "forum-000017", "learner": "ann", "action": "forum.reply", "score": 80, "at": "2026-03-02T10:29:00+01:00"}
CALL = Call("forum-000017", "ann", "forum.reply", 80, NOW - timedelta(minutes=1))


def body(**members) -> bytes:
    found = {**GOOD, **members}
    return json.dumps({name: value for name, value in found.items() if value is not ...}).encode()


def refused(content: bytes, header: str | None = None, *, now: datetime = NOW, secrets=(SECRET,)) -> IntakeFault:
    with pytest.raises(IntakeRefused) as found:
        check(secrets, signature(SECRET, content, NOW) if header is None else header, content, now)
    return found.value.fault


def test_a_signed_call_is_read():
    assert check([SECRET], signature(SECRET, body(), NOW), body(), NOW) == CALL
    whole = check([SECRET], signature(SECRET, body(score=...), NOW), body(score=...), NOW)
    assert whole.score == 100


def test_two_secrets_hold_while_one_replaces_the_other():
    assert check([NEXT, SECRET], signature(SECRET, body(), NOW), body(), NOW) == CALL
    assert check([NEXT, SECRET], signature(NEXT, body(), NOW), body(), NOW) == CALL


@pytest.mark.parametrize("header", ["", "v1=00", "t=1,v1=xyz", "t=1;v1=" + "0" * 64, "t=1,v1=" + "0" * 63])
def test_a_call_without_signature_is_refused(header):
    assert refused(body(), header) is IntakeFault.UNSIGNED


def test_a_forged_call_is_refused():
    assert refused(body(), signature(NEXT, body(), NOW)) is IntakeFault.FORGED
    assert refused(body(score=100), signature(SECRET, body(), NOW)) is IntakeFault.FORGED
    assert refused(body(), secrets=()) is IntakeFault.FORGED
    later = signature(SECRET, body(), NOW).replace(f"t={int(NOW.timestamp())}", f"t={int(NOW.timestamp()) + 60}")
    assert refused(body(), later) is IntakeFault.FORGED


@pytest.mark.parametrize(("minutes", "fresh"), [(-5, True), (-5.1, False), (5, True), (5.1, False), (1440, False)])
def test_a_call_is_fresh_for_five_minutes(minutes, fresh):
    now, header = NOW + timedelta(minutes=minutes), signature(SECRET, body(), NOW)
    content = body(at="2026-03-02T09:00:00+00:00")
    header = signature(SECRET, content, NOW)
    if fresh:
        assert check([SECRET], header, content, now).id == GOOD["id"]
    else:
        assert refused(content, header, now=now) is IntakeFault.STALE


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b'"' + b"x" * 10_001 + b'"',
        body(id=...),
        body(id="short"),
        body(id="with a space in it"),
        body(id=17),
        body(learner=""),
        body(learner=["ann"]),
        body(action="x" * 256),
        body(score=101),
        body(score=-1),
        body(score=True),
        body(score="80"),
        body(at=...),
        body(at="yesterday"),
        body(at="2026-03-02T09:00:00"),
        body(points=500),
    ],
)
def test_a_damaged_call_is_refused(content):
    assert refused(content) is IntakeFault.DAMAGED


def test_a_call_from_the_future_is_refused():
    assert refused(body(at="2026-03-02T09:36:00+00:00")) is IntakeFault.LATER


def test_a_call_counts_once_and_its_id_is_not_used_again():
    known(CALL, None)
    for other, fault in ((CALL, IntakeFault.REPLAYED), (Call(*[*_fields(CALL)[:3], 81, CALL.at]), IntakeFault.CHANGED)):
        with pytest.raises(IntakeRefused) as found:
            known(other, digest(CALL))
        assert found.value.fault is fault


def _fields(call: Call) -> list:
    return [call.id, call.learner, call.action, call.score, call.at]


@given(st.binary(max_size=60), st.integers(0, 59), st.integers(0, 7))
def test_one_changed_bit_makes_a_call_forged(extra, place, bit):
    content = body() + extra
    broken = bytearray(content)
    broken[place % len(broken)] ^= 1 << bit
    assert refused(bytes(broken), signature(SECRET, content, NOW)) is IntakeFault.FORGED
