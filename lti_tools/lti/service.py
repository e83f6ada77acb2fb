"""One registration's way to its platform's services: the token for each call, pages, and errors as types."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from lti_tools.errors import AnswerInvalid, HostForeign, ScopeMissing, ServiceRefused
from lti_tools.lti.addresses import host_of, origin
from lti_tools.lti.http import MEGABYTE, Answer, Caller
from lti_tools.lti.links import next_page, with_query
from lti_tools.lti.quirks import Quirks, quirks_of
from lti_tools.lti.tokens import Client, Tokens

MOST_PAGES = 200


@dataclass(frozen=True)
class Service:
    http: Caller
    tokens: Tokens
    client: Client
    hosts: frozenset[str] | None = None
    """Hosts that signed launches have named for services (`addresses.host_of`): no token goes to any other, whatever an
    answer says. None where nobody has them, as in tests of the wire."""

    @property
    def quirks(self) -> Quirks:
        return quirks_of(self.client.product)

    def call(
        self,
        method: str,
        url: str,
        scopes: Iterable[str],
        *,
        accept: str = "",
        content_type: str = "",
        body: str | None = None,
        max_bytes: int = MEGABYTE,
    ) -> Answer:
        """The answer to one call with a token of exactly `scopes`; after a 401 once more with a new token.

        Raises `NotSent` when the call never left us (`HostForeign` for a host that no launch has named) and
        `Unreachable` when no answer came.
        """
        if self.hosts is not None and host_of(url) not in self.hosts:
            raise HostForeign(f"{host_of(url)}: no launch has named this host")
        scopes = frozenset(scopes)
        headers = {"Accept": accept, "Content-Type": content_type}
        headers = {name: value for name, value in headers.items() if value}
        for last in (False, True):
            token = self.tokens.token(self.client, scopes)
            headers["Authorization"] = f"Bearer {token}"
            answer = self.http.request(method, url, headers=headers, body=body, max_bytes=max_bytes)
            if answer.status == 401:
                self.tokens.drop(self.client, scopes, token)
            if answer.status != 401 or last:
                break
        return answer

    def pages(
        self,
        url: str,
        scopes: Iterable[str],
        accept: str,
        *,
        max_bytes: int = MEGABYTE,
        repeated: Mapping[str, str] | None = None,
    ) -> Iterator[Answer]:
        """Every page of a container, by `Link: rel="next"`; `repeated` parameters are put back where they are lost.

        Raises `ServiceRefused` for an error status. A next page elsewhere, seen before or beyond `MOST_PAGES` is
        `AnswerInvalid`: a list cut short in silence would look like people who left.
        """
        seen = {url}
        while True:
            answer = good(self.call("GET", url, scopes, accept=accept, max_bytes=max_bytes))
            yield answer
            following = next_page(answer.headers.get("Link", ""), url)
            if not following:
                return
            if origin(following) != origin(url):
                raise AnswerInvalid(f"{answer.host}: the next page is on another host")
            following = with_query(following, **(repeated or {}))
            if following in seen or len(seen) >= MOST_PAGES:
                raise AnswerInvalid(f"{answer.host}: the pages have no end")
            seen.add(following)
            url = following


def good(answer: Answer) -> Answer:
    """`answer` unless its status is an error: then raises `ServiceRefused`."""
    if not answer.ok:
        raise ServiceRefused(f"{answer.host}: status {answer.status}", answer.status, answer.text_start)
    return answer


def first_granted(granted: Collection[str], *wanted: str) -> str:
    """The first of `wanted` that the platform granted, so that no call asks for more than it needs.

    Raises `ScopeMissing`.
    """
    for scope in wanted:
        if scope in granted:
            return scope
    raise ScopeMissing(wanted[0].rsplit("/", 1)[-1])
