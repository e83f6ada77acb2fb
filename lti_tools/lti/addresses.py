"""Which addresses outside the suite may be called: rules on URLs and on the IP addresses that names resolve to.

Every URL that an LMS tells us comes from an outsider (OWASP: server-side request forgery). The URL's form is judged
here before anything else; the IP address is judged at the moment of connecting (`lti.connections`), on the very
address that is then used. Odd spellings of a host (0x7f000001, 2130706433, 0177.1) need no rule: they count as what
they resolve to.
"""

import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from lti_tools.errors import AddressForbidden

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

NAT64 = ipaddress.ip_network("64:ff9b::/96")
INTRANET = tuple(
    map(ipaddress.ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"))
)
SPECIAL = tuple(
    map(
        ipaddress.ip_network,
        ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "2001::/23", "3fff::/20", "5f00::/16"),
    )
)
"""Blocks of IANA's special-purpose registries that not every supported Python calls private."""
METADATA = frozenset(
    map(
        ipaddress.ip_address,
        # Azure's is a public address, Alibaba's a shared one; AWS and Google answer on IPv6 as well.
        ("169.254.169.254", "168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254"),
    )
)
"""Where clouds hand out credentials: refused always, whatever an operator allows."""


@dataclass(frozen=True)
class Policy:
    """What an operator allows beyond public https: exact host names in private networks, or a development machine."""

    private_hosts: frozenset[str] = frozenset()
    development: bool = False

    def check_address(self, scheme: str, host: str, ip: IPAddress) -> None:
        """Raise `AddressForbidden` unless `host`, found at `ip`, may be called over `scheme`.

        Development allows loopback, over http too, and nothing else: a name counts as loopback when it resolves there.
        A private host may be in a private or shared network, never link-local, multicast or loopback.
        """
        ip = effective(ip)
        loopback = ip.is_loopback and self.development
        if scheme == "http" and not loopback:
            raise AddressForbidden(f"{host}: plain http")
        if ip in METADATA:
            raise AddressForbidden(f"{host}: metadata address")
        if loopback or is_public(ip):
            return
        if host.rstrip(".").lower() in self.private_hosts and is_intranet(ip):
            return
        raise AddressForbidden(f"{host}: not a public address")

    def check_url(self, url: str) -> SplitResult:
        """Split `url`, or raise `AddressForbidden` for a form that is never called, without touching the network."""
        parts = split(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and self.development):
            raise AddressForbidden(f"{parts.hostname}: not https")
        return parts


def split(url: str) -> SplitResult:
    """The parts of an absolute http(s) URL without user information; raises `AddressForbidden` for anything else."""
    if any(char <= " " or char in "\\\x7f" for char in url):
        raise AddressForbidden("an address with spaces, control characters or backslashes")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressForbidden("a malformed address") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise AddressForbidden("not an absolute http(s) address")
    if "@" in parts.netloc:
        raise AddressForbidden(f"{parts.hostname}: user information in the address")
    if port == 0:
        raise AddressForbidden(f"{parts.hostname}: port 0")
    return parts


def host_of(url: str) -> str:
    """The host that an address calls, with its port where that is not the scheme's own; raises like `split`."""
    scheme, host, port = origin(url)
    return host if port == (443 if scheme == "https" else 80) else f"{host}:{port}"


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of `url`, comparable; raises `AddressForbidden` like `split`."""
    parts = split(url)
    default = 443 if parts.scheme == "https" else 80
    return parts.scheme, (parts.hostname or "").rstrip("."), parts.port or default


def effective(ip: IPAddress) -> IPAddress:
    """The IPv4 address that an IPv6 one stands for (mapped, NAT64, 6to4), else `ip` itself."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


def is_public(ip: IPAddress) -> bool:
    # `is_global` alone is true for multicast, for deprecated IPv4-compatible ::a.b.c.d and for reserved blocks.
    site_local = isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local
    special = site_local or any(ip in block for block in SPECIAL)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or special)


def is_intranet(ip: IPAddress) -> bool:
    return any(ip in block for block in INTRANET)
