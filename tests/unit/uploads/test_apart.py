"""Looking into a file in a process of its own: what it may cost, what it says, what it gets to know."""

import io
import subprocess

import pytest

from lti_tools.kit.uploads import apart
from lti_tools.kit.uploads.apart import AT_ONCE, LATER, Limits, examine
from lti_tools.kit.uploads.kinds import KINDS
from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.store import BUSY
from tests.support.corpus import documents, pictures, sound
from tests.support.corpus.names import hits

MB = 1_000_000


def looked(name: str, data: bytes, limits: Limits = AT_ONCE, **options):
    return examine(io.BytesIO(data), name, KINDS, limits, **options)


def refusal(name: str, data: bytes, limits: Limits) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        looked(name, data, limits)
    return caught.value


@pytest.fixture(scope="module")
def large_picture() -> bytes:
    """Small to send, and a hundred megabytes of pixels: within what is taken."""
    return pictures.bomb_png(7000)


def test_the_copy_comes_back_scrubbed_and_a_large_picture_with_a_small_one():
    found = looked("photo.jpg", pictures.jpeg(size=(900, 600)))
    assert found.kind.name == "jpeg"
    assert hits(found.clean.read()) == hits(found.small.read()) == 0
    found.close()
    assert found.clean.closed
    assert found.small.closed


def test_what_is_not_accepted_or_not_asked_for_is_told_without_a_copy():
    found = examine(io.BytesIO(sound.mp3()), "a.mp3", ["pdf"], AT_ONCE)
    assert (found.kind.name, found.clean) == ("mp3", None)
    assert looked("a.mp3", sound.mp3(), scrub=False).clean is None


def test_a_refusal_comes_back_with_its_words():
    refused = refusal("a.zip", documents.packed({"run.exe": b"MZ" + bytes(99)}), AT_ONCE)
    assert "“run.exe” in this archive cannot be taken." in refused.sentence
    assert "JPEG picture" in refusal("a.png", pictures.jpeg(), AT_ONCE).sentence


def test_a_file_that_eats_memory_is_refused(large_picture):
    refused = refusal("a.png", large_picture, Limits(processor=20, clock=60, memory=400 * MB))
    assert refused.code == "heavy"
    assert refused.sentence.startswith("It takes too much memory or time")


def test_a_file_that_eats_the_processor_is_refused(large_picture):
    assert refusal("a.png", large_picture, Limits(processor=1, clock=60)).code == "heavy"


def test_a_file_that_hangs_is_refused():
    assert refusal("a.pdf", documents.pdf(), Limits(processor=20, clock=0.01)).code == "heavy"


def test_a_large_picture_is_taken_within_the_limits(large_picture):
    looked("a.png", large_picture).close()


def test_a_process_that_breaks_down_is_a_damaged_file_and_logged_without_its_words(monkeypatch, caplog):
    monkeypatch.setattr(apart, "ENVIRONMENT", ())
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    assert refusal("Amina.pdf", documents.pdf(), AT_ONCE).code == "broken"
    (record,) = caplog.records
    assert (record.message, record.fields) == ("uploads.looking-failed", {"exit": 1, "error": ""})
    assert apart._error(b"Traceback\nValueError: Amina") == "ValueError"


def test_the_other_process_knows_no_secret(monkeypatch):
    monkeypatch.setenv("LTI_TOOLS_DATABASE_URL", "postgresql://secret")
    started = []

    def noted(command, **options):
        started.append((command, options["env"]))
        return subprocess.CompletedProcess(command, 1, b"", b"")

    monkeypatch.setattr(apart.subprocess, "run", noted)
    refusal("Amina Karimova.mp3", sound.mp3(), AT_ONCE)
    ((command, environment),) = started
    assert set(environment) <= set(apart.ENVIRONMENT)
    assert "LTI_TOOLS_DATABASE_URL" not in environment
    assert "Amina" not in str(command)


def test_the_worker_gives_up_before_another_one_takes_the_file():
    assert LATER.clock < BUSY.total_seconds()
    assert AT_ONCE.clock < LATER.clock
