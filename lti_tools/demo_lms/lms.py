"""The platform's whole state, in memory, and the names it gives to things."""

import hashlib
import itertools
import re
import secrets
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests

from lti_tools.demo_lms.calls import CallLog
from lti_tools.demo_lms.courses import Activity, Course, Group
from lti_tools.demo_lms.faults import Faults
from lti_tools.demo_lms.gradebook import Grade, LineItem
from lti_tools.demo_lms.jwt import SigningKey
from lti_tools.demo_lms.people import Person
from lti_tools.demo_lms.personalities import Personality
from lti_tools.demo_lms.tools import Tool

FetchJson = Callable[[str], Any]


def fetch_json(url: str) -> Any:
    """GET an address of a tool. Raises `requests.RequestException` or `ValueError`."""
    answer = requests.get(url, timeout=10, headers={"Accept": "application/json"})
    answer.raise_for_status()
    return answer.json()


@dataclass
class Launch:
    """A prepared launch. `used` is set by the first authorization request; there is no second."""

    hint: str
    person: int
    tool: int
    course: int
    message_type: str
    activity: int | None = None
    placement: str = ""
    target_link_uri: str = ""
    document_target: str = "iframe"
    for_user: int | None = None
    data: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    used: bool = False
    returned: bool = False
    id_token: str = ""


@dataclass
class AccessToken:
    client_id: str
    scopes: set[str]
    expires: float


@dataclass
class RegistrationToken:
    expires: float
    client_id: str = ""
    """Set when the token updates a tool rather than making one."""
    used: bool = False


@dataclass
class Draft:
    """A single deep-linked item waiting for the teacher to press Save (Moodle)."""

    number: int
    course: int
    tool: int
    item: dict[str, Any]


@dataclass
class Bucket:
    """How full a client's rate limit is, and since when that is true."""

    filled: float
    at: float


@dataclass
class Switches:
    """What a test may turn: `/_demo/settings`."""

    groups_service: bool = False
    data_privacy: bool = False
    lists_inactive: bool = False
    login_method: str = "POST"
    member_page: int = 0
    item_page: int = 0
    rate_limit: float = -1.0
    """-1: the personality's own."""


class Lms:
    """State and identifiers of one platform. `lock` guards changes; never hold it across a request to a tool."""

    def __init__(
        self,
        personality: Personality,
        base_url: str,
        *,
        fetch: FetchJson = fetch_json,
        key: SigningKey | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.personality = personality
        self.base_url = base_url.rstrip("/")
        self.fetch = fetch
        self.now = now
        self.lock = threading.RLock()
        self.stopping = threading.Event()
        self.keys = [key or SigningKey()]
        self.calls = CallLog()
        self.faults = Faults()
        self.seed: dict[str, Any] = {"people": [], "courses": []}
        self.clear()

    def clear(self) -> None:
        """Forget everything but keys, faults and the log."""
        self.switches = Switches()
        self.people: dict[int, Person] = {}
        self.courses: dict[int, Course] = {}
        self.activities: dict[int, Activity] = {}
        self.line_items: dict[int, LineItem] = {}
        self.grades: dict[tuple[int, int], Grade] = {}
        self.tools: dict[int, Tool] = {}
        self.launches: dict[str, Launch] = {}
        self.tokens: dict[str, AccessToken] = {}
        self.registration_tokens: dict[str, RegistrationToken] = {}
        self.drafts: dict[int, Draft] = {}
        self.assertion_ids: set[str] = set()
        self.tool_keys: dict[str, Any] = {}
        self.buckets: dict[str, Bucket] = {}
        self.deleted_links: set[str] = set()
        """Resource link ids of activities that are gone; Canvas still knows that they were."""
        self._counter = itertools.count(101)

    def number(self) -> int:
        return next(self._counter)

    @property
    def moodle(self) -> bool:
        return self.personality.name == "moodle"

    @property
    def issuer(self) -> str:
        return self.base_url

    @property
    def key(self) -> SigningKey:
        """The key that signs now: the newest."""
        return self.keys[-1]

    # -- names of things, in the personality's manner

    def sub(self, person: Person) -> str:
        if self.personality.sub_is_number:
            return str(person.number)
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.issuer}/users/{person.number}"))

    def person_of(self, user_id: object) -> Person | None:
        """The person whose `sub` this is; Canvas takes its own numeric id as well."""
        wanted = str(user_id)
        return next((p for p in list(self.people.values()) if wanted in (self.sub(p), str(p.number))), None)

    def context_id(self, course: Course | int) -> str:
        number = course if isinstance(course, int) else course.number
        return str(number) if self.moodle else self.opaque(f"course {number}")

    def opaque(self, text: str) -> str:
        """A stable 40-hex name, as Canvas's lti ids are."""
        return hashlib.sha1(f"{self.issuer} {text}".encode(), usedforsecurity=False).hexdigest()

    def resource_link_id(self, activity: Activity) -> str:
        if self.moodle:
            return str(activity.number)
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.issuer}/links/{activity.number}"))

    def activity_of(self, resource_link_id: str, course: Course) -> Activity | None:
        here = self.activities_in(course.number)
        return next((a for a in here if self.resource_link_id(a) == resource_link_id), None)

    def url(self, path: str, **values: object) -> str:
        """An absolute address from one of the personality's paths, its placeholders filled."""
        filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(values[match.group(1)]), path)
        return self.base_url + filled

    def _query(self, tool: Tool) -> str:
        return f"?type_id={tool.number}" if self.personality.item_query else ""

    def line_items_url(self, course: int, tool: Tool) -> str:
        return self.url(self.personality.paths.line_items, course=course) + self._query(tool)

    def line_item_url(self, item: LineItem, tool: Tool, part: str = "") -> str:
        """The line item's address; `part` is `/scores` or `/results`, which goes before the query."""
        return (
            self.url(self.personality.paths.line_item, course=item.course, item=item.number) + part + self._query(tool)
        )

    def memberships_url(self, course: int, tool: Tool) -> str:
        return self.url(self.personality.paths.memberships, course=course, tool=tool.number)

    # -- lookups

    def tool_by_client(self, client_id: object) -> Tool | None:
        return next((tool for tool in list(self.tools.values()) if tool.client_id == client_id), None)

    def tool_by_host(self, url: str) -> Tool | None:
        """A tool of the same host and port, which Moodle offers to update."""
        host = urlsplit(url).netloc
        return next((tool for tool in list(self.tools.values()) if tool.domain == host), None)

    def group(self, number: int) -> tuple[Course, Group] | None:
        pairs = ((course, group) for course in list(self.courses.values()) for group in course.groups)
        return next((pair for pair in pairs if pair[1].number == number), None)

    def activities_in(self, course: int) -> list[Activity]:
        return [activity for activity in list(self.activities.values()) if activity.course == course]

    def items_in(self, course: int) -> list[LineItem]:
        return [item for item in list(self.line_items.values()) if item.course == course]

    def items_of(self, activity: Activity) -> list[LineItem]:
        return [item for item in list(self.line_items.values()) if item.activity == activity.number]

    def grade(self, item: int, person: int) -> Grade:
        return self.grades.get((item, person), Grade())

    def remove_line_item(self, number: int) -> None:
        """Delete a column with its grades; an activity it belonged to is left without one."""
        self.line_items.pop(number, None)
        self.grades = {key: grade for key, grade in self.grades.items() if key[0] != number}
        for activity in self.activities.values():
            if activity.line_item == number:
                activity.line_item = None
