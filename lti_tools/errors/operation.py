"""What stops the suite itself: settings, keys, schema."""

from lti_tools.errors.root import SuiteError


class SettingInvalid(SuiteError):
    code = "setting-invalid"
    status = 500


class RotationUnderWay(SuiteError):
    code = "rotation-under-way"
    status = 409


class SchemaUnfit(SuiteError):
    code = "schema-unfit"
    status = 503
