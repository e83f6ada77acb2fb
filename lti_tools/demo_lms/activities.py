"""Making, saving, copying and deleting activities, and the rules of the teacher's form."""

from dataclasses import replace

from lti_tools.demo_lms.courses import Activity, Course, Group, staff_of
from lti_tools.demo_lms.gradebook import LineItem
from lti_tools.demo_lms.lms import Lms

GRADE_POINT_MAXIMUM = 100
"""Moodle's site setting of that name."""


def title_fault(title: str) -> str:
    """Why a name is refused; "" when it is fine."""
    return "The name is longer than 255 characters" if len(title) > 255 else ""


def grade_fault(maximum: object) -> str:
    """Why Moodle's form refuses this maximum grade; "" when it is fine."""
    whole = isinstance(maximum, int | float) and not isinstance(maximum, bool) and maximum == int(maximum)
    if whole and 1 <= float(str(maximum)) <= GRADE_POINT_MAXIMUM:
        return ""
    return f"The maximum grade must be a whole number between 1 and {GRADE_POINT_MAXIMUM}"


def add(lms: Lms, activity: Activity) -> Activity:
    """Put an activity into its course, with its own line item where a grade is wanted."""
    with lms.lock:
        lms.activities[activity.number] = activity
        save(lms, activity)
        return activity


def save(lms: Lms, activity: Activity) -> None:
    """What pressing Save does: the column follows the activity; one that was deleted comes back with a new id."""
    with lms.lock:
        if activity.grade_maximum is None:
            return
        item = lms.line_items.get(activity.line_item or 0)
        if item is None:
            item = LineItem(lms.number(), activity.course, activity.tool, activity.title, activity.grade_maximum)
            item.tag, item.resource_id, item.coupled = activity.tag, activity.resource_id, True
            item.activity, item.submission_review = activity.number, activity.submission_review
            lms.line_items[item.number] = item
            activity.line_item = item.number
        item.label, item.score_maximum = activity.title, activity.grade_maximum


def delete(lms: Lms, activity: Activity) -> None:
    """Remove an activity and every column that hangs on it."""
    with lms.lock:
        for item in lms.items_of(activity):
            lms.remove_line_item(item.number)
        lms.deleted_links.add(lms.resource_link_id(activity))
        lms.activities.pop(activity.number, None)


def duplicate(lms: Lms, activity: Activity, course: int | None = None, title: str = "") -> Activity:
    """A copy with a new resource link id and new line items, its url and custom parameters as they were."""
    with lms.lock:
        copy = replace(
            activity,
            number=lms.number(),
            course=course or activity.course,
            title=title or f"{activity.title} (copy)",
            custom=dict(activity.custom),
            line_item=None,
        )
        add(lms, copy)
        for item in lms.items_of(activity):
            if item.number != activity.line_item:
                _copy_item(lms, item, copy.course, copy.number)
        return copy


def copy_course(lms: Lms, course: Course, name: str = "") -> Course:
    """A new course with the staff, groups, activities and standalone columns of this one, and its history."""
    with lms.lock:
        number = lms.number()
        copy = Course(number, name or f"{course.name} (copy)", f"{course.label}-{number}", staff_of(course))
        copy.history = [course.number, *course.history]
        copy.groups = [Group(lms.number(), group.name, group.set_name) for group in course.groups]
        copy.tools_shown = set(course.tools_shown)
        lms.courses[number] = copy
        for activity in lms.activities_in(course.number):
            duplicate(lms, activity, number, activity.title)
        for item in lms.items_in(course.number):
            if item.activity is None:
                _copy_item(lms, item, number, None)
        return copy


def _copy_item(lms: Lms, item: LineItem, course: int, activity: int | None) -> None:
    number = lms.number()
    lms.line_items[number] = replace(item, number=number, course=course, activity=activity)
