"""Every text of the suite and of each installed tool is there in every language, and a launch speaks the reader's."""

import re
from datetime import UTC, datetime
from gettext import c2py
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po
from sqlalchemy import select

from lti_tools.lti import claims as names
from lti_tools.store.tables.activities import Activity
from lti_tools.web.catalogue import FILE, TRANSLATED, gaps, packages
from tests.support.app import running_app, suite_of
from tests.support.engines import on_sqlite
from tests.support.pages import Page
from tests.support.platform import INSTRUCTOR, ForgedPlatform
from tests.support.visits import send
from tests.support.votes import set_up_vote
from tools.co_curriculum.tool import tool as topic_vote

PLACEHOLDER = re.compile(r"%\((\w+)\)")
WRONG_LETTERS = {"ru": "“”", "uz": "'’‘`«»", "es": "“”"}
"""Quotes of another language; in Uzbek also what is typed in place of ʻ and ʼ."""

LAUNCHES = [("ru", "ru"), ("uz", "uz"), ("uz_UZ", "uz"), ("es-MX", "es")]
NAMED = {
    "en": "Your teacher sees who voted for what.",
    "ru": "Преподаватель видит, кто за что голосовал.",
    "uz": "Kim nimaga ovoz berganini oʻqituvchingiz koʻradi.",
    "es": "Tu docente ve quién votó qué.",
}

of_each_package = pytest.mark.parametrize("package", packages(), ids=lambda path: path.name)
with_texts = pytest.mark.parametrize(
    "package", [package for package in packages() if (package / "translations").is_dir()], ids=lambda path: path.name
)
in_each_language = pytest.mark.parametrize("language", TRANSLATED)


def catalogue(package: Path, language: str) -> Catalog:
    with (package / "translations" / language / FILE).open("rb") as file:
        return read_po(file, locale=language)


def forms(text: Message) -> list[str]:
    return [text.string] if isinstance(text.string, str) else list(text.string)


# -- catalogues


@of_each_package
def test_every_text_is_translated_into_every_language(package: Path):
    assert [str(gap) for gap in gaps(package)] == [], "run `make translations` and fill in what it lists"


@with_texts
@in_each_language
def test_a_catalogue_keeps_nothing_old_or_doubtful(package: Path, language: str):
    found = catalogue(package, language)
    assert list(found.obsolete) == []
    assert [text.id for text in found if text.id and text.fuzzy] == []


@with_texts
@in_each_language
def test_every_plural_has_all_forms_and_a_form_for_many_numbers_says_the_number(package: Path, language: str):
    count, rule = get_plural(language)
    form = c2py(rule)
    shared = {form(number) for number in range(2, 200)}
    for text in catalogue(package, language):
        if text.id and not isinstance(text.id, str):
            assert len(forms(text)) == count, text.id
            for index in shared:
                used = set(PLACEHOLDER.findall(forms(text)[index]))
                assert used == set(PLACEHOLDER.findall(text.id[1])), forms(text)[index]


@with_texts
@in_each_language
def test_letters_and_quotes_are_those_of_the_language(package: Path, language: str):
    wrong = re.compile(f"[{WRONG_LETTERS[language]}]")
    assert [text for message in catalogue(package, language) for text in forms(message) if wrong.search(text)] == []


# -- pages


@pytest.fixture
def platform(db_url, keys_folder):
    """A platform on which a teacher has set up a topic vote."""
    with running_app(db_url, keys_folder, tools=(topic_vote,)) as app:
        platform = ForgedPlatform(suite_of(app).database, tool=topic_vote.slug)
        platform.launch(app, sub="teacher", roles=[INSTRUCTOR])
        with platform.database.write() as db:
            set_up_vote(db, db.scalars(select(Activity.id)).one(), datetime.now(UTC))
        yield app, platform


def speaks(page: Page, language: str) -> bool:
    others = [sentence for other, sentence in NAMED.items() if other != language]
    return (
        page.tree.get("lang") == language
        and NAMED[language] in page.words
        and not any(sentence in page.words for sentence in others)
    )


@on_sqlite
@pytest.mark.parametrize(("locale", "language"), LAUNCHES)
def test_the_vote_speaks_the_language_of_the_launch(locale, language, platform):
    app, lms = platform
    entered = lms.launch(app, **{names.LAUNCH_PRESENTATION: {"locale": locale}})
    assert entered.opened
    assert speaks(entered.page, language)


@on_sqlite
def test_a_student_switches_the_language_and_back(platform):
    app, lms = platform
    client = app.test_client()
    page = lms.launch(client).page
    assert speaks(page, "en")
    for language in (*TRANSLATED, "en"):
        page = send(client, page, "/language", language=language)
        assert speaks(page, language)
