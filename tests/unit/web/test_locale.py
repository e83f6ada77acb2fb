from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from lti_tools.web.formats import format_instant, format_number, format_relative, format_span, time_element
from lti_tools.web.locale import (
    Catalogues,
    _Process,
    gettext,
    lazy,
    negotiate,
    ngettext,
    set_reader,
    speaking_to,
    zone_of,
)

AT = datetime(2025, 3, 12, 9, 5, tzinfo=UTC)

RUSSIAN = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Vote"
msgstr "Голосование"

msgid "%(name)s voted"
msgstr "Проголосовал(а) %(name)s"

#, fuzzy
msgid "Guess"
msgstr "Догадка"

msgid "%(num)s vote"
msgid_plural "%(num)s votes"
msgstr[0] "%(num)s голос"
msgstr[1] "%(num)s голоса"
msgstr[2] "%(num)s голосов"
"""


@pytest.fixture
def catalogues(tmp_path: Path) -> Catalogues:
    (tmp_path / "ru").mkdir()
    (tmp_path / "ru" / "messages.po").write_text(RUSSIAN, "utf-8")
    return Catalogues([tmp_path, tmp_path / "missing"])


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("es-MX", "es"),
        ("uz_UZ", "uz"),
        ("uz-Cyrl-UZ", "uz"),
        ("ru-RU@calendar=gregorian", "ru"),
        ("ru@x", "ru"),
        ("RU", "ru"),
        ("de", "en"),
        ("", "en"),
        ("-", "en"),
        ("../../x", "en"),
    ],
)
def test_the_language_is_the_one_asked_for_where_we_speak_it(asked: str, spoken: str) -> None:
    assert negotiate(asked) == spoken


def test_the_first_language_that_we_speak_wins() -> None:
    assert negotiate(None, "de-AT", "uz", "ru") == "uz"


def test_messages_speak_the_readers_language(catalogues: Catalogues) -> None:
    label = lazy("Vote")
    with speaking_to(catalogues.reader("ru-RU")):
        assert gettext("Vote") == "Голосование"
        assert gettext("%(name)s voted", name="Анна") == "Проголосовал(а) Анна"
        assert str(label) == f"{label}" == "Голосование"
        assert gettext(label) == "Голосование"
    assert str(label) == gettext("Vote") == "Vote"


@pytest.mark.parametrize(
    ("locale", "said"), [("ru-RU", "Голосование"), ("en", "Vote"), ("de", "Vote"), ("", "Голосование")]
)
def test_somebody_who_is_not_here_is_spoken_to_in_their_language_or_the_installations(
    catalogues: Catalogues, monkeypatch: pytest.MonkeyPatch, locale: str, said: str
) -> None:
    monkeypatch.setattr("lti_tools.web.locale._process", _Process(catalogues, "ru"))
    with speaking_to(locale):
        assert gettext("Vote") == said


def test_a_process_without_catalogues_speaks_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lti_tools.web.locale._process", _Process())
    with speaking_to("ru"):
        assert gettext("Vote") == "Vote"


def test_fuzzy_and_unknown_messages_stay_english(catalogues: Catalogues) -> None:
    with speaking_to(catalogues.reader("ru")):
        assert gettext("Guess") == "Guess"
        assert gettext("Unknown") == "Unknown"
        assert ngettext("%(num)s apple", "%(num)s apples", 1) == "1 apple"


@pytest.mark.parametrize(("n", "text"), [(1, "1 голос"), (2, "2 голоса"), (5, "5 голосов"), (21, "21 голос")])
def test_plurals_follow_the_languages_rule(catalogues: Catalogues, n: int, text: str) -> None:
    with speaking_to(catalogues.reader("ru")):
        assert ngettext("%(num)s vote", "%(num)s votes", n) == text


def test_a_percent_sign_is_written_twice() -> None:
    assert gettext("100%%") == "100%"


@pytest.mark.parametrize("name", ["99", "", "America", "../../etc/passwd", "Europe/Paris\x00", "a" * 5000])
def test_a_zone_that_is_none_becomes_the_default(name: str) -> None:
    assert zone_of(name, "Asia/Tashkent").key == "Asia/Tashkent"
    assert zone_of(name, name).key == "UTC"


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "Wed, 12 Mar 2025, 14:05"),
        ("en-GB", "Wed, 12 Mar 2025, 14:05"),
        ("en-US", "Wed, Mar 12, 2025, 2:05 PM"),
        ("ru", "ср, 12 мар. 2025 г., 14:05"),
        ("uz-Cyrl-UZ", "Chor, 12-mar, 2025, 14:05"),
        ("es", "mié, 12 mar 2025, 14:05"),
        ("es-Zzzz", "mié, 12 mar 2025, 14:05"),
    ],
)
def test_instants_are_shown_in_the_readers_zone_and_way(catalogues: Catalogues, locale: str, text: str) -> None:
    with speaking_to(catalogues.reader(locale, "Asia/Tashkent")):
        assert format_instant(AT).replace("\u202f", " ") == text


def test_the_day_is_said_once_for_a_span_within_it(catalogues: Catalogues) -> None:
    with speaking_to(catalogues.reader("en", "Asia/Tashkent")):
        assert format_span(AT, AT + timedelta(hours=2)) == "Wed, 12 Mar 2025, 14:05–16:05"
        assert format_span(AT, AT + timedelta(days=1)) == "Wed, 12 Mar 2025, 14:05 – Thu, 13 Mar 2025, 14:05"


def test_the_distance_in_time_and_numbers_are_words_of_the_language(catalogues: Catalogues) -> None:
    with speaking_to(catalogues.reader("ru")):
        assert format_relative(AT, AT - timedelta(days=3)) == "через 3 дня"
        assert format_number(1234.5) == "1\xa0234,5"


@pytest.mark.parametrize("nothing", [Decimal("-0"), -0.0, Decimal("-0.0004"), -0.0004, 0])
def test_what_rounds_to_nothing_has_no_sign(catalogues: Catalogues, nothing: Decimal | float) -> None:
    with speaking_to(catalogues.reader("en")):
        assert [format_number(nothing), format_number(0), format_number(nothing, 2)] == ["0", "0", "0.00"]
        assert format_number(Decimal("-0.04"), 1) == "0.0"
        assert format_number(Decimal("-0.06"), 1) == "-0.1"


def test_a_time_element_says_the_instant_to_machines_too(catalogues: Catalogues) -> None:
    with speaking_to(catalogues.reader("en", "Asia/Tashkent")):
        html = time_element(AT)
    assert 'datetime="2025-03-12T09:05:00+00:00"' in html
    assert "Tashkent (GMT+05:00)" in html


def test_nobody_named_reads_english_in_utc() -> None:
    set_reader(None)
    assert format_instant(AT) == "Wed, 12 Mar 2025, 09:05"
