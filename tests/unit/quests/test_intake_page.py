"""The documented call of an outside system is one that is taken."""

import re
from datetime import UTC, datetime
from pathlib import Path

from tools.gamification.domain.intake import HEADER, IntakeFault, check
from tools.gamification.outside.intake_views import STATUS

PAGE = (Path(__file__).parents[3] / "docs/tools/quests-outside.md").read_text("utf-8")


def test_the_example_on_the_page_is_signed_as_the_rule_checks_it():
    secret, body = re.search(r"^[0-9a-f]{64}$", PAGE, re.M), re.search(r"^\{.*\}$", PAGE, re.M)
    header = re.search(rf"^{HEADER}: (.*)$", PAGE, re.M)
    assert secret
    assert body
    assert header
    sent = datetime(2026, 3, 2, 10, 16, tzinfo=UTC)
    call = check([bytes.fromhex(secret[0])], header[1], body[0].encode(), sent)
    assert (call.id, call.action, call.score) == ("lab-2026-000123", "lab.finished", 90)


def test_the_page_names_every_answer_with_its_status():
    for fault in IntakeFault:
        told = re.findall(rf"^\| {STATUS[fault]} \| .*`{fault}`", PAGE, re.M)
        assert told, fault
