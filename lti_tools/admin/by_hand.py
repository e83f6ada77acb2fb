"""A platform from what its administrator wrote down, checked as a platform's own configuration would be."""

from collections.abc import Collection, Mapping, Sequence
from urllib.parse import urlsplit

from lti_tools.errors import ConfigurationInvalid
from lti_tools.lti.canvas import HOSTED
from lti_tools.lti.platform_configuration import web_address
from lti_tools.lti.reading import origin_of
from lti_tools.store.platforms import NewClient

ADDRESSES = ("issuer", "auth_url", "token_url", "jwks_url")


def canvas_facts(environment: str, facts: Mapping[str, str]) -> dict[str, str]:
    """`facts` with what hosted Canvas has the same for every school; what was given stays."""
    hosted = HOSTED[environment]
    preset = {
        "issuer": hosted.issuer,
        "auth_url": hosted.authorization_endpoint,
        "token_url": hosted.token_endpoint,
        "jwks_url": hosted.jwks_uri,
        "product": "canvas",
    }
    return {**facts, **{name: facts.get(name) or value for name, value in preset.items()}}


def client_by_hand(
    facts: Mapping[str, str], deployments: Sequence[str], *, tools: Collection[str], plain_http: bool
) -> NewClient:
    """The registration that `facts` describe: issuer, client_id, auth_url, token_url, jwks_url, token_audience, tool,
    product, name. Without deployments they are learnt. Raises `ConfigurationInvalid` with `member:<name>` as detail.
    """
    if facts["tool"] and facts["tool"] not in tools:
        raise ConfigurationInvalid("member:tool")
    for name in ADDRESSES:
        web_address(facts[name], name, plain_http)
    return NewClient(
        issuer=facts["issuer"],
        jwks_uri=facts["jwks_url"],
        client_id=facts["client_id"],
        authorization_endpoint=facts["auth_url"],
        token_endpoint=facts["token_url"],
        token_audience=facts["token_audience"],
        tool=facts["tool"],
        deployment_ids=tuple(deployments),
        product=facts["product"].lower(),
        name=facts["name"] or str(urlsplit(facts["issuer"]).hostname),
        origins=tuple(dict.fromkeys((origin_of(facts["issuer"]), origin_of(facts["auth_url"])))),
        learns_deployments=not deployments,
    )
