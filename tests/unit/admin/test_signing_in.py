"""What counts as the password, and as one address."""

import pytest

from lti_tools.admin.signing_in import is_password, network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_an_address_counts_with_its_network(address: str, network: str) -> None:
    assert network_of(address) == network


def test_the_password_is_the_password() -> None:
    assert is_password("a long sentence", "a long sentence")
    assert not is_password("a long sentenc", "a long sentence")
    assert not is_password("", "a long sentence")
    assert not is_password("", "")
    assert not is_password("\ud800", "?")
