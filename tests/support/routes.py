"""Addresses compiled once in a process, for all applications that its tests make."""

from collections.abc import Callable

from flask import Flask
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]
_known: dict[tuple[str, str | None, str | None, bool], Builder] = {}


class KnownRule(Rule):
    """A rule that writes the function which builds its addresses only where no equal rule has done so before."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        if self.defaults:
            return super()._compile_builder(append_unknown)
        key = (self.rule, self.subdomain, self.host, append_unknown)
        if key not in _known:
            _known[key] = super()._compile_builder(append_unknown)
        return _known[key]


def compile_routes_once() -> None:
    """From now on, for every application of this process."""
    Flask.url_rule_class = KnownRule
