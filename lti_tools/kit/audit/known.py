"""Every action that can stand in the record: the platform's own, those of the kit's parts, those of the tools."""

from collections.abc import Iterable, Mapping

from flask import Flask, current_app

from lti_tools.kit.audit.actions import Action
from lti_tools.kit.audit.own import OWN

_KEY = "lti_tools.actions"


def install(app: Flask, actions: Iterable[Action]) -> None:
    """Make the actions of parts and tools known to the app, beside the platform's own."""
    app.extensions[_KEY] = {action.code: action for action in (*OWN, *actions)}


def known_actions() -> Mapping[str, Action]:
    """Code -> action, of the running application."""
    found: Mapping[str, Action] = current_app.extensions[_KEY]
    return found
