"""The address that outside systems call: no session, every call signed."""

from flask import Blueprint, Response, jsonify, request

from lti_tools.launches import now
from lti_tools.suite import current_suite
from tools.gamification.domain.intake import HEADER, MOST_BYTES, IntakeFault, IntakeRefused
from tools.gamification.outside import service

STATUS = {
    IntakeFault.UNSIGNED: 401,
    IntakeFault.STALE: 401,
    IntakeFault.FORGED: 401,
    IntakeFault.DAMAGED: 400,
    IntakeFault.LATER: 400,
    IntakeFault.REPLAYED: 200,
    IntakeFault.CHANGED: 409,
    IntakeFault.UNKNOWN_LEARNER: 404,
    IntakeFault.UNKNOWN_ACTION: 404,
}
INTAKE = "quests-intake"


def make_intake_blueprint() -> Blueprint:
    """The route, below `/intake/quests`."""
    blueprint = Blueprint(INTAKE, __name__)
    blueprint.add_url_rule("/<key_id>", "intake", intake, methods=["POST"])
    return blueprint


def intake(key_id: str) -> Response:
    """Take one call; the answer says in a code what became of it."""
    suite, moment = current_suite(), now()
    with suite.database.write() as db:
        counted = service.count_call(db, key_id, moment)
    if counted is None:
        return _told("unknown-key", 404)
    activity_id, calls = counted
    if calls > service.A_MINUTE:
        answer = _told("too-many", 429)
        answer.headers["Retry-After"] = str(60 - int(moment.timestamp()) % 60)
        return answer
    if (request.content_length or 0) > MOST_BYTES:
        return _told("too-large", 413)
    header, body = request.headers.get(HEADER, ""), request.get_data(cache=False)
    try:
        with suite.database.write() as db:
            service.take(db, suite.keys.keyed_hash, activity_id, key_id, header, body, moment)
    except IntakeRefused as refused:
        return _told(str(refused), STATUS[refused.fault])
    return _told("counted", 200)


def _told(code: str, status: int) -> Response:
    answer = jsonify({"outcome": code})
    answer.status_code = status
    return answer
