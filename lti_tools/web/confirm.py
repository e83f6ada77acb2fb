"""Asking before a deed that cannot be undone: by a dialog where scripts run, else by a page that posts the same again.

if not confirmed():
    return ask(_("Close the vote now?"), yes=_("Close the vote"), back_url=url_for(".home"))
"""

from typing import Any

from flask import render_template, request

FIELD = "confirmed"
PAGE = "lti/confirm.html"
_NOT_REPEATED = frozenset({FIELD, "csrf_token"})


def confirmed() -> bool:
    """Whether the person was asked and said yes."""
    return request.form.get(FIELD) == "1"


def ask(
    question: str, *, yes: str, back_url: str, detail: str = "", danger: bool = False, page: str = PAGE, **more: Any
) -> str:
    """The page that asks: it posts this request's fields again to this address, with the yes.

    `page` is a template that extends `lti/confirm.html`, `more` what it needs besides.
    """
    fields = [item for item in request.form.items(multi=True) if item[0] not in _NOT_REPEATED]
    return render_template(
        page,
        question=question,
        detail=detail,
        yes=yes,
        back_url=back_url,
        danger=danger,
        action=request.path,
        fields=fields,
        **more,
    )
