"""A stranger's check of badges, run in a virtual environment that has openbadgeslib and nothing of ours.

    python independent_badges.py FILE ADDRESS

FILE is a baked PNG or SVG, or a compact JWS. Key, status list and the credential at ADDRESS are fetched over HTTP.
Prints one line as JSON: {"verified": [name, ...]} or {"refused": reason}.
"""

import json
import sys
import urllib.request
from pathlib import Path


def fetch(url: str) -> bytes:
    asked = urllib.request.Request(url, headers={"Accept": "text/plain, application/json"})
    with urllib.request.urlopen(asked, timeout=20) as answer:
        return answer.read()


def token_in(content: bytes) -> str:
    from openbadgeslib.ob3 import OB3Verifier

    if content.startswith(b"\x89PNG"):
        return OB3Verifier.extract_token_from_png(content)
    if content.lstrip().startswith(b"<"):
        return OB3Verifier.extract_token_from_svg(content)
    return content.decode().strip()


def checked(token: str) -> str:
    """Verify with the key that the badge names, and its status; the name of what was achieved."""
    import jwt
    from openbadgeslib.ob3 import OB3Verifier

    header = jwt.get_unverified_header(token)
    key = jwt.PyJWK(json.loads(fetch(header["kid"])), header["alg"]).key
    found = OB3Verifier(pubkey_pem=key).verify(token, check_status=True, download=fetch)
    return found.achievement.name


def main() -> None:
    from openbadgeslib.ob3 import OB3VerificationError

    content, address = Path(sys.argv[1]).read_bytes(), sys.argv[2]
    try:
        names = [checked(token_in(content)), *([checked(fetch(address).decode())] if address else [])]
    except OB3VerificationError as error:
        print(json.dumps({"refused": str(error)}))
        return
    print(json.dumps({"verified": names}))


if __name__ == "__main__":
    main()
