"""What differs between the two personalities, as data. Rules that need code are named here and kept with their noun."""

from dataclasses import dataclass

from lti_tools.demo_lms.terms import (
    DEEP_LINKING,
    LINE_ITEM,
    LINE_ITEM_READ,
    NRPS_SCOPE,
    RESOURCE_LINK,
    RESULT_READ,
    SCORE,
    TOOL_SETTING_SCOPE,
)

_PLACEMENTS = """
account_navigation assignment_edit assignment_group_menu assignment_index_menu assignment_menu assignment_selection
assignment_view collaboration conference_selection course_assignments_menu course_home_sub_navigation
course_navigation course_settings_sub_navigation discussion_topic_index_menu discussion_topic_menu editor_button
file_index_menu file_menu global_navigation homework_submission link_selection migration_selection module_group_menu
module_index_menu module_index_menu_modal module_menu_modal module_menu post_grades quiz_index_menu quiz_menu
resource_selection similarity_detection student_context_card submission_type_selection tool_configuration
top_navigation user_navigation wiki_index_menu wiki_page_menu
"""
PLACEMENTS = tuple(_PLACEMENTS.split())

STANDARD_PLACEMENTS = {"ContentArea": "link_selection", "RichTextEditor": "editor_button"}

_MOODLE_VARIABLES = """
Context.id Context.title Context.label Context.id.history Context.sourcedId Context.longDescription
Context.timeFrame.begin CourseSection.title CourseSection.label CourseSection.sourcedId
CourseSection.longDescription CourseSection.timeFrame.begin CourseSection.timeFrame.end ResourceLink.id
ResourceLink.title ResourceLink.description User.id User.username Person.name.full Person.name.given
Person.name.family Person.email.primary Person.sourcedId Person.webaddress Membership.role
Moodle.Person.userGroupIds BasicOutcome.sourcedId BasicOutcome.url Result.sourcedId LineItems.url LineItem.url
Scores.url Results.url ToolProxyBinding.memberships.url
"""
MOODLE_VARIABLES = tuple(_MOODLE_VARIABLES.split())

_CANVAS_VARIABLES = """
Context.id Context.title Context.label Context.sourcedId Context.id.history CourseSection.sourcedId ResourceLink.id
ResourceLink.title ResourceLink.description ResourceLink.available.startDateTime ResourceLink.available.endDateTime
ResourceLink.submission.endDateTime User.id User.username User.image Person.name.full Person.name.given
Person.name.family Person.name.display Person.email.primary Person.sourcedId Person.address.timezone Membership.role
Message.locale Message.documentTarget LineItem.resultValue.max Canvas.user.id Canvas.user.globalId
Canvas.user.loginId Canvas.user.sisSourceId Canvas.user.prefersHighContrast Canvas.course.id Canvas.course.name
Canvas.course.startAt Canvas.course.endAt Canvas.course.previousContextIds
Canvas.course.previousContextIds.recursive Canvas.assignment.id Canvas.assignment.title
Canvas.assignment.pointsPossible Canvas.assignment.dueAt.iso8601 Canvas.assignment.unlockAt.iso8601
Canvas.assignment.lockAt.iso8601 Canvas.assignment.allowedAttempts Canvas.api.domain Canvas.api.baseUrl
Canvas.rootAccount.id vnd.Canvas.root_account.uuid Canvas.environment.test Canvas.group.contextIds
com.instructure.Course.groupIds com.instructure.Assignment.lti.id com.instructure.PostMessageToken
"""
CANVAS_VARIABLES = tuple(_CANVAS_VARIABLES.split())


@dataclass(frozen=True, kw_only=True)
class Paths:
    """Where each endpoint lives; `<course>`, `<item>` and the like are Flask's."""

    auth: str
    token: str
    jwks: str
    openid_configuration: str
    registration: str
    deep_link_return: str
    line_items: str
    line_item: str
    memberships: str
    group_memberships: str
    groups: str
    group_sets: str


@dataclass(frozen=True, kw_only=True)
class Personality:
    """One LMS's manner. `strict_media_types`: Moodle finds no handler for any other Accept or Content-Type."""

    name: str
    title: str
    version: str
    paths: Paths
    id_token_seconds: int
    sub_is_number: bool
    strict_media_types: bool
    item_query: bool
    """Line item addresses carry `?type_id=`."""
    open_configuration: bool
    """The OpenID configuration needs no bearer."""
    registration_refusal: int
    scopes: tuple[str, ...]
    messages: tuple[str, ...]
    variables: tuple[str, ...]
    claims: tuple[str, ...]
    context_type: str
    assertion_skew: int
    """Seconds that an assertion's `iat` may lie ahead."""
    page_size: int
    """Members and line items per page where the tool sets no limit; 0: all on one page."""
    rate_limit: float
    """Capacity of the leaky bucket; 0: none."""
    platform_storage: bool
    publishes: bool
    """New content is unpublished until a teacher publishes it."""


MOODLE = Personality(
    name="moodle",
    title="Demo LMS · Moodle-like",
    version="4.5.6 (Build: 20250811)",
    paths=Paths(
        auth="/mod/lti/auth.php",
        token="/mod/lti/token.php",  # noqa: S106
        jwks="/mod/lti/certs.php",
        openid_configuration="/mod/lti/openid-configuration.php",
        registration="/mod/lti/openid-registration.php",
        deep_link_return="/mod/lti/contentitem_return.php",
        line_items="/mod/lti/services.php/<int:course>/lineitems",
        line_item="/mod/lti/services.php/<int:course>/lineitems/<int:item>/lineitem",
        memberships="/mod/lti/services.php/CourseSection/<int:course>/bindings/<int:tool>/memberships",
        group_memberships="/mod/lti/services.php/groups/<int:group>/memberships",
        groups="/mod/lti/services.php/<int:course>/groups",
        group_sets="/mod/lti/services.php/<int:course>/groupsets",
    ),
    id_token_seconds=60,
    sub_is_number=True,
    strict_media_types=True,
    item_query=True,
    open_configuration=True,
    registration_refusal=400,
    scopes=(LINE_ITEM, LINE_ITEM_READ, RESULT_READ, SCORE, NRPS_SCOPE, TOOL_SETTING_SCOPE),
    messages=(RESOURCE_LINK, DEEP_LINKING),
    variables=MOODLE_VARIABLES,
    claims=("sub", "iss", "name", "given_name", "family_name", "email"),
    context_type="CourseSection",
    assertion_skew=0,
    page_size=0,
    rate_limit=0,
    platform_storage=False,
    publishes=False,
)

CANVAS_LIKE = Personality(
    name="canvas",
    title="Demo LMS · Canvas-like",
    version="cloud",
    paths=Paths(
        auth="/api/lti/authorize_redirect",
        token="/login/oauth2/token",  # noqa: S106
        jwks="/api/lti/security/jwks",
        openid_configuration="/api/lti/security/openid-configuration",
        registration="/api/lti/registrations",
        deep_link_return="/api/lti/deep_linking_response",
        line_items="/api/lti/courses/<int:course>/line_items",
        line_item="/api/lti/courses/<int:course>/line_items/<int:item>",
        memberships="/api/lti/courses/<int:course>/names_and_roles",
        group_memberships="/api/lti/groups/<int:group>/names_and_roles",
        groups="/api/lti/courses/<int:course>/groups",
        group_sets="/api/lti/courses/<int:course>/group_sets",
    ),
    id_token_seconds=3600,
    sub_is_number=False,
    strict_media_types=False,
    item_query=False,
    open_configuration=False,
    registration_refusal=422,
    scopes=(LINE_ITEM, LINE_ITEM_READ, RESULT_READ, SCORE, NRPS_SCOPE),
    messages=(RESOURCE_LINK, DEEP_LINKING),
    variables=CANVAS_VARIABLES,
    claims=("sub", "iss", "name", "given_name", "family_name", "nickname", "picture", "email", "locale"),
    context_type="http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering",
    assertion_skew=30,
    page_size=10,
    rate_limit=700,
    platform_storage=True,
    publishes=True,
)

PERSONALITIES = {each.name: each for each in (MOODLE, CANVAS_LIKE)}
