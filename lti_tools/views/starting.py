"""Starting an activity from a template: what the address or the form names, and the settings form filled from it."""

from collections.abc import Mapping
from typing import Any

from flask import request
from wtforms import Form

from lti_tools.kit.activity_file import library
from lti_tools.kit.activity_file.library import Chosen
from lti_tools.kit.activity_file.pictures import settings_of
from lti_tools.launches import current_launch
from lti_tools.suite import current_suite
from lti_tools.tool import Tool

FIELD = "template"


def chosen_template(tool: Tool) -> Chosen | None:
    """The template that this request starts from; None where it names none. Raises `NotFound` for a foreign one."""
    key = request.form.get(FIELD, "") or request.args.get(FIELD, "")
    if not key:
        return None
    with current_suite().database.read() as db:
        return library.choose(db, current_launch(), tool, key)


def form_of(tool: Tool, template: Chosen | None, known: Mapping[str, Any]) -> Form:
    """The settings form with what is known of the activity, or with the template's settings."""
    if template is None or tool.content is None:
        return tool.settings_form(data=tool.from_settings(dict(known)))
    return tool.settings_form(data=tool.from_settings(settings_of(tool.content, template.file.values)))
