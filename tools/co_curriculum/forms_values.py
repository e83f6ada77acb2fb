"""Settings as stored <-> the data of their form."""

from collections.abc import Mapping
from typing import Any

from wtforms import Form as AnyForm

from lti_tools.kit.schedule import plans
from lti_tools.kit.schedule.fields import phase_data, phase_settings
from lti_tools.web.locale import gettext as _
from tools.co_curriculum.domain.methods import Method, Question
from tools.co_curriculum.domain.participation import USUAL
from tools.co_curriculum.domain.rule_card import NAMED
from tools.co_curriculum.phases import PHASES
from tools.co_curriculum.settings import OWN

Settings = dict[str, Any]
UNSAID = "unsaid"
BY_NAME, PSEUDONYMS = "names", "pseudonyms"


def to_settings(form: AnyForm) -> Settings:
    """The valid form -> settings as stored."""
    data = form.data
    return {
        "title": data["title"],
        "question": data["question"] or "",
        "options": list(data["options"] or ()),
        "asks": data["asks"],
        "method": data["method"] if data["asks"] == OWN else "",
        "winners": data["winners"] or 1,
        "weeks": data["weeks"] or 3,
        "budget": data["budget"] or 5,
        "quorum": 50 if data["quorum"] is None else data["quorum"],
        "secrecy": data["secrecy"],
        "voters": list(data["voters"] or ()),
        "latecomers": not data["no_latecomers"],
        "whole": bool(data["whole"]),
        "most": data["most"],
        "up_for_choice": data["up_for_choice"] or "",
        "fixed": data["fixed"] or "",
        "about_weeks": data["about_weeks"],
        "binding": "" if data["binding"] == UNSAID else data["binding"],
        "veto_grounds": data["veto_grounds"] or "",
        "answer_by": plans.write_instant(data["answer_by"]),
        "deciders": data["deciders"] or 1,
        "most_each": data["most_each"],
        "approve": bool(data["approve"]),
        "pseudonyms": data["authors"] == PSEUDONYMS,
        "supports": bool(data["supports"]),
        "idea_box": bool(data["idea_box"]),
        **phase_settings(form),
        "results": data["results"],
        "graded": bool(data["graded"]),
        "points": data["points"] or 10,
        "parts": list(data["parts"] or USUAL),
        "comments": bool(data["comments"]),
    }


def from_settings(stored: Mapping[str, Any]) -> Settings:
    """Settings as stored -> the form's data; what is missing gets the form's default."""
    data = dict(stored)
    data["title"] = stored.get("title") or _("Topic vote")
    data["asks"] = stored.get("asks") or Question.QUICK.value
    data["secrecy"] = stored.get("secrecy") or NAMED
    data["no_latecomers"] = not stored.get("latecomers", True)
    data["method"] = stored.get("method") or Method.SCHULZE.value
    data["comments"] = bool(stored.get("comments", "options" not in stored))
    data["parts"] = list(stored.get("parts", USUAL))
    data["binding"] = stored.get("binding") or UNSAID
    data["deciders"] = stored.get("deciders") or 1
    data["answer_by"] = plans.read_instant(stored.get("answer_by"))
    data["authors"] = PSEUDONYMS if stored.get("pseudonyms") else BY_NAME
    return data | phase_data(PHASES, stored)


def without_dates(stored: Mapping[str, Any]) -> Settings:
    """For a copied activity: no dates, no groups of the old course, and not open before its teacher looked at it."""
    empty: Settings = {"answer_by": "", "voters": []}
    own = {name: value for name, value in empty.items() if name in stored}
    return {**plans.without_dates(stored), **own}
