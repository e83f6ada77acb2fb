"""Settings of comparing works two at a time: values, JSON, the part of a file."""

from collections.abc import Mapping
from typing import Any

from lti_tools.kit.activity_file.reading import Reader
from tools.peer_review.domain.comparison.marks import Scale

LEAST_MIDDLE, MOST_MIDDLE, MOST_STEP = 10, 95, 30
USUAL = Scale()


def read_comparing(stored: Mapping[str, Any]) -> Scale:
    """Settings as stored -> values; keys that an older form did not know get their defaults."""
    return Scale(
        middle=int(stored.get("compare_middle", USUAL.middle)), step=int(stored.get("compare_step", USUAL.step))
    )


def write_comparing(one: Scale) -> dict[str, Any]:
    """The values as settings hold them."""
    return {"compare_middle": one.middle, "compare_step": one.step}


def read_part(reader: Reader) -> dict[str, Any]:
    """The part "comparing" of a file as settings hold it; raises `FileRefused`."""
    return {
        "compare_middle": reader.whole("compare_middle", LEAST_MIDDLE, MOST_MIDDLE),
        "compare_step": reader.whole("compare_step", 1, MOST_STEP),
    }
