"""Everybody presses everything: nothing breaks, every page is found, none by a role that it is not for."""

from tests.support.worlds import ORDER, World, once, try_again


def test_nothing_that_anybody_pressed_broke(world: World):
    assert [(step.role, step.method, step.tail) for step in world.steps if step.status >= 500] == []
    assert len(world.own_steps) > len(ORDER)


def test_nobody_is_led_to_a_page_of_another_role(world: World):
    for step in world.own_steps:
        allowed = world.app.view_functions[step.endpoint].required_roles
        assert step.role in allowed, f"{step.role} found {step.method} {step.tail}"
        assert step.status != 404, f"{step.role}: {step.method} {step.tail} leads nowhere"


def test_every_page_can_be_reached(world: World):
    found = {step.endpoint for step in world.own_steps if step.method == "GET" and step.status == 200}
    rules = world.app.url_map.iter_rules()
    pages = {
        rule.endpoint
        for rule in rules
        if rule.endpoint.startswith(f"{world.tool.slug}.") and "GET" in rule.methods and "static" not in rule.endpoint
    }
    assert pages - found - {world.tool.review_endpoint} == set()


def test_every_page_keeps_the_rules_of_a_page(world: World):
    assert {(step.tail, step.faults) for step in world.steps if step.faults} == set()


def test_pages_of_other_roles_are_closed_to_who_guesses_them(world: World):
    for role, visitor in world.home.items():
        for step in once(world.own_steps):
            if role not in world.app.view_functions[step.endpoint].required_roles:
                assert try_again(visitor, step).status == 403, f"{role}: {step.method} {step.tail}"


def test_subjects_of_comments_that_a_tool_does_not_know_are_none(world: World):
    """`Tool.comment_subject` gets what stands in an address: it raises nothing, and says None."""
    for visitor in world.home.values():
        for kind, subject_id in (("no-such", "1"), ("option", "0"), ("option", "9" * 30), ("option", "x"), ("", "")):
            page = visitor.client.get(f"{visitor.entered.path}/-/comments/on/{kind or '-'}/{subject_id or '-'}")
            assert page.status_code in (403, 404), f"{visitor.role}: {kind} {subject_id}"
