"""RSA keys for tests, made once per process, and their JWKs."""

import base64
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key


def rsa_key(name: str = "", bits: int = 2048) -> RSAPrivateKey:
    """The key called `name`."""
    return _made(name, bits)


@cache
def _made(_name: str, bits: int) -> RSAPrivateKey:
    return generate_private_key(65537, bits)


def jwk(name: str, bits: int = 2048, **members: Any) -> dict[str, Any]:
    """The public JWK of `rsa_key(name)` with kid `name`; a member given as None is left out."""
    numbers = rsa_key(name, bits).public_key().public_numbers()
    whole = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": name, "n": b64(numbers.n), "e": b64(numbers.e)}
    return {key: value for key, value in {**whole, **members}.items() if value is not None}


def b64(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes((number.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()
