"""The builder: the outline of the draft and its parts, down to one objective."""

from dataclasses import replace
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from lti_tools.errors import NotFound
from lti_tools.kit.audit.deeds import harmless
from lti_tools.kit.uploads.files import field_of
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from lti_tools.web.confirm import ask, confirmed
from lti_tools.web.locale import gettext as _
from tools.gamification.badges import store as badges
from tools.gamification.domain.facts import Key
from tools.gamification.domain.questline import editing
from tools.gamification.domain.questline.line import Chapter, Objective, Quest, Questline, Way
from tools.gamification.domain.questline.ruling import levels_of, most_xp
from tools.gamification.domain.quiz.quiz import Quiz
from tools.gamification.forms import objectives, opening, parts
from tools.gamification.service import building, playing
from tools.gamification.service.building import new_key
from tools.gamification.store import lines
from tools.gamification.story_pictures import PLACE, pictures_of
from tools.gamification.views.drafting import DRAFT_ONLY, change_draft, found, page, the_draft
from tools.gamification.views.words import badge_titles, fault_text, needed, titles_of


@require_right(Right.SETTINGS)
def outline() -> str:
    return outline_page(parts.TitleForm())


def outline_page(form: parts.TitleForm) -> str:
    with current_suite().database.read() as db:
        place = lines.published(db, current_launch().activity)
        draft, _number = lines.draft_of(db, current_launch().activity)
        faults = building.faults_here(db, current_launch().activity, draft)
        titles = {**titles_of(draft), **badge_titles(db, current_launch().activity, draft)}
    return page(
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
    form = parts.TitleForm(request.form)
    if not form.validate():
        return outline_page(form), 422
    chapter = Chapter(key=new_key(), title=form.title.data or "")
    change_draft(lambda line: editing.add_chapter(line, chapter))
    return redirect(url_for(".outline", said="quests-draft"), 303)


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def add_quest(key: Key) -> Response | tuple[str, int]:
    found(the_draft().chapter(key))
    form = parts.TitleForm(request.form)
    if not form.validate():
        return outline_page(form), 422
    quest = Quest(key=new_key(), title=form.title.data or "")
    change_draft(lambda line: editing.add_quest(line, key, quest))
    return redirect(url_for(".edit_quest", key=quest.key), 303)


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def move(key: Key) -> Response:
    """One place up or down by a button; into a chapter where it was dragged to."""
    form = request.form
    by = -1 if form.get("way") == "up" else 1
    into, before = form.get("into", "")[:64], form.get("before", "")[:64]
    line = change_draft(
        lambda line: editing.move_into(line, key, into, before) if into else editing.move(line, key, by)
    )
    owner = next((quest for quest, one in line.objectives() if one.key == key), None)
    if owner:
        return redirect(url_for(".edit_quest", key=owner.key, _anchor=key), 303)
    if line.boss(key):
        return redirect(url_for(".goals"), 303)
    return redirect(url_for(".outline", _anchor=key), 303)


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def remove(key: Key) -> Response | str:
    line = the_draft()
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
    change_draft(lambda line: editing.remove(line, key))
    return redirect(url_for(".outline", said="quests-removed"), 303)


# -- a chapter


@require_right(Right.SETTINGS)
def edit_chapter(key: Key) -> str:
    chapter = found(the_draft().chapter(key))
    return _chapter_page(chapter, parts.ChapterForm(data=parts.chapter_data(chapter)))


def _chapter_page(chapter: Chapter, form: parts.ChapterForm) -> str:
    return page("chapter", chapter=chapter, form=form, **_pictures(chapter.key))


def _pictures(story: Key) -> dict[str, Any]:
    """What stands beside a story, and the field that adds to it."""
    launch, suite = current_launch(), current_suite()
    with suite.database.read() as db:
        pictures = pictures_of(suite, db, launch, story)
    return {"pictures": pictures, "add": field_of(suite, launch, PLACE, story, _("Pictures beside the story"))}


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def save_chapter(key: Key) -> Response | tuple[str, int]:
    chapter, form = found(the_draft().chapter(key)), parts.ChapterForm(request.form)
    if not form.validate():
        return _chapter_page(chapter, form), 422
    change_draft(lambda line: editing.put(line, replace(found(line.chapter(key)), **form.data)))
    return redirect(url_for(".outline", said="quests-draft", _anchor=key), 303)


# -- a quest


@require_right(Right.SETTINGS)
def edit_quest(key: Key) -> str:
    quest = found(the_draft().quest(key))
    return quest_page(quest, parts.QuestForm(data=parts.quest_data(quest)))


def quest_page(quest: Quest, form: parts.QuestForm) -> str:
    line = the_draft()
    state = next((one for one in playing.preview(line, now()) if one.quest.key == quest.key), None)
    opens = needed(state.why, titles_of(line)) if state else []
    return page("edit_quest", quest=quest, form=form, opens=opens, **_pictures(quest.key))


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def save_quest(key: Key) -> Response | tuple[str, int]:
    quest, form = found(the_draft().quest(key)), parts.QuestForm(request.form)
    if not form.validate():
        return quest_page(quest, form), 422
    values = {**form.data, "enough": form.enough.data or 0}
    change_draft(lambda line: editing.put(line, replace(found(line.quest(key)), **values)))
    return redirect(url_for(".edit_quest", key=key, said="quests-draft"), 303)


def _badges() -> list[tuple[str, str]]:
    """(key, name) of the badges that a quest can wait for."""
    with current_suite().database.read() as db:
        return [(one.key, one.name) for one in badges.badges_of(db, current_launch().activity, retired=False)]


@require_right(Right.SETTINGS)
def opens(key: Key) -> str:
    """When a quest opens."""
    line = the_draft()
    quest = found(line.quest(key))
    data = opening.opens_data(quest.unlock)
    return page("opens", quest=quest, own=data is None, form=opening.OpensForm(line, quest, _badges(), data=data or {}))


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def save_opens(key: Key) -> Response | tuple[str, int]:
    line = the_draft()
    quest = found(line.quest(key))
    form = opening.OpensForm(line, quest, _badges(), request.form)
    if not form.validate():
        return page("opens", quest=quest, own=False, form=form), 422
    change_draft(lambda line: editing.put(line, replace(found(line.quest(key)), unlock=form.to_condition(line))))
    return redirect(url_for(".edit_quest", key=key, said="quests-draft"), 303)


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def add_objective(key: Key) -> Response:
    """A new objective of the way whose button was pressed."""
    way = request.form.get("way", "")
    if way not in set(Way):
        raise NotFound
    quest = found(the_draft().quest(key))
    one = Objective(key=new_key(), title=_("Objective %(number)s", number=len(quest.objectives) + 1), way=Way(way))
    if one.way is Way.QUIZ:
        one = replace(one, quiz=Quiz())
    change_draft(lambda line: editing.add_objective(line, key, one))
    return redirect(url_for(".edit_quiz" if one.quiz else ".edit_objective", key=one.key), 303)


# -- an objective


@require_right(Right.SETTINGS)
def edit_objective(key: Key) -> str:
    one = found(the_draft().objective(key))
    choices = _choices(the_draft(), key)
    return objective_page(one, objectives.ObjectiveForm(one.way, **choices, data=objectives.objective_data(one)))


def _choices(line: Questline, key: Key) -> dict[str, list[tuple[str, str]]]:
    return {"bases": objectives.bases_for(line, key), "firsts": objectives.firsts_for(line, key)}


def objective_page(one: Objective, form: objectives.ObjectiveForm) -> str:
    quest = next(quest for quest, each in the_draft().objectives() if each.key == one.key)
    return page("objective", one=one, quest=quest, form=form)


@require_right(Right.SETTINGS)
@harmless(DRAFT_ONLY)
def save_objective(key: Key) -> Response | tuple[str, int]:
    one = found(the_draft().objective(key))
    form = objectives.ObjectiveForm(one.way, request.form, **_choices(the_draft(), key))
    if not form.validate():
        return objective_page(one, form), 422
    line = change_draft(lambda line: editing.put(line, objectives.changed_objective(found(line.objective(key)), form)))
    quest = next(quest for quest, each in line.objectives() if each.key == key)
    return redirect(url_for(".edit_quest", key=quest.key, said="quests-draft", _anchor=key), 303)
