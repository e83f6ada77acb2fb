"""The builder: the outline, its parts, the rules, the preview and publishing. All of it works on the draft."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.audit.audit import note
from lti_tools.kit.audit.deeds import deed, done, harmless
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from lti_tools.web.confirm import ask, confirmed
from lti_tools.web.locale import gettext as _
from tools.gamification import builder_forms as forms
from tools.gamification import deeds
from tools.gamification.domain.facts import Key
from tools.gamification.domain.questline import editing
from tools.gamification.domain.questline.line import BossRule, Chapter, Objective, Quest, Questline, Way
from tools.gamification.domain.questline.ruling import levels_of, most_xp
from tools.gamification.service import building, playing
from tools.gamification.service.building import new_key
from tools.gamification.service.playing import names_of
from tools.gamification.store import lines
from tools.gamification.views.current import current_settings, words
from tools.gamification.views.map_picture import picture
from tools.gamification.views.words import STANDS, WAYS, cap_text, fault_text, needed, titles_of

DRAFT_ONLY = "changes the draft alone; students see nothing of it before it is published"


def _draft() -> Questline:
    with current_suite().database.read() as db:
        return lines.draft_of(db, current_launch().activity)[0]


def _change(change: Callable[[Questline], Questline]) -> Questline:
    with current_suite().database.write() as db:
        return building.change(db, current_launch().activity, change)


def _page(template: str, **values: Any) -> str:
    settings = current_settings()
    return render_template(f"quests/{template}.html", settings=settings, words=words(settings), ways=WAYS, **values)


@require_right(Right.SETTINGS)
def outline() -> str:
    return outline_page(forms.TitleForm())


def outline_page(form: forms.TitleForm) -> str:
    with current_suite().database.read() as db:
        place = lines.published(db, current_launch().activity)
        draft, _number = lines.draft_of(db, current_launch().activity)
    titles = titles_of(draft)
    faults = building.faults_of(draft)
    return _page(
        "builder",
        line=draft,
        place=place,
        same=draft == place.line,
        form=form,
        faults=[fault_text(one, titles) for one in faults.findings],
        most=most_xp(draft),
        levels=levels_of(draft),
    )


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def add_chapter() -> Response | tuple[str, int]:
    form = forms.TitleForm(request.form)
    if not form.validate():
        return outline_page(form), 422
    chapter = Chapter(key=new_key(), title=form.title.data or "")
    _change(lambda line: editing.add_chapter(line, chapter))
    return redirect(url_for(".outline", said="quests-draft"), 303)


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def add_quest(key: Key) -> Response | tuple[str, int]:
    _found(_draft().chapter(key))
    form = forms.TitleForm(request.form)
    if not form.validate():
        return outline_page(form), 422
    quest = Quest(key=new_key(), title=form.title.data or "")
    _change(lambda line: editing.add_quest(line, key, quest))
    return redirect(url_for(".edit_quest", key=quest.key), 303)


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def move(key: Key) -> Response:
    by = -1 if request.form.get("way") == "up" else 1
    line = _change(lambda line: editing.move(line, key, by))
    owner = next((quest for quest, one in line.objectives() if one.key == key), None)
    if owner:
        return redirect(url_for(".edit_quest", key=owner.key, _anchor=key), 303)
    if line.boss(key):
        return redirect(url_for(".goals"), 303)
    return redirect(url_for(".outline", _anchor=key), 303)


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def remove(key: Key) -> Response | str:
    line = _draft()
    item = line.chapter(key) or line.quest(key) or line.objective(key) or line.boss(key)
    if item is None:
        raise NotFound
    if not confirmed():
        return ask(
            _("Remove “%(title)s”?", title=item.title),
            yes=_("Remove"),
            detail=_("What is in it goes too. Evidence of students is kept, and counts again if you put it back."),
            back_url=url_for(".outline"),
            danger=True,
        )
    _change(lambda line: editing.remove(line, key))
    return redirect(url_for(".outline", said="quests-removed"), 303)


# -- a chapter


@require_right(Right.SETTINGS)
def edit_chapter(key: Key) -> str:
    chapter = _found(_draft().chapter(key))
    return _page("chapter", chapter=chapter, form=forms.ChapterForm(data=forms.chapter_data(chapter)))


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def save_chapter(key: Key) -> Response | tuple[str, int]:
    chapter, form = _found(_draft().chapter(key)), forms.ChapterForm(request.form)
    if not form.validate():
        return _page("chapter", chapter=chapter, form=form), 422
    _change(lambda line: editing.put(line, replace(_found(line.chapter(key)), **form.data)))
    return redirect(url_for(".outline", said="quests-draft", _anchor=key), 303)


# -- a quest


@require_right(Right.SETTINGS)
def edit_quest(key: Key) -> str:
    quest = _found(_draft().quest(key))
    return quest_page(quest, forms.QuestForm(data=forms.quest_data(quest)))


def quest_page(quest: Quest, form: forms.QuestForm) -> str:
    line = _draft()
    state = next((one for one in playing.preview(line, now()) if one.quest.key == quest.key), None)
    opens = needed(state.why, titles_of(line)) if state else []
    return _page("edit_quest", quest=quest, form=form, opens=opens)


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def save_quest(key: Key) -> Response | tuple[str, int]:
    quest, form = _found(_draft().quest(key)), forms.QuestForm(request.form)
    if not form.validate():
        return quest_page(quest, form), 422
    values = {**form.data, "enough": form.enough.data or 0}
    _change(lambda line: editing.put(line, replace(_found(line.quest(key)), **values)))
    return redirect(url_for(".edit_quest", key=key, said="quests-draft"), 303)


@require_right(Right.SETTINGS)
def opens(key: Key) -> str:
    """When a quest opens."""
    line = _draft()
    quest = _found(line.quest(key))
    data = forms.opens_data(quest.unlock)
    return _page("opens", quest=quest, own=data is None, form=forms.OpensForm(line, quest, data=data or {}))


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def save_opens(key: Key) -> Response | tuple[str, int]:
    line = _draft()
    quest = _found(line.quest(key))
    form = forms.OpensForm(line, quest, request.form)
    if not form.validate():
        return _page("opens", quest=quest, own=False, form=form), 422
    _change(lambda line: editing.put(line, replace(_found(line.quest(key)), unlock=form.to_condition(line))))
    return redirect(url_for(".edit_quest", key=key, said="quests-draft"), 303)


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def add_objective(key: Key) -> Response:
    """A new objective of the way whose button was pressed."""
    way = request.form.get("way", "")
    if way not in set(Way):
        raise NotFound
    quest = _found(_draft().quest(key))
    one = Objective(key=new_key(), title=_("Objective %(number)s", number=len(quest.objectives) + 1), way=Way(way))
    _change(lambda line: editing.add_objective(line, key, one))
    return redirect(url_for(".edit_objective", key=one.key), 303)


# -- an objective


@require_right(Right.SETTINGS)
def edit_objective(key: Key) -> str:
    one = _found(_draft().objective(key))
    return objective_page(one, forms.ObjectiveForm(one.way, data=forms.objective_data(one)))


def objective_page(one: Objective, form: forms.ObjectiveForm) -> str:
    quest = next(quest for quest, each in _draft().objectives() if each.key == one.key)
    return _page("objective", one=one, quest=quest, form=form)


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def save_objective(key: Key) -> Response | tuple[str, int]:
    one = _found(_draft().objective(key))
    form = forms.ObjectiveForm(one.way, request.form)
    if not form.validate():
        return objective_page(one, form), 422
    line = _change(lambda line: editing.put(line, forms.changed_objective(_found(line.objective(key)), form)))
    quest = next(quest for quest, each in line.objectives() if each.key == key)
    return redirect(url_for(".edit_quest", key=quest.key, said="quests-draft", _anchor=key), 303)


# -- goals and rules


@require_right(Right.SETTINGS)
def goals() -> str:
    """The bosses."""
    return _page("goals", line=_draft(), form=forms.TitleForm())


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def add_goal() -> Response | tuple[str, int]:
    form = forms.TitleForm(request.form)
    if not form.validate():
        return _page("goals", line=_draft(), form=form), 422
    boss = BossRule(key=new_key(), title=form.title.data or "")
    _change(lambda line: editing.add_boss(line, boss))
    return redirect(url_for(".goals", said="quests-draft"), 303)


@require_right(Right.SETTINGS)
def edit_goal(key: Key) -> str:
    boss = _found(_draft().boss(key))
    return _page("goal", boss=boss, form=forms.BossForm(data=forms.boss_data(boss)))


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def save_goal(key: Key) -> Response | tuple[str, int]:
    boss, form = _found(_draft().boss(key)), forms.BossForm(request.form)
    if not form.validate():
        return _page("goal", boss=boss, form=form), 422
    _change(lambda line: editing.put(line, replace(_found(line.boss(key)), **form.data)))
    return redirect(url_for(".goals", said="quests-draft"), 303)


@require_right(Right.SETTINGS)
def rules() -> str:
    line = _draft()
    return _page(
        "rules",
        line=line,
        levels=levels_of(line),
        most=most_xp(line),
        form=forms.RulesForm(data=forms.rules_data(line)),
    )


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def save_rules() -> Response | tuple[str, int]:
    line, form = _draft(), forms.RulesForm(request.form)
    if not form.validate():
        return _page("rules", line=line, levels=levels_of(line), most=most_xp(line), form=form), 422
    _change(lambda line: forms.changed_rules(line, form))
    return redirect(url_for(".rules", said="quests-draft"), 303)


# -- preview and publishing


@require_right(Right.SETTINGS)
def preview() -> str:
    """The draft as a student finds it who has done nothing yet."""
    line = _draft()
    states, titles = playing.preview(line, now()), titles_of(line)
    shown = picture(line, states, lambda _key: "", _("Map of the quests"))
    return _page(
        "preview",
        line=line,
        states=[(one, needed(one.why, titles)) for one in states],
        picture=shown,
        stands=STANDS,
    )


@require_right(Right.SETTINGS)
def publishing() -> str:
    """What publishing would change: faults first, then for whom."""
    launch = current_launch()
    with current_suite().database.read() as db:
        place = lines.published(db, launch.activity)
        draft, _number = lines.draft_of(db, launch.activity)
        effect = building.effect(db, launch.activity, now())
        names = names_of(db, launch.context_id)
    faults, titles = building.faults_of(draft), titles_of(draft)
    return _page(
        "publish",
        line=draft,
        place=place,
        same=draft == place.line,
        blocked=faults.blocking or not any(True for _one in draft.objectives()),
        faults=[fault_text(one, titles) for one in faults.findings] + [cap_text(kind) for kind, _places in faults.caps],
        empty=faults.empty,
        effect=effect,
        names=names,
    )


@require_right(Right.RUN)
@deed(deeds.PUBLISHED)
def publish() -> Response:
    launch = current_launch()
    with current_suite().database.write() as db:
        number = building.publish(db, launch.activity, now())
        entry = note(db, launch, deeds.PUBLISHED, after={"version": number}, now=now())
    return done(".outline", "quests-published", entry if number > 1 else None)


def _found(item: Any) -> Any:
    if item is None:
        raise NotFound
    return item
