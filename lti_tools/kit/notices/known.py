"""Every kind of notice of an installation: the tools' and the kit's."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from lti_tools.kit.notices.kinds import Kind


class Owner(Protocol):
    """A tool, or a part of the kit."""

    @property
    def notices(self) -> Mapping[str, Kind]: ...


def kinds_of(owners: Iterable[Owner]) -> dict[str, Kind]:
    """Code -> kind. A code that nobody registers any more is left out of pages and e-mails."""
    return {code: kind for owner in owners for code, kind in owner.notices.items()}
