"""The suite's public keys (Security Framework 6.3)."""

from flask import Blueprint, Response, jsonify

from lti_tools.launches import now
from lti_tools.suite import current_suite

blueprint = Blueprint("jwks", __name__)


@blueprint.get("/lti/jwks")
def jwks() -> Response:
    response = jsonify(current_suite().keys.jwks(now()))
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
