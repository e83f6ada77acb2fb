import ipaddress

import pytest

from lti_tools.errors import AddressForbidden
from lti_tools.lti.addresses import Policy, origin

OPEN = Policy()
INTRANET = Policy(private_hosts=frozenset({"moodle.school.example"}))
DEVELOPMENT = Policy(development=True)

PUBLIC = ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
FORBIDDEN = {
    "unspecified": ["0.0.0.0", "::", "0.1.2.3", "::ffff:0.0.0.0"],
    "loopback": ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::7f00:1"],
    "private": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "fd12::1", "::ffff:10.0.0.1"],
    "private inside IPv6": ["64:ff9b::a00:1", "2002:c0a8:101::1", "2002:a00:1::"],
    "link-local": ["169.254.1.1", "fe80::1", "fe80::1%eth0", "::ffff:169.254.1.1"],
    "metadata": ["169.254.169.254", "fd00:ec2::254", "168.63.129.16", "100.100.100.200", "::ffff:169.254.169.254"],
    "multicast": ["224.0.0.1", "239.255.255.250", "ff02::1", "ff0e::1"],
    "reserved": ["240.0.0.1", "255.255.255.255", "192.0.0.8", "198.18.0.1", "192.0.2.1", "2001:db8::1"],
    "odd IPv6": ["fec0::1", "64:ff9b:1::a00:1", "2001:0:102:304:0:ffff:f5ff:fffe", "::a00:1", "100::1"],
}


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_called(address: str) -> None:
    OPEN.check_address("https", "lms.example", ipaddress.ip_address(address))


@pytest.mark.parametrize("address", [address for group in FORBIDDEN.values() for address in group])
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    with pytest.raises(AddressForbidden):
        OPEN.check_address("https", "lms.example", ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["10.0.0.1", "192.168.1.1", "100.64.0.1", "fd12::1", "::ffff:10.0.0.1"])
@pytest.mark.parametrize("host", ["moodle.school.example", "Moodle.School.Example."])
def test_a_private_host_may_be_in_a_private_network(address: str, host: str) -> None:
    INTRANET.check_address("https", host, ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["evil.moodle.school.example", "school.example", "moodle.school.example.evil.example"])
def test_a_private_host_is_matched_exactly(host: str) -> None:
    with pytest.raises(AddressForbidden):
        INTRANET.check_address("https", host, ipaddress.ip_address("10.0.0.1"))


@pytest.mark.parametrize("group", ["unspecified", "loopback", "link-local", "metadata", "multicast"])
def test_a_private_host_is_still_not_allowed_everything(group: str) -> None:
    for address in FORBIDDEN[group]:
        with pytest.raises(AddressForbidden):
            INTRANET.check_address("https", "moodle.school.example", ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_development_allows_loopback(address: str, scheme: str) -> None:
    DEVELOPMENT.check_address(scheme, "localhost", ipaddress.ip_address(address))


@pytest.mark.parametrize("address", [a for name, group in FORBIDDEN.items() if name != "loopback" for a in group])
def test_development_loosens_nothing_else(address: str) -> None:
    for scheme in ("http", "https"):
        with pytest.raises(AddressForbidden):
            DEVELOPMENT.check_address(scheme, "lms.example", ipaddress.ip_address(address))


def test_development_allows_no_plain_http_to_a_public_address() -> None:
    with pytest.raises(AddressForbidden):
        DEVELOPMENT.check_address("http", "lms.example", ipaddress.ip_address("93.184.216.34"))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "not a url",
        "//lms.example/x",
        "/x",
        "http://lms.example/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_x",
        "javascript:alert(1)",
        "https://",
        "https:///x",
        "https://user:pw@lms.example/",
        "https://user@lms.example/",
        "https://@lms.example/",
        "https://lms.example:0/",
        "https://lms.example:65536/",
        "https://lms.example:port/",
        "https://lms.example:-1/",
        "https://[::1/",
        "https://lms.example\\@evil.example/",
        "https://lms.example/a b",
        "https://lms.example/a\r\nHost: evil",
        " https://lms.example/",
        "https://lms.example/\x00",
    ],
)
def test_a_url_of_a_forbidden_form_is_never_called(url: str) -> None:
    with pytest.raises(AddressForbidden):
        OPEN.check_url(url)


@pytest.mark.parametrize("url", ["https://lms.example", "https://lms.example:8443/a?b=%20#c", "https://[2606::1]/x"])
def test_an_https_url_is_of_a_good_form(url: str) -> None:
    assert OPEN.check_url(url).scheme == "https"


def test_an_origin_fills_in_the_default_port_and_ignores_case() -> None:
    assert origin("https://LMS.example/x") == origin("https://lms.example:443/y?z") == ("https", "lms.example", 443)
    assert origin("http://lms.example") != origin("https://lms.example")
