"""What a tool declares fits together: tables, settings, phases, actions, templates."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import lti_tools
from lti_tools.kit.activity_file import starters
from lti_tools.kit.parts import PARTS
from lti_tools.kit.schedule.plans import span, with_plan
from lti_tools.pure.schedule import End, Plan, Start
from lti_tools.registry import package_folder
from lti_tools.store.base import Base
from lti_tools.tool import Tool
from lti_tools.web.locale import LANGUAGES, Catalogues, Reader, speaking_to
from tests.support.worlds import TOOLS


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS.keys())
def test_tables_carry_the_prefix_of_their_tool(tool: Tool):
    strange = [
        mapper.local_table.name
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith(f"{tool.package}.")
        and not mapper.local_table.name.startswith(tool.table_prefix)  # type: ignore[attr-defined]
    ]
    assert strange == []


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS.keys())
def test_settings_that_depend_on_others_depend_on_fields_of_the_form(tool: Tool):
    names = dir(tool.settings_form)
    for name, condition in getattr(tool.settings_form, "shown_when", {}).items():
        assert {name, condition.partition("=")[0]} <= set(names), condition


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS.keys())
def test_every_declared_phase_has_a_key_and_words_in_every_language(tool: Tool):
    keys = [phase.key for phase in tool.phases]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch("[a-z][a-z0-9_]*", key) for key in keys)
    folders = [package_folder(tool) / "translations", Path(lti_tools.__path__[0]) / "translations"]
    catalogues = Catalogues(folders)
    for language in set(LANGUAGES) - {"en"}:
        known = catalogues.reader(language).texts.singular
        words = [str.__str__(text) for phase in tool.phases for text in (phase.title, phase.text) if text]
        assert [text for text in words if text not in known] == [], language


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS.keys())
def test_a_copy_of_settings_has_no_dates_in_its_phases(tool: Tool):
    at = datetime(2031, 5, 6, tzinfo=UTC)
    settings: dict[str, Any] = {"title": "A title"}
    for phase in tool.phases:
        plan = Plan(key=phase.key, start=Start.DATE, opens_at=at, end=End.DATE, closes_at=at)
        settings = with_plan(settings, plan)
    assert span(tool.without_dates(settings)) == (None, None)


def test_actions_of_the_record_begin_with_their_owner():
    for tool in TOOLS.values():
        assert [one.code for one in tool.actions if not one.code.startswith(f"{tool.slug}.")] == []
    for part in PARTS:
        assert [one.code for one in part.actions if not one.code.startswith(f"{part.name}.")] == []


WITH_CONTENT = [tool for tool in TOOLS.values() if tool.content is not None]


@pytest.mark.parametrize("tool", WITH_CONTENT, ids=[tool.slug for tool in WITH_CONTENT])
@pytest.mark.parametrize("language", LANGUAGES)
def test_templates_shipped_with_a_tool_are_taken_in_every_language(tool: Tool, language: str):
    with speaking_to(Reader(language=language)):
        assert starters.starters(tool).keys() == set(starters.names(tool))
    folder = package_folder(tool) / starters.FOLDER
    assert {path.name for path in (folder / language).glob("*.json")} == {
        f"{name}.json" for name in starters.names(tool)
    }


@pytest.mark.parametrize("tool", WITH_CONTENT, ids=[tool.slug for tool in WITH_CONTENT])
def test_each_step_of_a_practice_class_says_in_two_sentences_why_it_works(tool: Tool):
    assert tool.content is not None
    keys = [step.key for step in tool.content.practice]
    assert keys
    assert len(set(keys)) == len(keys)
    for step in tool.content.practice:
        assert len(str.__str__(step.why).rstrip(".").split(". ")) == 2, step.why
