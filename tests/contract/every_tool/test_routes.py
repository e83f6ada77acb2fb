"""Every route of a tool has a door: a launch, a role, or a key."""

from lti_tools.app import MAX_CALL
from lti_tools.lti.roles import Role
from tests.support.pages import Page, faults
from tests.support.platform import ForgedPlatform
from tests.support.worlds import KIT, TOOLS, World, enter, once, rows, try_again


def test_every_route_needs_a_launch(world: World):
    client = world.app.test_client()
    for rule in world.app.url_map.iter_rules():
        if rule.endpoint not in world.endpoints:
            continue
        place = "-" if rule.endpoint.startswith(KIT) else world.tool.slug
        assert rule.rule.startswith(f"/s/<launch_session>/{place}/"), rule
        values = {name: 1 for name in rule.arguments if name != "launch_session"}
        _, path = rule.build({**values, "launch_session": "nobodys"})  # type: ignore[misc]
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            answer = client.open(path, method=method)
            assert (answer.status_code, faults(Page(answer))) == (403, []), (method, path)


def test_open_pages_only_read_know_nobody_and_set_no_cookie(world: World):
    client = world.app.test_client()
    for rule in world.app.url_map.iter_rules():
        if not rule.rule.startswith(f"/open/{world.tool.slug}/"):
            continue
        _, path = rule.build(dict.fromkeys(rule.arguments, 7))  # type: ignore[misc]
        answer = client.get(path)
        assert answer.status_code in ((404,) if rule.arguments else (200,)), path
        page = Page(answer)
        assert faults(page) == [], path
        assert not [word for word in ("your teacher", "your course") if word in page.words.lower()], path
        assert "Set-Cookie" not in answer.headers, path


def test_the_door_of_outside_systems_opens_with_a_key_alone_and_knows_no_session(world: World):
    client = world.home["instructor"].client
    for rule in world.app.url_map.iter_rules():
        if not rule.rule.startswith(f"/intake/{world.tool.slug}/"):
            continue
        assert rule.methods - {"OPTIONS"} == {"POST"}, rule
        assert "key_id" in rule.arguments, rule
        _, path = rule.build(dict.fromkeys(rule.arguments, 7))  # type: ignore[misc]
        before = rows(world)
        for body in (b"", b"{}", b"x" * (MAX_CALL + 1)):
            answer = client.post(path, data=body)
            assert (answer.status_code, answer.mimetype) == (404, "application/json"), path
            assert "Set-Cookie" not in answer.headers, path
        assert rows(world) == before
        assert client.get(path).status_code == 405, path


def test_every_route_says_which_roles_it_is_for(world: World):
    bare = [name for name in world.endpoints if not hasattr(world.app.view_functions[name], "required_roles")]
    assert bare == []


def test_the_first_page_is_for_everybody(world: World):
    assert set(world.app.view_functions[f"{world.tool.slug}.home"].required_roles) == set(Role)
    for role, visitor in world.home.items():
        assert visitor.entered.page.opened, role


def test_sessions_of_another_tool_open_none_of_its_pages(world: World):
    other = next(tool for slug, tool in TOOLS.items() if slug != world.tool.slug)
    platform = ForgedPlatform(world.database, client_id="client-5")
    visitor = enter(world.app, platform, other, "instructor", set_up=True, link="link-9")
    for step in once(world.own_steps):
        if not step.endpoint.startswith(KIT):
            assert try_again(visitor, step).status == 404, step.tail
