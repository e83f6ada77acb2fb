"""Collect the texts of every package into its catalogues, and say what is not translated.

`make translations` updates them; `python -m lti_tools.web.catalogue --check` exits with 1 where a text is open.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from lti_tools.registry import folder_of, load_tools, package_folder
from lti_tools.web.locale import LANGUAGES

TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
FILE = "messages.po"

_KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "gettext": None, "lazy": None, "ngettext": (1, 2)}
_METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
_OPTIONS = {"**.html": {"trimmed": "true", "silent": "false"}}
_OWN_WORDS = ("demo_lms", "migrations", "translations")
"""Folders left out: the demo LMS is an LMS of its own and speaks English."""
_PLACEHOLDER = re.compile(r"%\((\w+)\)")
_HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


@dataclass(frozen=True)
class Gap:
    """What is wrong with one message of one catalogue."""

    path: Path
    text: str
    problem: str

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}: {self.text!r}"


def collect(package: Path) -> Catalog:
    """Every message in the Python files and templates of a package."""
    found = Catalog(charset="utf-8")
    rows = extract_from_dir(
        package,
        method_map=_METHODS,
        options_map=_OPTIONS,
        keywords=_KEYWORDS,
        directory_filter=lambda folder: Path(folder).name not in _OWN_WORDS and not Path(folder).name.startswith("."),
    )
    for _name, _line, message, _comments, context in rows:
        found.add(message, context=context)
    return found


def update(package: Path) -> None:
    """Write a package's catalogues anew: texts that came are added, texts that went are dropped, the rest stays."""
    texts = collect(package)
    if not any(message.id for message in texts):
        return
    for language in TRANSLATED:
        path = _path(package, language)
        known = _read(path, language)
        fresh = Catalog(locale=language, charset="utf-8")
        for message in texts:
            if message.id:
                old = known.get(_key(message))
                fresh.add(message.id, old.string if old and _same_shape(message, old) else "")
        write(path, fresh)


def write(path: Path, catalog: Catalog) -> None:
    """Write a catalogue without what changes from day to day: no dates, no line numbers, sorted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(_HEADER.format(language=catalog.locale_identifier, plurals=catalog.plural_forms).encode())
        write_po(file, catalog, width=118, no_location=True, omit_header=True, sort_output=True)


def gaps(package: Path) -> Iterator[Gap]:
    """Every message of a package that is missing in a catalogue, left empty, or filled with other placeholders."""
    texts = [message for message in collect(package) if message.id]
    for language in TRANSLATED:
        path = _path(package, language)
        known = _read(path, language)
        for message in texts:
            problem = _problem(message, known.get(_key(message)))
            if problem:
                yield Gap(path, _key(message), problem)
        for stray in known.keys() - {_key(message) for message in texts}:
            yield Gap(path, stray, "no longer in the code")


def packages() -> list[Path]:
    """The folders of the suite and of every installed tool."""
    return [folder_of("lti_tools"), *(package_folder(tool) for tool in load_tools())]


def main(arguments: Sequence[str]) -> int:
    """Update the catalogues, or with `--check` only report what is open."""
    found: list[Gap] = []
    for package in packages():
        if "--check" not in arguments:
            update(package)
        found.extend(gaps(package))
    for gap in found:
        sys.stdout.write(f"{gap}\n")
    return int("--check" in arguments and bool(found))


def _problem(message: Message, known: Message | None) -> str:
    ids = _forms(message.id)
    if known is None:
        return "missing"
    strings = _forms(known.string)
    if known.fuzzy or not strings or not all(strings):
        return "not translated"
    wanted = set(_PLACEHOLDER.findall(" ".join(ids)))
    for text in [*ids, *strings]:
        try:
            text % defaultdict(str)
        except (ValueError, TypeError):
            return "a percent sign is written %% in a message"
    for text in strings:
        used = set(_PLACEHOLDER.findall(text))
        if used - wanted or (len(ids) == 1 and used != wanted):
            return "other placeholders than in the code"
    return ""


def _path(package: Path, language: str) -> Path:
    return package / "translations" / language / FILE


def _read(path: Path, language: str) -> dict[str, Message]:
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        return {_key(message): message for message in read_po(file, locale=language) if message.id}


def _forms(value: str | Sequence[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _key(message: Message) -> str:
    return _forms(message.id)[0]


def _same_shape(message: Message, old: Message) -> bool:
    return len(_forms(message.id)) == len(_forms(old.id))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
