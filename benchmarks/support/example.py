"""PyLTI1p3's plain Flask use, as its documentation shows it: cookie state, session storage, no key cache."""

import os
import sys
from typing import Any

import waitress
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask, render_template_string
from pylti1p3.contrib.flask import (
    FlaskCookieService,
    FlaskMessageLaunch,
    FlaskOIDCLogin,
    FlaskRequest,
    FlaskSessionService,
)
from pylti1p3.tool_config import ToolConfDict

PAGE = "<!DOCTYPE html><html><head><title>{{ title }}</title></head><body><h1>{{ name }}</h1>{{ title }}</body></html>"


def make_app(issuer: str, client_id: str, public_url: str) -> Flask:
    app = Flask(__name__)
    app.secret_key = os.urandom(16)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    public = (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )
    registration = {
        "default": True,
        "client_id": client_id,
        "auth_login_url": f"{issuer}/auth",
        "auth_token_url": f"{issuer}/token",
        "key_set_url": f"{issuer}/jwks",
        "deployment_ids": ["1"],
    }
    conf = ToolConfDict({issuer: [registration]})
    conf.set_private_key(issuer, pem, client_id=client_id)
    conf.set_public_key(issuer, public, client_id=client_id)

    @app.route("/login/", methods=["GET", "POST"])
    def login() -> Any:
        request = FlaskRequest()
        target = request.get_param("target_link_uri")
        return FlaskOIDCLogin(request, conf, FlaskSessionService(request), FlaskCookieService(request)).redirect(target)

    @app.route("/launch/", methods=["POST"])
    def launch() -> Any:
        request = FlaskRequest()
        message = FlaskMessageLaunch(
            request, conf, session_service=FlaskSessionService(request), cookie_service=FlaskCookieService(request)
        )
        data = message.get_launch_data()
        return render_template_string(PAGE, title="Our topics", name=data.get("name", ""))

    return app


if __name__ == "__main__":
    issuer, client_id, port = sys.argv[1:]
    waitress.serve(
        make_app(issuer, client_id, f"http://127.0.0.1:{port}"), listen=f"127.0.0.1:{port}", threads=12, _quiet=True
    )
