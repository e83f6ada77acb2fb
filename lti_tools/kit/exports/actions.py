"""What exports write into the record."""

from lti_tools.kit.audit.actions import Action
from lti_tools.web.locale import lazy

NAMED = "exports.named"
ACTIONS = (
    Action(
        code=NAMED,
        title=lazy("Table with names downloaded"),
        why_not=lazy("A file that has left cannot be called back."),
        labels={"export": lazy("Table"), "format": lazy("Format")},
    ),
)
