"""Tools the site knows: one per registration."""

from dataclasses import dataclass, field
from typing import Any

from lti_tools.demo_lms.terms import DEEP_LINKING, RESOURCE_LINK


@dataclass
class Placement:
    """A place in Canvas's interface where a tool may be opened, with the one message type it takes there."""

    name: str
    message_type: str
    target_link_uri: str = ""
    label: str = ""
    custom: dict[str, str] = field(default_factory=dict)
    new_window: bool = False
    enabled: bool = True


@dataclass
class Tool:
    number: int
    client_id: str
    deployment_id: str
    """Empty until an admin adds the app (Canvas)."""
    name: str
    login_url: str
    redirect_uris: list[str]
    target_link_uri: str
    jwks_uri: str
    domain: str
    description: str = ""
    icon: str = ""
    scopes: set[str] = field(default_factory=set)
    custom: dict[str, str] = field(default_factory=dict)
    deep_linking: bool = False
    deep_linking_url: str = ""
    placements: list[Placement] = field(default_factory=list)
    messages: set[str] = field(default_factory=set)
    sends_name: bool = True
    sends_email: bool = True
    active: bool = False
    """Moodle: activated. Canvas: the developer key is ON."""
    in_chooser: bool = False
    """Moodle: shown in every course's activity chooser; it starts as preconfigured only."""
    registration: dict[str, Any] = field(default_factory=dict)

    def target_for(self, message_type: str) -> str:
        if message_type == DEEP_LINKING and self.deep_linking_url:
            return self.deep_linking_url
        return self.target_link_uri

    def placed(self, name: str) -> Placement | None:
        return next((p for p in self.placements if p.name == name and p.enabled), None)

    @property
    def selections(self) -> list[Placement]:
        """Canvas placements where a teacher picks content."""
        return [p for p in self.placements if p.message_type == DEEP_LINKING and p.enabled]

    @property
    def course_navigation(self) -> Placement | None:
        found = self.placed("course_navigation")
        return found if found and found.message_type == RESOURCE_LINK else None
