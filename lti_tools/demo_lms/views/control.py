"""JSON control for tests, under `/_demo/`: read the state, change it, inject faults."""

import json
from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any

from flask import Blueprint, Flask, Response, request

from lti_tools.demo_lms import activities, ags, by_hand, faults, seed, tokens
from lti_tools.demo_lms.calls import Refused
from lti_tools.demo_lms.courses import Course
from lti_tools.demo_lms.gradebook import Grade
from lti_tools.demo_lms.jwt import SigningKey
from lti_tools.demo_lms.lms import Lms
from lti_tools.demo_lms.people import Enrolment, Person, Role
from lti_tools.demo_lms.views.admin import DEEDS, registration_address
from lti_tools.demo_lms.views.context import current_lms

bp = Blueprint("control", __name__, url_prefix="/_demo")
Data = dict[str, Any]


def connect(app: Flask, lms: Lms) -> None:
    app.register_blueprint(bp)


# -- reading


def _people(lms: Lms) -> list[Data]:
    return [asdict(person) | {"name": person.name, "sub": lms.sub(person)} for person in lms.people.values()]


def _courses(lms: Lms) -> list[Data]:
    return [_course(lms, course) for course in lms.courses.values()]


def _course(lms: Lms, course: Course) -> Data:
    return {
        "number": course.number,
        "context_id": lms.context_id(course),
        "name": course.name,
        "label": course.label,
        "history": course.history,
        "enrolments": {str(number): asdict(entry) for number, entry in course.enrolments.items()},
        "groups": [asdict(group) | {"members": sorted(group.members)} for group in course.groups],
    }


def _activities(lms: Lms) -> list[Data]:
    found = lms.activities.values()
    return [asdict(activity) | {"resource_link_id": lms.resource_link_id(activity)} for activity in found]


def _line_items(lms: Lms) -> list[Data]:
    found = lms.line_items.values()
    return [asdict(item) | {"lti": ags.as_json(lms, item, lms.tools[item.tool])} for item in found]


def _grades(lms: Lms) -> list[Data]:
    return [_grade(lms, item, person, grade) for (item, person), grade in list(lms.grades.items())]


def _grade(lms: Lms, item: int, person: int, grade: Grade) -> Data:
    column, who = lms.line_items[item], lms.people[person]
    data = asdict(grade) | {"timestamp": grade.timestamp.isoformat() if grade.timestamp else None}
    data |= {"item": item, "label": column.label, "maximum": column.score_maximum, "activity": column.activity}
    return data | {"person": person, "sub": lms.sub(who), "name": who.name, "shown": grade.shown(column.score_maximum)}


def _tools(lms: Lms) -> list[Data]:
    return [
        asdict(tool) | {"scopes": sorted(tool.scopes), "messages": sorted(tool.messages)} for tool in lms.tools.values()
    ]


def _launches(lms: Lms) -> list[Data]:
    return [asdict(launch) for launch in lms.launches.values()]


READERS: dict[str, Callable[[Lms], Any]] = {
    "people": _people,
    "courses": _courses,
    "activities": _activities,
    "line-items": _line_items,
    "grades": _grades,
    "tools": _tools,
    "launches": _launches,
    "faults": lambda lms: lms.faults.as_json(),
    "settings": lambda lms: asdict(lms.switches),
}


@bp.get("/<what>")
def read(what: str) -> Response:
    """One of `READERS`, `calls` (filter by `?endpoint=score&verdict=ok`), or `state`: all of them."""
    lms = current_lms()
    if what == "calls":
        return _json(lms.calls.as_json(**request.args.to_dict()))
    with lms.lock:
        if what == "state":
            about = {"personality": lms.personality.name, "issuer": lms.issuer}
            return _json(about | {name: reader(lms) for name, reader in READERS.items()})
        if what in READERS:
            return _json(READERS[what](lms))
    return _json({"error": f"there is no {what}"}, 404)


# -- changing


def _add_faults(lms: Lms, data: Any) -> Any:
    for fault in [faults.parse(each) for each in (data if isinstance(data, list) else [data])]:
        lms.faults.add(fault)
    return lms.faults.as_json()


def _clear_faults(lms: Lms, data: Any) -> Any:
    lms.faults.clear()
    return []


def _reset(lms: Lms, data: Data) -> Any:
    """`what`: "calls", "grades", "content" (activities, columns, grades) or "all" (back to the seed, no tools)."""
    what = data.get("what", "all")
    if what not in ("calls", "grades", "content", "all"):
        raise Refused(400, "what is calls, grades, content or all")
    lms.calls.clear()
    if what in ("grades", "content"):
        lms.grades.clear()
    if what == "content":
        lms.activities.clear()
        lms.line_items.clear()
        lms.drafts.clear()
    if what == "all":
        lms.faults.clear()
        lms.clear()
        seed.plant(lms, lms.seed)
    return {"reset": what}


def _add_person(lms: Lms, data: Data) -> Any:
    known = {each.name for each in fields(Person)}
    person = Person(**{"number": lms.number()} | {name: value for name, value in data.items() if name in known})
    lms.people[person.number] = person
    return {"number": person.number, "sub": lms.sub(person)}


def _add_course(lms: Lms, data: Data) -> Any:
    number = lms.number()
    lms.courses[number] = Course(
        number, str(data.get("name", f"Course {number}")), str(data.get("label", f"C{number}"))
    )
    return _course(lms, lms.courses[number])


def _enrol(lms: Lms, data: Data) -> Any:
    """`course`, `person`, `role` ("teacher", ...; null unenrols), `active`."""
    course, person = lms.courses[data["course"]], lms.people[data["person"]]
    if data.get("role", "student") is None:
        course.enrolments.pop(person.number, None)
    else:
        course.enrolments[person.number] = Enrolment(Role(data.get("role", "student")), bool(data.get("active", True)))
    return _course(lms, course)


def _copy_course(lms: Lms, data: Data) -> Any:
    return _course(lms, activities.copy_course(lms, lms.courses[data["course"]], str(data.get("name", ""))))


def _duplicate(lms: Lms, data: Data) -> Any:
    copy = activities.duplicate(lms, lms.activities[data["activity"]], data.get("course"))
    return asdict(copy) | {"resource_link_id": lms.resource_link_id(copy)}


def _expire_tokens(lms: Lms, data: Data) -> Any:
    return {"expired": tokens.expire_all(lms)}


def _rotate_keys(lms: Lms, data: Data) -> Any:
    """A new key signs from now on. `keep`: how many old ones stay published (1)."""
    lms.keys = [*lms.keys[len(lms.keys) - int(data.get("keep", 1)) :], SigningKey()]
    return {"kids": [key.kid for key in lms.keys]}


def _settings(lms: Lms, data: Data) -> Any:
    for name, value in data.items():
        before = asdict(lms.switches).get(name)
        if before is None or not isinstance(value, type(before) | int):
            raise Refused(400, f"{name} is no setting, or its value has the wrong type")
        setattr(lms.switches, name, type(before)(value))
    return asdict(lms.switches)


def _registration(lms: Lms, data: Data) -> Any:
    """A registration address for `url` with a fresh token; `client_id` updates that tool."""
    return {"url": registration_address(lms, str(data["url"]), str(data.get("client_id", "")))}


def _tool_by_hand(lms: Lms, data: Data) -> Any:
    """`name`, `login_url`, `redirect_uri`, `target_link_uri`, `jwks_uri`; or `json_url` (Canvas)."""
    made = by_hand.from_canvas_json(lms, data["json_url"]) if "json_url" in data else by_hand.from_form(lms, data)
    return {"number": made.number, "client_id": made.client_id, "deployment_id": made.deployment_id}


def _tool(lms: Lms, data: Data) -> Any:
    """`tool`, and `do`: a list of the admin's deeds (activate, chooser, add-app, deactivate, remove)."""
    for deed in data["do"]:
        DEEDS[deed](lms, lms.tools[data["tool"]])
    return _tools(lms)


def _grade_cell(lms: Lms, data: Data) -> Any:
    """A teacher's deed in the gradebook: `item`, `person`, `override` (null lifts it), `locked`."""
    column = lms.line_items[data["item"]]
    column.locked = bool(data.get("locked", column.locked))
    if "override" in data:
        lms.grades.setdefault((column.number, data["person"]), Grade()).override = data["override"]
    return {"locked": column.locked}


def _activity(lms: Lms, data: Data) -> Any:
    """Change fields of an `activity` as a teacher's save does: title, url, custom, published, allowed_attempts, ..."""
    chosen = lms.activities[data["activity"]]
    for name, value in data.items():
        if name != "activity":
            if not hasattr(chosen, name) or name in ("number", "course", "tool", "line_item"):
                raise Refused(400, f"{name} cannot be changed")
            setattr(chosen, name, value)
    activities.save(lms, chosen)
    return asdict(chosen)


def _remove_line_item(lms: Lms, data: Data) -> Any:
    lms.remove_line_item(data["item"])
    return {"removed": data["item"]}


WRITERS: dict[str, Callable[[Lms, Any], Any]] = {
    "faults": _add_faults,
    "faults/clear": _clear_faults,
    "reset": _reset,
    "people": _add_person,
    "courses": _add_course,
    "courses/copy": _copy_course,
    "enrolments": _enrol,
    "activities": _activity,
    "activities/duplicate": _duplicate,
    "line-items/remove": _remove_line_item,
    "tokens/expire": _expire_tokens,
    "keys/rotate": _rotate_keys,
    "settings": _settings,
    "registration": _registration,
    "tools": _tool,
    "tools/by-hand": _tool_by_hand,
    "grades": _grade_cell,
}


@bp.post("/<path:what>")
def write(what: str) -> Response:
    """One of `WRITERS`; the body is JSON and says so, which no foreign page can do unasked."""
    lms = current_lms()
    if what not in WRITERS:
        return _json({"error": f"there is no {what}"}, 404)
    if not request.is_json:
        return _json({"error": "send application/json"}, 415)
    try:
        data = json.loads(request.get_data() or b"{}")
        if what == "tools/by-hand":  # asks the tool, which must not wait for our lock
            return _json(_tool_by_hand(lms, data))
        with lms.lock:
            return _json(WRITERS[what](lms, data))
    except (Refused, faults.FaultInvalid, KeyError, TypeError, ValueError) as error:
        return _json({"error": f"{type(error).__name__}: {error}"}, 400)


def _json(data: Any, status: int = 200) -> Response:
    return Response(json.dumps(data, default=str), status, content_type="application/json")
