"""The "no" of a rule: with a friendly page, no failure."""

from collections.abc import Mapping
from typing import Any

from lti_tools.errors.root import SuiteError


class Refusal(SuiteError):
    """A rule of an activity says no. `reason` is a sentence for the person, already translated."""

    code = "refused"
    status = 409

    def __init__(self, reason: str, **context: Any) -> None:
        super().__init__()
        self.reason = reason
        self.context = context


class SettingsRefused(Refusal):
    """A tool's `configure` cannot store these settings. `fields`: name of the form's field -> sentence."""

    code = "settings-refused"
    status = 422

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields
