"""`Suite`: the parts that live as long as the process, handed to views and workers instead of globals."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app, has_app_context

from lti_tools.settings import Settings
from lti_tools.store.clients import Clients
from lti_tools.store.database import Database
from lti_tools.tool import Tool
from lti_tools.web.locale import Catalogues

if TYPE_CHECKING:
    from lti_tools.lti.http import Http
    from lti_tools.lti.jwks import KeySets
    from lti_tools.lti.keys import KeyStore
    from lti_tools.lti.tokens import Tokens


@dataclass(frozen=True)
class Suite:
    """Made once by `app.create_suite`; every member is safe to share between threads."""

    settings: Settings
    database: Database
    http: "Http"
    keys: "KeyStore"
    key_sets: "KeySets"
    tokens: "Tokens"
    tools: Mapping[str, Tool]
    """By slug."""
    catalogues: Catalogues
    clients: Clients

    def tool(self, slug: str) -> Tool | None:
        return self.tools.get(slug)


_WORKING: ContextVar[Suite] = ContextVar("working")


@contextmanager
def working(suite: Suite) -> Iterator[None]:
    """Let `current_suite` answer within background work, where there is no application."""
    token = _WORKING.set(suite)
    try:
        yield
    finally:
        _WORKING.reset(token)


def current_suite() -> Suite:
    """The suite of the running application, or of the background work at hand."""
    if not has_app_context() and (suite := _WORKING.get(None)) is not None:
        return suite
    found: Suite = current_app.extensions["suite"]
    return found
