from pathlib import Path

import pytest

from lti_tools.web.catalogue import TRANSLATED, gaps, update
from lti_tools.web.locale import Catalogues, gettext, ngettext, speaking_to

CODE = """
from lti_tools.web.locale import gettext as _, lazy, ngettext
LABEL = lazy("Vote")
def words(n): return _("Hello, %(name)s", name="x"), ngettext("%(num)s vote", "%(num)s votes", n)
"""
TEMPLATE = "{{ _('Go back') }}{% trans %}\n   One\n   two\n{% endtrans %}{{ ngettext('a day', '%(num)s days', n) }}"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "code.py").write_text(CODE)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "demo_lms").mkdir()
    (tmp_path / "demo_lms" / "x.py").write_text("_('Not ours')")
    update(tmp_path)
    return tmp_path


def problems(package: Path) -> set[tuple[str, str]]:
    return {(gap.text, gap.problem) for gap in gaps(package) if gap.path.parent.name == "ru"}


def fill(package: Path, text: str, *strings: str) -> None:
    path = package / "translations" / "ru" / "messages.po"
    lines = path.read_text("utf-8").split("\n")
    at = next(i for i, line in enumerate(lines) if line == f'msgid "{text}"')
    for string in strings:
        at = next(i for i in range(at + 1, len(lines)) if lines[i].startswith("msgstr"))
        lines[at] = lines[at].split(" ")[0] + f' "{string}"'
    path.write_text("\n".join(lines), "utf-8")


def test_every_text_of_code_and_templates_is_collected(package: Path) -> None:
    found = {text for text, problem in problems(package) if problem == "not translated"}
    assert found == {"Vote", "Hello, %(name)s", "%(num)s vote", "Go back", "One two", "a day"}
    assert {path.parent.name for path in package.glob("translations/*/messages.po")} == set(TRANSLATED)


def test_a_translation_stays_when_texts_come_and_go(package: Path) -> None:
    fill(package, "Vote", "Голосование")
    fill(package, "%(num)s vote", "%(num)s голос", "%(num)s голоса", "%(num)s голосов")
    (package / "code.py").write_text(CODE.replace("Hello, %(name)s", "Welcome, %(name)s"))
    assert ("Hello, %(name)s", "no longer in the code") in problems(package)
    assert ("Welcome, %(name)s", "missing") in problems(package)
    update(package)
    assert {text for text, _ in problems(package)} == {"Welcome, %(name)s", "Go back", "One two", "a day"}
    with speaking_to(Catalogues([package / "translations"]).reader("ru")):
        assert gettext("Vote") == "Голосование"
        assert ngettext("%(num)s vote", "%(num)s votes", 5) == "5 голосов"


def test_writing_twice_changes_nothing(package: Path) -> None:
    path = package / "translations" / "ru" / "messages.po"
    before = path.read_bytes()
    update(package)
    assert path.read_bytes() == before


@pytest.mark.parametrize("text", ["Привет", "Привет, %(nmae)s", "Привет, %(name)s, 100%", "%(name)d %(name)s"])
def test_a_translation_that_would_break_a_page_is_found(package: Path, text: str) -> None:
    fill(package, "Hello, %(name)s", text)
    (problem,) = {problem for name, problem in problems(package) if name == "Hello, %(name)s"}
    assert problem in ("other placeholders than in the code", "a percent sign is written %% in a message")
