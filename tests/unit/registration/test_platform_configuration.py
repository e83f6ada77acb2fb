import pytest

from lti_tools.errors import ConfigurationInvalid
from lti_tools.lti.platform_configuration import PLATFORM_CONFIGURATION, read_configuration
from tests.unit.registration.documents import ADDRESS, BASE, canvas, configuration


def test_a_moodle_configuration_is_read():
    read = read_configuration(configuration(), ADDRESS)
    assert (read.issuer, read.product, read.name) == (BASE, "moodle", "lms.example.org")
    assert read.origins == (BASE,)
    assert read.variables == ("Context.id.history", "Moodle.Person.userGroupIds", "User.id")


def test_a_canvas_account_gives_the_platform_its_name():
    assert read_configuration(canvas(), ADDRESS).name == "Riverside"


def test_lists_that_the_platform_leaves_out_are_unknown_rather_than_empty():
    document = configuration()
    del document["scopes_supported"], document["claims_supported"], document[PLATFORM_CONFIGURATION]
    read = read_configuration(document, ADDRESS)
    assert (read.scopes, read.claims, read.messages, read.variables) == (None, None, None, None)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"issuer": "https://canvas.instructure.com"}, "issuer-host"),
        ({"issuer": f"{BASE}:8443"}, "issuer-host"),
        ({"issuer": "https://lms.example.org.evil.example"}, "issuer-host"),
        ({"issuer": 7}, "member:issuer"),
        ({"issuer": "http://lms.example.org"}, "member:issuer"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "member:authorization_endpoint"),
        ({"jwks_uri": "file:///etc/passwd"}, "member:jwks_uri"),
        ({"jwks_uri": None}, "member:jwks_uri"),
        ({"token_endpoint": ["x"]}, "member:token_endpoint"),
        ({"token_endpoint": "https://user:pw@lms.example.org/token"}, "member:token_endpoint"),
        ({"token_endpoint": "https://[half/token"}, "member:token_endpoint"),
        ({"token_endpoint": "https://lms.example.org:0/token"}, "member:token_endpoint"),
        ({"registration_endpoint": "https://lms.example.org/a b"}, "member:registration_endpoint"),
        ({"registration_endpoint": f"{BASE}/{'a' * 2000}"}, "member:registration_endpoint"),
        ({"registration_endpoint": f"{BASE}/register#x"}, "member:registration_endpoint"),
        ({"id_token_signing_alg_values_supported": ["none", "HS256"]}, "algorithm"),
        ({"id_token_signing_alg_values_supported": None}, "algorithm"),
        ({"id_token_signing_alg_values_supported": "RS256"}, "member:id_token_signing_alg_values_supported"),
        ({"token_endpoint_auth_methods_supported": ["client_secret_basic"]}, "authentication"),
        ({"token_endpoint_auth_signing_alg_values_supported": ["ES256"]}, "authentication"),
        ({"scopes_supported": {"a": 1}}, "member:scopes_supported"),
        ({PLATFORM_CONFIGURATION: "no"}, "member:lti-platform-configuration"),
        ({PLATFORM_CONFIGURATION: {"messages_supported": 1}}, "member:messages_supported"),
    ],
)
def test_a_configuration_that_cannot_be_right_is_refused(changes, code):
    with pytest.raises(ConfigurationInvalid) as refusal:
        read_configuration(configuration(**changes), ADDRESS)
    assert refusal.value.detail == code


@pytest.mark.parametrize("document", [None, [1, 2], "text", 7, True])
def test_a_document_that_is_no_object_is_refused(document):
    with pytest.raises(ConfigurationInvalid):
        read_configuration(document, ADDRESS)


def test_plain_http_passes_in_development_alone():
    document = {
        name: value.replace("https:", "http:") if isinstance(value, str) else value
        for name, value in configuration().items()
    }
    address = ADDRESS.replace("https:", "http:")
    assert read_configuration(document, address, plain_http=True).issuer == "http://lms.example.org"
    with pytest.raises(ConfigurationInvalid):
        read_configuration(document, address)
