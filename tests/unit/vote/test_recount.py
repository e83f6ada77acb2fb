"""The stand-alone script counts as the program does, and finds what was changed."""

import json
import subprocess
import sys
from random import Random

import pytest

from tests.unit.vote.test_outcomes import ballots, card
from tools.co_curriculum.domain import recount
from tools.co_curriculum.domain.methods import METHODS, Method
from tools.co_curriculum.domain.publishing import Detail, intact, publish

MANY = [Method.STV, Method.STV_EXACT, Method.CARDS, Method.SCORE, Method.BORDA]


def published(method, number, seed, **more):
    rows = ballots(method, number, seed)
    if METHODS[method].winners and method in MANY:
        more["winners"] = 1 + seed % 3
    receipts = ["b", "a"][: number + seed % 2]
    return publish(card(method, **more), rows, undecided=seed % 2, entitled=number + 3, receipts=receipts)


def agree(method, rounds):
    for seed in range(rounds):
        rng = Random(seed)
        document = published(method, rng.randint(1, 30), seed, whole=bool(seed % 3))
        problems = [said for good, said in recount.check(document) if not good]
        assert not problems, (method, seed, problems)


@pytest.mark.parametrize("method", Method)
def test_the_script_and_the_program_agree_with_many_ties(method):
    agree(method, 40)


@pytest.mark.deep
@pytest.mark.parametrize("method", Method)
def test_the_script_and_the_program_agree_on_thousands_of_profiles(method):
    agree(method, 1500)


def test_one_flipped_ballot_is_found_even_with_a_new_fingerprint():
    document = published(Method.APPROVAL, 30, 2)
    assert intact(document)
    changed = json.loads(json.dumps(document))
    changed["ballots"] = [[1, 0, 0, 0]] * 29 + [changed["ballots"][0]]
    assert not intact(changed)
    assert not recount.check(changed)[0][0]
    changed["hash"] = recount.fingerprint({k: v for k, v in changed.items() if k != "hash"})
    changed["result"]["winners"] = [3]
    assert not all(good for good, _ in recount.check(changed))


def test_of_few_ballots_or_all_alike_a_secret_vote_tells_only_the_winner():
    secret = card(Method.STARS, secrecy="secret")
    few = publish(secret, [[5, 0, 0, 0]] * 3 + [[0, 5, 0, 0]], undecided=0, entitled=9)
    alike = publish(secret, [[5, 0, 0, 0]] * 20, undecided=0, entitled=20)
    for document in (few, alike):
        assert document["detail"] == Detail.WINNER
        assert document["result"] == {"method": "stars-schulze", "winners": [0]}
        assert (document["ballots"], document["undecided"], document["others"]) == (None, None, {})
        assert all(good for good, _ in recount.check(document))


def test_whole_ballots_are_published_from_fifteen_on_or_where_the_card_says_so():
    rows = ballots(Method.SCHULZE, 14)
    assert publish(card(Method.SCHULZE), rows, undecided=0, entitled=14)["detail"] == Detail.SUMMARY
    assert publish(card(Method.SCHULZE), rows, undecided=1, entitled=15)["detail"] == Detail.WHOLE
    whole = publish(card(Method.SCHULZE, whole=True), rows, undecided=0, entitled=14)
    assert (
        whole["ballots"] == publish(card(Method.SCHULZE, whole=True), rows[::-1], undecided=0, entitled=14)["ballots"]
    )


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"[]", b"{}", b'{"format":"lti-tools/vote-record"}', b"\xff\xfe", b"[" * 100_000]
)
def test_a_file_that_is_none_is_told_in_a_sentence(content):
    with pytest.raises(recount.Wrong):
        recount.check(recount.read(content))


def test_the_script_runs_alone_and_says_what_it_found(tmp_path):
    file = tmp_path / "vote.json"
    file.write_text(json.dumps(published(Method.IRV, 20, 3)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-S", recount.__file__, str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
    assert "The ballots, counted again, give the same winners." in done.stdout
    file.write_text(file.read_text().replace('"entitled": 23', '"entitled": 24'))
    assert (
        subprocess.run([sys.executable, recount.__file__, str(file)], capture_output=True, check=False).returncode == 1
    )
