"""A file is read whole or refused with a reason; what a tool writes it reads back."""

import json
from dataclasses import replace

import pytest

from lti_tools.kit.activity_file import files, pictures, starters
from lti_tools.kit.activity_file.content import Content
from lti_tools.kit.activity_file.files import ActivityFile
from lti_tools.kit.activity_file.reading import Reader
from lti_tools.kit.activity_file.refusals import FileRefused
from lti_tools.web.locale import LANGUAGES, speaking_to
from lti_tools.web.locale import Reader as Person
from tools.co_curriculum.tool import tool

VALUES = {
    "title": "Topics",
    "question": "Which?",
    "options": ["Bees", "Rivers"],
    "most": None,
    "results": "live",
    "graded": True,
    "points": 7,
}
FILE = ActivityFile(title="Topics", summary="", values=VALUES)


def body(**changes):
    found = json.loads(files.write(tool, FILE)) | changes
    return json.dumps({name: value for name, value in found.items() if value != "left out"}).encode()


def with_values(**changes):
    return body(content={name: value for name, value in (VALUES | changes).items() if value != "left out"})


def test_a_file_reads_back_as_it_was_written():
    assert files.parse(tool, files.write(tool, FILE)) == FILE


def test_the_same_activity_gives_the_same_bytes():
    assert files.write(tool, FILE) == files.write(tool, replace(FILE, values=dict(VALUES)))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"hello",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"a":' * 5000,
        files.write(tool, FILE)[:-20],
        body(format="somebody-else/topic-vote"),
        body(format=7),
        b'{"format": "lti-tools/topic-vote", "version": NaN}',
        with_values(question="\x00"),
        with_values(question="\ud800"),
        with_values(points=10**30),
        b'{"n": ' + b"9" * 10_000 + b"}",
    ],
    ids=range(15),
)
def test_what_is_no_file_or_half_a_file_is_refused_as_such(raw):
    with pytest.raises(FileRefused) as refused:
        files.parse(tool, raw)
    assert "no activity file" in refused.value.reason


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b" " * (files.LARGEST_WITH_PICTURES + 1), "larger than 6329 kB"),
        (body(summary="x" * files.LARGEST), "“summary”"),
        (b" " * files.LARGEST + body(), "larger than 1024 kB"),
        (body(format="lti-tools/quests"), "another tool"),
        (body(version=2), "newer release (version 2; here up to 1"),
        (body(version=0), "“version”"),
        (body(version="1"), "“version”"),
        (body(version=True), "“version”"),
        (body(title="left out"), "“title”"),
        (body(title=""), "“title”"),
        (body(summary="x" * 1001), "“summary”"),
        (body(content=[]), "“content”"),
        (body(content="left out"), "“content”"),
        (with_values(points="left out"), "“points”"),
        (with_values(points=0), "“points”"),
        (with_values(points=7.5), "“points”"),
        (with_values(most="2"), "“most”"),
        (with_values(graded="yes"), "“graded”"),
        (with_values(results="<script>"), "“results”"),
        (with_values(options=["Bees", "bees"]), "“options”"),
        (with_values(options=["Bees", ""]), "“options”"),
        (with_values(options=[f"Topic {n}" for n in range(61)]), "“options”"),
        (with_values(options=["Bees", 7]), "“options 2”"),
        (with_values(options={"0": "Bees"}), "“options”"),
        (with_values(question="x" * 5001), "“question”"),
        (with_values(person_id=7), "“person_id”"),
    ],
)
def test_a_wrong_part_is_named(raw, words):
    with pytest.raises(FileRefused) as refused:
        files.parse(tool, raw)
    assert words in refused.value.reason
    assert "Nothing was changed." in refused.value.reason


def test_an_older_file_is_brought_up_to_date_step_by_step():
    content = replace(
        tool.content,
        version=3,
        upgrades={
            1: lambda values: {**values, "points": values["points"] + 1},
            2: lambda values: {**values, "points": values["points"] * 10},
        },
    )
    assert files.parse(replace(tool, content=content), body(version=1)).values["points"] == 80
    assert files.parse(replace(tool, content=content), body(version=2)).values["points"] == 70
    assert files.parse(replace(tool, content=content), body(version=3)).values["points"] == 7


def test_an_older_file_that_the_upgrade_cannot_read_is_refused():
    content = replace(tool.content, version=2, upgrades={1: lambda values: values["not there"]})
    with pytest.raises(FileRefused):
        files.parse(replace(tool, content=content), body(version=1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_shipped_templates_speak_every_language_and_are_taken(language):
    with speaking_to(Person()):
        english = starters.starters(tool)
    with speaking_to(Person(language=language)):
        found = starters.starters(tool)
    assert len(found) >= 2
    assert found.keys() == english.keys()
    for name, starter in found.items():
        assert starter.summary
        assert language == "en" or starter.title != english[name].title


def test_a_shipped_template_is_found_by_its_name_alone():
    assert starters.find(tool, "../../tool") is None
    assert starters.find(tool, "") is None


def test_a_reader_names_the_place_inside_a_list():
    def one(reader):
        return reader.text("name", most=5, least=1)

    values = {"criteria": [{"name": "Clear"}, {"name": "Much too long"}]}
    with pytest.raises(FileRefused) as refused:
        Reader(values).objects("criteria", 3, one)
    assert "“criteria 2: name”" in refused.value.reason
    assert Reader({"criteria": [{"name": "Clear"}]}).objects("criteria", 3, one) == ["Clear"]
    with pytest.raises(FileRefused):
        Reader({"criteria": [{"name": "Clear", "more": 1}]}).objects("criteria", 3, one)


# -- pictures


PICTURED = Content(version=1, dump=lambda *_: {}, settings=dict, pictures={"pot": lambda *_: {"A pot": "1"}})


def picture(**changes):
    return {"for": "pot", "key": "A pot", "alt": "A pot", "kind": "png", "data": "cGl4ZWxz", **changes}


def test_a_picture_waits_to_be_looked_into_like_any_other_file():
    (row,) = pictures.check(PICTURED, {"pictures": [picture()]})
    assert (row.content, row.state, row.name, row.from_file) == (b"pixels", "waiting", "picture.png", True)
    assert pictures.without({"title": "Pots", "pictures": [picture()]}) == {"title": "Pots"}


@pytest.mark.parametrize(
    "part",
    [
        "pot",
        ["pot"],
        [picture(**{"for": "pan"})],
        [picture(kind="svg")],
        [picture(data="no base64!")],
        [picture(data="")],
        [picture(data="A" * 1_400_000)],
        [picture(data="A" * 1_200_000)] * 5,
        [picture()] * 201,
        [picture(more=1)],
        [picture(key="")],
    ],
)
def test_what_cannot_be_a_picture_of_a_file_is_refused(part):
    with pytest.raises(FileRefused):
        pictures.check(PICTURED, {"pictures": part})


def test_a_tool_without_pictures_takes_none():
    with pytest.raises(FileRefused):
        pictures.check(replace(PICTURED, pictures={}), {"pictures": [picture()]})
