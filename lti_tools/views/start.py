"""The suite's own address: what this is, for whoever lands here."""

from flask import Blueprint, render_template

blueprint = Blueprint("start", __name__)


@blueprint.get("/")
def start() -> str:
    return render_template("lti/explain.html", tool=None)
