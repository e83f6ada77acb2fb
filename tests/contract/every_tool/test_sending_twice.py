"""Weak lines: what is sent again counts once."""

from lti_tools.kit.once.once import FIELD
from tests.support.worlds import World, rows


def test_what_a_student_writes_at_length_is_sent_once(world: World):
    """A form with a long text says so (`form(..., once=...)`), or keeps the text as a draft while it is typed."""
    visitor = world.home["learner"]
    tails = {step.tail for step in visitor.steps if step.method == "GET" and step in world.own_steps}
    forms = [form for tail in sorted(tails) for form in visitor.get(tail).tree.xpath("//form[@method='post']")]
    careless = [
        form.get("action")
        for form in forms
        if form.xpath(".//textarea[not(@data-draft)]") and form.get("data-once") is None
    ]
    assert careless == []


def test_a_form_that_comes_again_under_its_key_changes_nothing(world: World):
    sent = {
        (step.role, step.tail, *(pair for pair in step.form if pair[0] != FIELD)): step
        for step in world.own_steps
        if step.method == "POST" and FIELD in dict(step.form)
    }
    for step in sent.values():
        again = [(name, value if name != FIELD else "again and again") for name, value in step.form]
        visitor = world.home[step.role]
        visitor.post(step.tail, again)
        before = rows(world)
        assert visitor.post(step.tail, again).status < 500
        assert rows(world) == before, step.endpoint
