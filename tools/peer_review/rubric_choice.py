"""The rubrics that the settings form offers: the one it carries, and those of the shipped templates."""

import json
from typing import Any

from lti_tools.kit.activity_file import starters
from lti_tools.kit.activity_file.reading import Reader
from lti_tools.kit.activity_file.refusals import FileRefused
from lti_tools.suite import current_suite
from tools.peer_review.service.content import read_rubric_part

SLUG = "peer-review"


def rubric_in(text: object) -> list[dict[str, Any]]:
    """The rubric that a form carried; empty for what is none."""
    try:
        return read_rubric_part(Reader({"rubric": json.loads(str(text or "[]"))}))
    except (ValueError, FileRefused):
        return []


def shipped_rubrics() -> dict[str, tuple[str, list[dict[str, Any]]]]:
    """Name of each shipped template -> its title with its criteria, and its rubric, in the reader's language."""
    tool = current_suite().tools[SLUG]
    found = {}
    for name, file in starters.starters(tool).items():
        rubric = read_rubric_part(Reader({"rubric": file.values["rubric"]}))
        found[name] = (f"{file.title}: {titles(rubric)}", rubric)
    return found


def titles(rubric: list[dict[str, Any]]) -> str:
    return ", ".join(str(one["title"]) for one in rubric)
