"""The phases that a tool's activities can have: declared as data in `Tool.phases`, in order."""

from dataclasses import dataclass

from lti_tools.pure.schedule import End, Start


@dataclass(frozen=True, kw_only=True)
class DeclaredPhase:
    """A phase as a tool knows it; an activity may leave it out where `optional`."""

    key: str
    """Stored, never shown; letters, digits and "_"."""
    title: str
    """A message id (`lazy`), one or two words: "Vote"."""
    text: str = ""
    """A message id: a sentence for the timeline, what one does in this phase."""
    optional: bool = False
    may_overlap: bool = False
    """It may open while the phase before it is open."""
    starts: tuple[Start, ...] = (Start.NOW, Start.DATE, Start.HAND)
    """What the settings form offers; the first is what a new activity has."""
    ends: tuple[End, ...] = (End.HAND, End.DATE)
