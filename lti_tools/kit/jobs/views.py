"""Long work as staff see it: how far it is, stopping, going on, the file it made."""

from flask import Blueprint, Response, jsonify, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from lti_tools.errors import NotFound
from lti_tools.kit.audit.deeds import harmless
from lti_tools.kit.jobs.jobs import ask_to_stop, go_on, job_of
from lti_tools.kit.jobs.tables import Job
from lti_tools.kit.jobs.words import Shown, kinds_here, shown
from lti_tools.launches import Right, current_launch, now, require_right
from lti_tools.suite import current_suite
from lti_tools.web.files import FileStore, download
from lti_tools.web.locale import lazy
from lti_tools.web.notices import Notice, Tone, announce

LISTED = 50


def make_blueprint() -> Blueprint:
    blueprint = Blueprint("kit-jobs", __name__)
    announce(
        blueprint,
        {
            "jobs-stopping": Notice(lazy("It stops after the step it is doing."), Tone.INFO),
            "jobs-over": Notice(lazy("It had ended already."), Tone.INFO),
            "jobs-going-on": Notice(lazy("It goes on where it stood.")),
            "jobs-busy": Notice(lazy("Another one of this kind is under way. Wait for it, or stop it."), Tone.WARN),
        },
    )
    blueprint.add_url_rule("/", "listing", listing)
    blueprint.add_url_rule("/<int:job_id>", "show", show)
    blueprint.add_url_rule("/<int:job_id>/state", "state", state)
    blueprint.add_url_rule("/<int:job_id>/file", "file", file)
    blueprint.add_url_rule("/<int:job_id>/stop", "stop", stop, methods=["POST"])
    blueprint.add_url_rule("/<int:job_id>/go-on", "resume", resume, methods=["POST"])
    return blueprint


@require_right(Right.RUN)
def listing() -> str:
    newest = select(Job).where(Job.activity_id == current_launch().activity).order_by(Job.id.desc()).limit(LISTED)
    with current_suite().database.read() as db:
        jobs = [shown(job, now()) for job in db.scalars(newest)]
    return render_template("lti/jobs/jobs.html", jobs=jobs)


@require_right(Right.RUN)
def show(job_id: int) -> str:
    return render_template("lti/jobs/job.html", job=_shown(job_id))


@require_right(Right.RUN)
def state(job_id: int) -> Response:
    """What the page's script asks for while the job is under way."""
    job = _shown(job_id)
    answer = jsonify(active=job.active, done=job.done, total=job.total, words=job.words)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_right(Right.RUN)
def file(job_id: int) -> Response:
    with current_suite().database.read() as db:
        job = job_of(db, current_launch().activity, job_id)
    if not shown(job, now()).has_file:
        raise NotFound
    return download(FileStore(current_suite().settings.files).get(job.file_key), job.file_name)


@require_right(Right.RUN)
@harmless("what the job has done stays, and it can go on")
def stop(job_id: int) -> AnyResponse:
    with current_suite().database.write() as db:
        job_of(db, current_launch().activity, job_id)
        asked = ask_to_stop(db, current_launch().activity, job_id, now())
    return redirect(url_for(".show", job_id=job_id, said="jobs-stopping" if asked else "jobs-over"), 303)


@require_right(Right.RUN)
@harmless("goes on with what was asked for before")
def resume(job_id: int) -> AnyResponse:
    launch = current_launch()
    with current_suite().database.write() as db:
        kind = kinds_here().get(job_of(db, launch.activity, job_id).kind)
        if kind is None:
            raise NotFound
        going = go_on(db, launch.activity, job_id, kind, now())
    return redirect(url_for(".show", job_id=job_id, said="jobs-going-on" if going else "jobs-busy"), 303)


def _shown(job_id: int) -> Shown:
    with current_suite().database.read() as db:
        return shown(job_of(db, current_launch().activity, job_id), now())
