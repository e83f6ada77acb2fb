"""Languages: whose words and formats a page speaks, and `gettext` from .po files read at the start, nothing compiled.

A percent sign in any message is written `%%`, with or without placeholders, in Python and in templates alike.
"""

import gettext as gnu
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

LANGUAGES = {"en": "English", "ru": "Русский", "uz": "Oʻzbekcha", "es": "Español"}
"""Every language that the suite speaks, under its own name. Uzbek is in Latin script."""

_REGIONS = {"en": "en_GB", "ru": "ru_RU", "uz": "uz_Latn_UZ", "es": "es_ES"}


def _english_plural(n: int) -> int:
    return int(n != 1)


@dataclass(frozen=True)
class Texts:
    """The translations into one language; an empty one speaks the message ids themselves, English."""

    singular: Mapping[str, str] = field(default_factory=dict)
    plural: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    form: Callable[[int], int] = _english_plural

    def one(self, msgid: str) -> str:
        """The translation of `msgid`, placeholders untouched."""
        return self.singular.get(msgid, msgid)

    def many(self, singular: str, plural: str, n: int) -> str:
        """The translation's plural form for `n`, placeholders untouched."""
        forms = self.plural.get(singular)
        if forms is None:
            return plural if _english_plural(n) else singular
        return forms[min(self.form(n), len(forms) - 1)]


@dataclass(frozen=True)
class Reader:
    """Who is being spoken to: language, regional formats, time zone."""

    language: str = "en"
    formats: Locale = field(default_factory=lambda: Locale.parse("en_GB"))
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    texts: Texts = field(default_factory=Texts)


_reader: ContextVar[Reader | None] = ContextVar("reader", default=None)
_NOBODY = Reader()


class Catalogues:
    """The catalogues of all packages merged by language; made once in `create_app` and in the worker."""

    def __init__(self, folders: Iterable[Path]) -> None:
        """Read `<folder>/<language>/messages.po` wherever it exists; a missing one leaves English."""
        paths = list(folders)
        self._texts = {language: _read(language, paths) for language in LANGUAGES}
        self._made = lru_cache(maxsize=256)(self._make)

    def reader(self, locale: str = "", zone: str = "", *, default_zone: str = "UTC") -> Reader:
        """The reader for a launch's locale ("es-MX") and zone name; unknown ones become English and the default."""
        return self._made(locale, zone, default_zone)

    def _make(self, locale: str, zone: str, default_zone: str) -> Reader:
        language = negotiate(locale)
        return Reader(language, _formats(language, locale), zone_of(zone, default_zone), self._texts[language])


@dataclass
class _Process:
    """What `keep_catalogues` was told."""

    catalogues: Catalogues | None = None
    default: str = ""

    def reader(self, locale: str) -> Reader:
        return self.catalogues.reader(locale or self.default) if self.catalogues else _NOBODY


_process = _Process()


def reader() -> Reader:
    """The current reader; English in UTC where nobody has been named."""
    return _reader.get() or _NOBODY


def set_reader(who: Reader | None) -> None:
    """Speak to `who` from here on in this request; `install` forgets it when the request ends."""
    _reader.set(who)


def keep_catalogues(catalogues: Catalogues, default: str = "") -> None:
    """Let this process speak to people by their locale; `default` is the installation's, for who has none."""
    _process.catalogues, _process.default = catalogues, default


@contextmanager
def speaking_to(who: Reader | str) -> Iterator[None]:
    """Speak to `who` inside the block: a reader, or the locale of somebody who is not here.

    What is written for another person is written so, like the comment beside a student's grade; `roster.languages`
    tells the locales. An empty or unknown locale is the installation's own, and English without `keep_catalogues`.
    """
    token = _reader.set(_process.reader(who) if isinstance(who, str) else who)
    try:
        yield
    finally:
        _reader.reset(token)


def gettext(msgid: str, /, **params: Any) -> str:
    """Return `msgid` in the reader's language with its `%(name)s` placeholders filled."""
    return reader().texts.one(msgid) % params


def ngettext(singular: str, plural: str, n: int, /, **params: Any) -> str:
    """Return the form that `n` asks for; `%(n)s` and `%(num)s` are filled with `n`."""
    return reader().texts.many(singular, plural, n) % {"n": n, "num": n, **params}


class Lazy(str):
    """A message translated when it is shown; as a plain string it is its own message id."""

    __slots__ = ()

    def __str__(self) -> str:
        return gettext(str.__str__(self))

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


def lazy(msgid: str) -> Lazy:
    """Mark and keep a message whose reader is not known yet: labels, tables of texts, tool titles."""
    return Lazy(msgid)


def negotiate(*candidates: str | None) -> str:
    """The first language among `candidates` that we speak ("es-MX", "uz_UZ", "ru-RU@calendar=gregorian"), else "en"."""
    for candidate in candidates:
        language = (candidate or "").strip().replace("_", "-").partition("-")[0].partition("@")[0].lower()
        if language in LANGUAGES:
            return language
    return "en"


@lru_cache(maxsize=256)
def zone_of(name: str, default: str = "UTC") -> ZoneInfo:
    """The zone called `name`; the default where the LMS sends nothing or nonsense (Moodle's "99")."""
    for candidate in (name, default):
        try:
            return ZoneInfo(candidate)
        except (KeyError, ValueError, OSError):
            continue
    return ZoneInfo("UTC")


@lru_cache(maxsize=256)
def _formats(language: str, locale: str) -> Locale:
    wanted = locale.strip().replace("_", "-").partition("@")[0]
    try:
        parsed = Locale.parse(wanted, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale.parse(_REGIONS[language])
    if parsed.language != language or not parsed.territory or parsed.script not in (None, "Latn", "Cyrl"):
        return Locale.parse(_REGIONS[language])
    return Locale.parse(_REGIONS[language]) if language == "uz" else parsed


def _read(language: str, folders: Sequence[Path]) -> Texts:
    paths = (folder / language / "messages.po" for folder in folders)
    return _parsed(language, tuple((path, path.stat().st_mtime_ns) for path in paths if path.is_file()))


@lru_cache(maxsize=64)
def _parsed(language: str, files: tuple[tuple[Path, int], ...]) -> Texts:
    """The texts of these files; each state of them (path, time of change in ns) is read once in a process."""
    singular: dict[str, str] = {}
    plural: dict[str, tuple[str, ...]] = {}
    for path, _changed in files:
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if not message.id or message.fuzzy:
                    continue
                if not isinstance(message.id, str):
                    forms = tuple(message.string or ())
                    if forms and all(forms):
                        plural[message.id[0]] = forms
                elif message.string:
                    singular[message.id] = str(message.string)
    return Texts(singular, plural, gnu.c2py(get_plural(language)[1]))
