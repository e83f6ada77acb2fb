"""The builder's page of limits: how many points a chapter, a quest, a skill or everything gives at most."""

from dataclasses import replace

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from lti_tools.kit.audit.deeds import harmless
from lti_tools.launches import Right, require_right
from tools.gamification.domain.questline.line import CapRule, Questline
from tools.gamification.domain.questline.ruling import cap_faults
from tools.gamification.forms.limits import LimitForm
from tools.gamification.views.drafting import DRAFT_ONLY, change_draft, page, the_draft
from tools.gamification.views.words import cap_text, limit_text


@require_right(Right.SETTINGS)
def limits() -> str:
    line = the_draft()
    return _page(line, LimitForm(line))


def _page(line: Questline, form: LimitForm) -> str:
    return page(
        "limits",
        form=form,
        limits=[(_name(cap), limit_text(line, cap)) for cap in line.caps],
        faults=sorted({cap_text(kind) for kind, _places in cap_faults(line)}),
    )


def _name(cap: CapRule) -> str:
    return f"{cap.window}/{cap.of}/{cap.skill}"


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def add_limit() -> Response | tuple[str, int]:
    line = the_draft()
    form = LimitForm(line, request.form)
    if not form.validate():
        return _page(line, form), 422
    change_draft(lambda line: replace(line, caps=(*line.caps, form.to_cap())))
    return redirect(url_for(".limits", said="quests-draft"), 303)


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def remove_limit() -> Response:
    name = request.form.get("limit", "")
    change_draft(lambda line: replace(line, caps=tuple(cap for cap in line.caps if _name(cap) != name)))
    return redirect(url_for(".limits", said="quests-draft"), 303)
