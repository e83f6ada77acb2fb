"""A digest as an e-mail, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from itertools import groupby

from lti_tools.kit.notices.kinds import Kind
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import ngettext


@dataclass(frozen=True)
class Item:
    """One notice of a digest."""

    course: str
    title: str
    code: str
    arguments: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a digest says and to whom."""

    to: str
    sender: str
    message_id: str
    stop_url: str
    contact: str
    items: Sequence[Item]
    now: datetime


def compose(letter: Letter, kinds: Mapping[str, Kind]) -> EmailMessage:
    """The message; the reader is who `locale.speaking_to` says. Raises `ValueError` for an impossible address.

    With the headers of RFC 2369 and RFC 8058: mail programs offer to stop it by one click.
    """
    message = EmailMessage()
    message["From"], message["To"] = letter.sender, letter.to
    message["Subject"] = ngettext(
        "%(num)s new notice from your course", "%(num)s new notices from your courses", len(letter.items)
    )
    message["Date"] = format_datetime(letter.now)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{letter.stop_url}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content("\n\n".join([*_courses(letter.items, kinds), _end(letter)]) + "\n")
    return message


def _courses(items: Sequence[Item], kinds: Mapping[str, Kind]) -> list[str]:
    ordered = sorted(items, key=lambda item: item.course)
    return [
        "\n".join([course or _("Your course"), *(f"- {_words(item, kinds)}" for item in group)])
        for course, group in groupby(ordered, key=lambda item: item.course)
    ]


def _words(item: Item, kinds: Mapping[str, Kind]) -> str:
    return kinds[item.code].say({**item.arguments, "title": item.title})


def _end(letter: Letter) -> str:
    lines = [_("Open the activity from your course page to act on it.")]
    if letter.contact:
        lines.append(_("Something does not work? Ask %(contact)s.", contact=letter.contact))
    lines.append(_("You want no more of these e-mails? Stop them here: %(address)s", address=letter.stop_url))
    return "\n".join(lines)
