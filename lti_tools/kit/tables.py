"""The kit's own tables (prefix `kit_`): importing this module registers those of every part; one line each."""

import lti_tools.kit.activity_file.tables
import lti_tools.kit.audit.tables
import lti_tools.kit.comments.tables
import lti_tools.kit.groups.tables
import lti_tools.kit.jobs.tables
import lti_tools.kit.moderation.tables
import lti_tools.kit.notices.tables
import lti_tools.kit.once.tables
import lti_tools.kit.private_events.tables
import lti_tools.kit.pseudonyms.tables
import lti_tools.kit.pulse.tables
import lti_tools.kit.schedule.tables
import lti_tools.kit.uploads.tables  # noqa: F401

PREFIX = "kit_"
