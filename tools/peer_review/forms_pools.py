"""The part of the settings form about pools: sections or groups whose people review each other."""

from collections.abc import Mapping
from typing import Any

from lti_tools.launches import current_launch
from lti_tools.suite import current_suite
from lti_tools.web.fields import LinesField
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.peer_review.service.pooling import unknown

MOST_POOLS, LONGEST = 40, 500
BETWEEN = " + "


def pools_field() -> Any:
    return LinesField(
        lazy("Pools of sections or groups"),
        required=False,
        max_entries=MOST_POOLS,
        entry_length=LONGEST,
        render_kw={"rows": 3},
        description=lazy(
            "One pool a line, by the names of sections or groups, such as “Monday + Tuesday”. People of one pool "
            "review each other alone. Who is in none makes one more pool. Left empty, everybody is in one."
        ),
    )


def read_lines(lines: list[str] | None) -> list[list[str]]:
    """Lines as typed -> pools as settings hold them."""
    found = [[name.strip() for name in line.split(BETWEEN) if name.strip()] for line in lines or ()]
    return [pool for pool in found if pool]


def pool_problems(lines: list[str] | None) -> dict[str, str]:
    """What is wrong with the field. A name that stands in the settings already may be of a section that is gone."""
    launch = current_launch()
    kept = {name for pool in launch.settings.get("pools", ()) for name in pool}
    fresh = [name for pool in read_lines(lines) for name in pool if name not in kept]
    if launch.context_id is None or not fresh:
        return {}
    with current_suite().database.read() as db:
        name = unknown(db, launch.context_id, launch.activity_id, fresh)
    return {"pools": _("There is no group or section called “%(name)s” here.", name=name)} if name else {}


def as_lines(stored: Mapping[str, Any]) -> list[str]:
    """The inverse of `read_lines`, from settings."""
    return [BETWEEN.join(pool) for pool in stored.get("pools", ())]
