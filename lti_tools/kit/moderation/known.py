"""Every kind of thing that can be moderated in the running application."""

from collections.abc import Iterable, Mapping

from flask import Flask, current_app

from lti_tools.kit.moderation.kinds import Moderated

_KEY = "lti_tools.moderated"


def install(app: Flask, kinds: Iterable[Moderated]) -> None:
    """Make the kinds of parts and tools known to the app."""
    app.extensions[_KEY] = {one.kind: one for one in kinds}


def known_kinds() -> Mapping[str, Moderated]:
    """Kind -> how its things are shown."""
    found: Mapping[str, Moderated] = current_app.extensions[_KEY]
    return found
