"""What staff do stands in the record."""

from sqlalchemy import select

from lti_tools.kit.audit.audit import verify
from lti_tools.kit.audit.known import known_actions
from lti_tools.kit.audit.tables import AuditEntry, AuditHead
from lti_tools.launches import STAFF
from tests.support.worlds import World


def test_posts_of_staff_are_a_deed_of_the_record_or_say_that_they_are_harmless(world: World):
    """A deed has an undo or the reason why there is none; `lti_tools.kit.audit.deeds` has both decorators."""
    with world.app.app_context():
        known = known_actions()
    for rule in world.app.url_map.iter_rules():
        view = world.app.view_functions[rule.endpoint]
        if rule.endpoint not in world.endpoints or "POST" not in rule.methods:
            continue
        if set(STAFF) & set(view.required_roles):
            assert getattr(view, "harmless", "") or getattr(view, "deeds", ()), f"{rule.endpoint}: @deed or @harmless?"
        assert set(getattr(view, "deeds", ())) <= known.keys(), rule.endpoint


def test_deeds_stand_in_the_record_and_the_record_holds(world: World):
    with world.database.read() as db:
        written = set(db.scalars(select(AuditEntry.action)))
        verdicts = [verify(db, one) for one in db.scalars(select(AuditHead.activity_id))]
    assert [verdict for verdict in verdicts if verdict.broken is not None] == []
    assert verdicts
    for step in world.own_steps:
        deeds = getattr(world.app.view_functions[step.endpoint], "deeds", ())
        if step.method == "POST" and deeds and ("confirmed", "1") in step.form and step.status == 200:
            assert written & set(deeds), f"{step.tail} wrote none of {deeds} into the record"
