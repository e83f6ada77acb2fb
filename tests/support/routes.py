"""Addresses compiled once in a process, for all applications that its tests make."""

from typing import Any

from flask import Flask
from werkzeug.routing import Rule

_known: dict[tuple[object, ...], dict[str, Any]] = {}
KEPT = ("_parts", "_trace", "_converters", "arguments")


class KnownRule(Rule):
    """A rule that takes over what an equal rule has found out: its parts and the functions that build its addresses."""

    def compile(self) -> None:
        key = (self.rule, self.subdomain, self.host, self.merge_slashes)
        if self.defaults:
            super().compile()
        elif key in _known:
            self.__dict__.update(_known[key])
            self._build = self._build.__func__.__get__(self, None)
            self._build_unknown = self._build_unknown.__func__.__get__(self, None)
        else:
            super().compile()
            _known[key] = {name: getattr(self, name) for name in (*KEPT, "_build", "_build_unknown")}


def compile_routes_once() -> None:
    """From now on, for every application of this process."""
    Flask.url_rule_class = KnownRule
