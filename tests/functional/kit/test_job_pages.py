"""Long work on its pages: all tables of a vote in one archive, from the button to the download."""

import io
import re
import zipfile
from datetime import UTC, datetime

import pytest

from lti_tools.background import create_workers
from lti_tools.store.heartbeats import JOBS
from tests.support.pages import Page, faults
from tests.support.sessions import suite_of


@pytest.fixture
def teacher(course):
    course.vote("Ana", "Bees")
    return course.join("Tom", "instructor")


def ask(teacher, **data):
    answer = teacher.post("-/exports/everything", data)
    assert answer.status_code == 303
    return re.search(r"/-/(jobs/\d+)", answer.location).group(0)[1:]


def run(course):
    (worker,) = (one for one in create_workers(suite_of(course.app)) if one.name == JOBS)
    while worker.run_once(datetime.now(UTC)):
        pass


def archive(teacher, job):
    answer = teacher.get(f"{job}/file")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return zipfile.ZipFile(io.BytesIO(answer.data))


def test_the_archive_is_made_in_the_background_and_downloaded(course, teacher):
    job = ask(teacher, names="1")
    page = Page(teacher.get(job))
    assert faults(page) == []
    assert "Waiting for its turn" in page.words
    assert page.tree.xpath("//*[@data-job]//progress")
    assert teacher.get(f"{job}/state").json == {
        "active": True,
        "done": 0,
        "total": None,
        "words": "Waiting for its turn.",
    }
    assert teacher.get(f"{job}/file").status_code == 404
    run(course)
    page = Page(teacher.get(job))
    assert faults(page) == []
    files = archive(teacher, job)
    assert {"ballots.csv", "ballots.json", "participation.csv", "record.csv"} <= set(files.namelist())
    steps = len(files.namelist()) + 1
    assert f"{steps} of {steps} done." in page.words
    assert "Ana" in files.read("ballots.csv").decode()
    assert "All tables" in teacher.get("-/audit/").text


def test_without_names_the_archive_has_only_what_may_be_had_so(course, teacher):
    job = ask(teacher)
    run(course)
    files = archive(teacher, job)
    assert "ballots.csv" in files.namelist()
    assert not {"participation.csv", "record.csv"} & set(files.namelist())
    assert not any("Ana" in files.read(name).decode() for name in files.namelist())
    assert "without-names" in teacher.get(job).text


def test_stopped_and_let_go_on(course, teacher):
    job = ask(teacher)
    stopped = teacher.follow(teacher.post(f"{job}/stop"))
    assert "Stopped" in stopped.text
    assert "It had ended already." in teacher.follow(teacher.post(f"{job}/stop")).text
    assert "It goes on where it stood." in teacher.follow(teacher.post(f"{job}/go-on")).text
    run(course)
    assert archive(teacher, job).namelist()
    assert "Long tasks" in Page(teacher.get("-/jobs/")).heading


def test_jobs_are_for_staff_of_their_activity(course, teacher):
    job = ask(teacher)
    student = course.join("Ana")
    for path in (job, f"{job}/state", f"{job}/file", "-/jobs/"):
        assert student.get(path).status_code == 403
    assert teacher.get("-/jobs/999").status_code == 404
    assert teacher.post("-/jobs/999/stop").status_code == 404
