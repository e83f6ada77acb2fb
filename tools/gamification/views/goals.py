"""The builder's pages of goals that are reached together, and of levels, limits and the grade."""

from dataclasses import replace

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from lti_tools.kit.audit.deeds import harmless
from lti_tools.launches import Right, require_right
from tools.gamification.domain.facts import Key
from tools.gamification.domain.questline import editing
from tools.gamification.domain.questline.line import BossRule
from tools.gamification.domain.questline.ruling import levels_of, most_xp
from tools.gamification.forms import parts
from tools.gamification.forms import rules as rule_forms
from tools.gamification.service.building import new_key
from tools.gamification.views.drafting import DRAFT_ONLY, change_draft, found, page, the_draft


@require_right(Right.SETTINGS)
def goals() -> str:
    """The bosses."""
    return page("goals", line=the_draft(), form=parts.TitleForm())


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def add_goal() -> Response | tuple[str, int]:
    form = parts.TitleForm(request.form)
    if not form.validate():
        return page("goals", line=the_draft(), form=form), 422
    boss = BossRule(key=new_key(), title=form.title.data or "")
    change_draft(lambda line: editing.add_boss(line, boss))
    return redirect(url_for(".goals", said="quests-draft"), 303)


@require_right(Right.SETTINGS)
def edit_goal(key: Key) -> str:
    boss = found(the_draft().boss(key))
    return page("goal", boss=boss, form=parts.BossForm(data=parts.boss_data(boss)))


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def save_goal(key: Key) -> Response | tuple[str, int]:
    boss, form = found(the_draft().boss(key)), parts.BossForm(request.form)
    if not form.validate():
        return page("goal", boss=boss, form=form), 422
    change_draft(lambda line: editing.put(line, replace(found(line.boss(key)), **form.data)))
    return redirect(url_for(".goals", said="quests-draft"), 303)


@require_right(Right.SETTINGS)
def rules() -> str:
    line = the_draft()
    return page(
        "rules",
        line=line,
        levels=levels_of(line),
        most=most_xp(line),
        form=rule_forms.RulesForm(data=rule_forms.rules_data(line)),
    )


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def save_rules() -> Response | tuple[str, int]:
    line, form = the_draft(), rule_forms.RulesForm(request.form)
    if not form.validate():
        return page("rules", line=line, levels=levels_of(line), most=most_xp(line), form=form), 422
    change_draft(lambda line: rule_forms.changed_rules(line, form))
    return redirect(url_for(".rules", said="quests-draft"), 303)
