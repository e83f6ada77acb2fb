"""Refusals told to scripts: the same sentences as on pages, as JSON."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import jsonify
from flask.typing import ResponseReturnValue

from lti_tools.errors import NotFound, Refusal
from lti_tools.web.locale import gettext as _

P = ParamSpec("P")


def answers_json(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let a view's refusals be answered as {"message": ...}, since a script and no person reads them."""

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        try:
            return view(*args, **kwargs)
        except Refusal as refusal:
            return jsonify(message=refusal.reason), refusal.status
        except NotFound as missing:
            return jsonify(message=_("This is not there any more. Load the page again.")), missing.status

    return answered
