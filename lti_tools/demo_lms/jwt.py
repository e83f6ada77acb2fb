"""RS256 JSON Web Tokens and key sets, written on `cryptography` alone so that we judge the suite's by other code."""

import base64
import binascii
import json
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

Claims = dict[str, Any]


class TokenInvalid(Exception):
    """A JWT that cannot be read or whose signature does not hold."""


class KeyUnknown(TokenInvalid):
    """The key set has no key with this `kid`."""


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _encode_int(number: int) -> str:
    return _encode(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _new_private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class SigningKey:
    """An RSA key with its id: 20 hex digits, as Moodle's."""

    kid: str = field(default_factory=lambda: secrets.token_hex(10))
    private: rsa.RSAPrivateKey = field(default_factory=_new_private_key, repr=False)

    @cached_property
    def jwk(self) -> dict[str, str]:
        numbers = self.private.public_key().public_numbers()
        e, n = _encode_int(numbers.e), _encode_int(numbers.n)
        return {"kty": "RSA", "alg": "RS256", "use": "sig", "kid": self.kid, "e": e, "n": n}

    def sign(self, claims: Claims) -> str:
        header = {"typ": "JWT", "alg": "RS256", "kid": self.kid}
        text = ".".join(_encode(json.dumps(part).encode()) for part in (header, claims))
        signature = self.private.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{text}.{_encode(signature)}"


def read(token: str) -> tuple[dict[str, Any], Claims]:
    """Header and claims, nothing checked but their form."""
    try:
        header, claims, _ = (_decode(part) for part in token.split("."))
        parts = json.loads(header), json.loads(claims)
    except (ValueError, binascii.Error) as error:
        raise TokenInvalid("not a JWT") from error
    if not all(isinstance(part, dict) for part in parts):
        raise TokenInvalid("header and claims must be JSON objects")
    return parts


def verify(token: str, key_set: object) -> Claims:
    """The claims of a token that a key of `key_set` signed by RS256; times are the caller's to judge."""
    header, claims = read(token)
    if header.get("alg") != "RS256":
        raise TokenInvalid(f"alg {header.get('alg')!r} is not RS256")
    if not header.get("kid"):
        raise TokenInvalid("no kid in the header")
    key = _find(key_set, header["kid"])
    text, _, signature = token.rpartition(".")
    try:
        key.verify(_decode(signature), text.encode(), padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError) as error:
        raise TokenInvalid("the signature does not hold") from error
    return claims


def _find(key_set: object, kid: str) -> rsa.RSAPublicKey:
    keys = key_set.get("keys") if isinstance(key_set, dict) else None
    for jwk in keys if isinstance(keys, list) else []:
        if isinstance(jwk, dict) and jwk.get("kid") == kid and jwk.get("kty") == "RSA":
            e, n = (int.from_bytes(_decode(str(jwk[name])), "big") for name in ("e", "n"))
            return rsa.RSAPublicNumbers(e, n).public_key()
    raise KeyUnknown(f"no key {kid!r} in the tool's key set")
