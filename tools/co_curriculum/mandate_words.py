"""The mandate in words: what the teacher promised before anybody proposed, as the rule card holds it."""

from collections.abc import Mapping

from lti_tools.kit.schedule.plans import read_instant
from lti_tools.web.formats import format_instant
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy, ngettext
from tools.co_curriculum.settings import Binding

WORTH = {
    Binding.BINDS: lazy("binds: what the class chooses is what is done"),
    Binding.VETO: lazy("binds, unless the teacher vetoes it openly on the grounds below"),
    Binding.ADVISES: lazy("advises: the teacher decides afterwards, openly and with reasons"),
}


def promises(mandate: Mapping[str, str] | None) -> list[tuple[str, str]]:
    """(name, Markdown) of what a rule card's mandate says; empty where nothing was said."""
    said, weeks = mandate or {}, int((mandate or {}).get("weeks") or 0)
    answer_by = read_instant(said.get("answer_by"))
    lines = [
        (_("What is up for choice"), said.get("up_for_choice", "")),
        (_("What is fixed"), said.get("fixed", "")),
        (
            _("It is about"),
            ngettext("%(num)s week of the course", "%(num)s weeks of the course", weeks) if weeks else "",
        ),
        (_("The result"), str(WORTH[Binding(said["binding"])]) if said.get("binding") else ""),
        (_("Grounds for a veto"), said.get("veto_grounds", "")),
        (_("The decision comes by"), format_instant(answer_by) if answer_by else ""),
    ]
    return [(name, text) for name, text in lines if text]


def _weeks(number: int) -> str:
    return ngettext("%(num)s week of the course", "%(num)s weeks of the course", number)
