"""Why a file is not taken: a code where it is found out, a sentence where somebody reads it."""

from typing import Any

from lti_tools.web.locale import Lazy, lazy
from lti_tools.web.locale import gettext as _

WORDS = {
    "unknown": lazy("This kind of file is not taken here."),
    "mismatch": lazy(
        "The name ends in “%(ending)s”, but inside this is: %(label)s. Save it in the right format or rename it."
    ),
    "broken": lazy("This file is damaged or not complete. Save it again and send it once more."),
    "bomb": lazy("This file unpacks to far more than a file of its size should. It is not taken."),
    "protected": lazy("This file is protected by a password. Remove the password and send it again."),
    "macros": lazy("This file has macros in it. Save it without macros and send it again."),
    "links": lazy("This archive has links to other places in it. Pack the files themselves."),
    "nested": lazy("There are too many archives inside each other. Pack the files into one."),
    "member": lazy("“%(name)s” in this archive cannot be taken. %(why)s"),
    "tracks": lazy("Beside picture and sound this recording has other tracks. Export it with picture and sound alone."),
    "pixels": lazy("This picture has too many pixels. Make it smaller and send it again."),
    "heavy": lazy(
        "It takes too much memory or time to look into this file. Make it smaller or simpler and send it again."
    ),
    "empty": lazy("This file is empty."),
    "other": lazy("Here only these are taken: %(kinds)s."),
}
"""Code -> sentence; `looks` is added to "unknown" where the kind is known."""


class FileRefused(Exception):
    """A file that is not taken; `values` fill the sentence's placeholders."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values

    @property
    def stored(self) -> dict[str, Any]:
        """As JSON values, for `from_stored`; labels as their message ids."""
        return {"code": self.code, "values": {name: _plain(value) for name, value in self.values.items()}}

    @classmethod
    def from_stored(cls, found: dict[str, Any]) -> "FileRefused":
        """The refusal again, its labels in the language of whoever reads it."""
        values = {
            name: cls.from_stored(value) if isinstance(value, dict) else lazy(value) if name == "label" else value
            for name, value in found.get("values", {}).items()
        }
        return cls(found.get("code", "broken"), **values)

    @property
    def sentence(self) -> str:
        """In the reader's language."""
        values = {
            name: value.sentence if isinstance(value, FileRefused) else value for name, value in self.values.items()
        }
        text = _(WORDS[self.code], **values)
        if not self.values.get("looks"):
            return text
        looks = _("It looks like a “%(ending)s” file.", ending=self.values["looks"])
        return f"{text} {looks}"


def _plain(value: object) -> object:
    if isinstance(value, FileRefused):
        return value.stored
    return str.__str__(value) if isinstance(value, Lazy) else str(value)
