"""Names of the claims that the suite reads and writes, with the section that defines each."""

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"

# LTI 1.3 Core 5.3
MESSAGE_TYPE = f"{LTI}message_type"
VERSION = f"{LTI}version"
DEPLOYMENT_ID = f"{LTI}deployment_id"
TARGET_LINK_URI = f"{LTI}target_link_uri"
RESOURCE_LINK = f"{LTI}resource_link"
ROLES = f"{LTI}roles"
# LTI 1.3 Core 5.4
ROLE_SCOPE_MENTOR = f"{LTI}role_scope_mentor"
CONTEXT = f"{LTI}context"
TOOL_PLATFORM = f"{LTI}tool_platform"
LAUNCH_PRESENTATION = f"{LTI}launch_presentation"
CUSTOM = f"{LTI}custom"
# Submission Review 1.0, Data Privacy Launch
FOR_USER = f"{LTI}for_user"
# Deep Linking 2.0, 3.4 and 4.5
DEEP_LINKING_SETTINGS = f"{DL}deep_linking_settings"
CONTENT_ITEMS = f"{DL}content_items"
DATA = f"{DL}data"
MSG = f"{DL}msg"
ERROR_MSG = f"{DL}errormsg"
# Assignment and Grade Services 2.0, 3.1; Names and Role Provisioning Services 2.0, 3.6; Course Groups 1.0
AGS_ENDPOINT = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS_SERVICE = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
GROUPS_SERVICE = "https://purl.imsglobal.org/spec/lti-gs/claim/groupsservice"

SUPPORTED_VERSION = "1.3.0"
RESOURCE_LINK_REQUEST = "LtiResourceLinkRequest"
DEEP_LINKING_REQUEST = "LtiDeepLinkingRequest"
DEEP_LINKING_RESPONSE = "LtiDeepLinkingResponse"
SUBMISSION_REVIEW_REQUEST = "LtiSubmissionReviewRequest"
DATA_PRIVACY_REQUEST = "DataPrivacyLaunchRequest"
