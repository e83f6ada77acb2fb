"""Which launches a person may start, and with which target: from a course page, the gradebook or the navigation."""

from lti_tools.demo_lms import oidc
from lti_tools.demo_lms.courses import Activity, Course
from lti_tools.demo_lms.gradebook import Attempt
from lti_tools.demo_lms.lms import Launch, Lms
from lti_tools.demo_lms.people import Person
from lti_tools.demo_lms.terms import DATA_PRIVACY, DEEP_LINKING, RESOURCE_LINK, SUBMISSION_REVIEW
from lti_tools.demo_lms.tools import Tool


def of_activity(lms: Lms, activity: Activity, person: Person, document_target: str) -> Launch:
    """Open an activity. Its own url, if it has one, is the target."""
    tool = lms.tools[activity.tool]
    return oidc.prepare(
        lms,
        tool,
        person,
        activity.course,
        RESOURCE_LINK,
        activity=activity.number,
        target_link_uri=activity.url,
        placement="" if lms.moodle else _placement(lms, activity),
        document_target=document_target,
    )


def _placement(lms: Lms, activity: Activity) -> str:
    return "assignment_selection" if activity.line_item else "link_selection"


def of_selection(lms: Lms, tool: Tool, course: Course, person: Person, placement: str) -> Launch:
    """Let a teacher pick content in the tool."""
    placed = tool.placed(placement)
    target = placed.target_link_uri if placed else ""
    return oidc.prepare(lms, tool, person, course.number, DEEP_LINKING, placement=placement, target_link_uri=target)


def of_navigation(lms: Lms, tool: Tool, course: Course, person: Person) -> Launch:
    """Canvas's course navigation: a resource link launch whose link is the course itself."""
    placed = tool.course_navigation
    target = placed.target_link_uri if placed else ""
    return oidc.prepare(
        lms, tool, person, course.number, RESOURCE_LINK, placement="course_navigation", target_link_uri=target
    )


def of_review(lms: Lms, activity: Activity, person: Person, student: Person) -> Launch:
    """A student's work, from the gradebook.

    Moodle: LtiSubmissionReviewRequest to the line item's submissionReview.url. Canvas's SpeedGrader: a plain launch as
    the teacher, to the url that the newest score named, with the course's own resource link id.
    """
    tool = lms.tools[activity.tool]
    if lms.moodle:
        review = activity.submission_review or {}
        return oidc.prepare(
            lms,
            tool,
            person,
            activity.course,
            SUBMISSION_REVIEW,
            activity=activity.number,
            target_link_uri=str(review.get("url") or activity.url),
            for_user=student.number,
        )
    attempt = submitted_url(lms, activity, student)
    if attempt is None:
        return of_activity(lms, activity, person, "iframe")
    return oidc.prepare(lms, tool, person, activity.course, RESOURCE_LINK, target_link_uri=attempt.url)


def submitted_url(lms: Lms, activity: Activity, student: Person) -> Attempt | None:
    """The newest attempt that SpeedGrader opens in the tool."""
    attempts = lms.grade(activity.line_item or 0, student.number).attempts
    return next((a for a in reversed(attempts) if a.kind == "basic_lti_launch" and a.url), None)


def of_data_privacy(lms: Lms, tool: Tool, course: Course, person: Person, about: Person) -> Launch:
    """DataPrivacyLaunchRequest: no course, no link, but the person it is about."""
    return oidc.prepare(lms, tool, person, course.number, DATA_PRIVACY, for_user=about.number)
