"""The load generator's platform: keys of its own, a key-set address, tokens for any person."""

import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"


class Platform:
    """One issuer with one client; counts how often its key set is fetched."""

    client_id = "bench"
    deployment_id = "1"

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        self.jwks = {"keys": [{**public, "kid": "k1", "alg": "RS256", "use": "sig"}]}
        self.fetches = 0
        platform = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                platform.fetches += 1
                body = json.dumps(platform.jwks).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                return None

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"

    def login_parameters(self, sub: str, target: str) -> dict[str, str]:
        return {
            "iss": self.issuer,
            "client_id": self.client_id,
            "login_hint": sub,
            "lti_message_hint": secrets.token_hex(8),
            "target_link_uri": target,
            "lti_deployment_id": self.deployment_id,
        }

    def token(self, sub: str, nonce: str, target: str, role: str = "Learner") -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": self.client_id,
            "sub": sub,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            "name": f"Person {sub}",
            "given_name": "Person",
            "family_name": sub,
            "email": f"{sub}@example.org",
            f"{CLAIM}message_type": "LtiResourceLinkRequest",
            f"{CLAIM}version": "1.3.0",
            f"{CLAIM}deployment_id": self.deployment_id,
            f"{CLAIM}target_link_uri": target,
            f"{CLAIM}roles": [MEMBERSHIP + role],
            f"{CLAIM}resource_link": {"id": "link-1", "title": "Our topics"},
            f"{CLAIM}context": {"id": "course-1", "title": "Biology", "label": "BIO"},
            f"{CLAIM}tool_platform": {"guid": "bench", "product_family_code": "moodle", "version": "4.5"},
            f"{CLAIM}launch_presentation": {"locale": "en", "document_target": "iframe"},
            "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {
                "scope": ["https://purl.imsglobal.org/spec/lti-ags/scope/score"],
                "lineitems": f"{self.issuer}/lineitems",
                "lineitem": f"{self.issuer}/lineitems/1",
            },
            "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice": {
                "context_memberships_url": f"{self.issuer}/members",
                "service_versions": ["2.0"],
            },
        }
        return str(jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "k1"}))
