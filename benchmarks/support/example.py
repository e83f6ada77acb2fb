"""The yardstick: a tool that does for a launch what PyLTI1p3's Flask example does as it is shipped.

Written anew after it: configuration and keys read from files by each request, the cookie check page before the login,
launch data in an in-memory cache that pickles, no cache of the platform's keys, the launch data printed, one template.
In its favour it runs without Flask's debug mode and on the same server as the suite.
"""

import json
import pickle
import pprint
import sys
import tempfile
from pathlib import Path
from typing import Any

import waitress
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask, render_template_string
from pylti1p3.contrib.flask import FlaskCacheDataStorage, FlaskMessageLaunch, FlaskOIDCLogin, FlaskRequest
from pylti1p3.tool_config import ToolConfJsonFile

PAGE = "<!DOCTYPE html><html><head><title>{{ title }}</title></head><body><h1>{{ name }}</h1>{{ title }}</body></html>"


class Cache:
    """What Flask-Caching's simple cache is: pickles in a dict."""

    def __init__(self) -> None:
        self._values: dict[str, bytes] = {}

    def get(self, key: str) -> Any:
        found = self._values.get(key)
        return None if found is None else pickle.loads(found)

    def set(self, key: str, value: Any, _seconds: int | None = None) -> None:
        self._values[key] = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def write_config(folder: Path, issuer: str, client_id: str) -> str:
    """The tool's configuration and keys as files; returns the configuration's path."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    (folder / "private.key").write_bytes(private)
    (folder / "public.key").write_bytes(public)
    registration = {
        "default": True,
        "client_id": client_id,
        "auth_login_url": f"{issuer}/auth",
        "auth_token_url": f"{issuer}/token",
        "key_set_url": f"{issuer}/jwks",
        "key_set": None,
        "private_key_file": "private.key",
        "public_key_file": "public.key",
        "deployment_ids": ["1"],
    }
    config = folder / "tool.json"
    config.write_text(json.dumps({issuer: [registration]}))
    return str(config)


def make_app(config: str) -> Flask:
    app = Flask(__name__)
    cache = Cache()

    @app.route("/login/", methods=["GET", "POST"])
    def login() -> Any:
        request = FlaskRequest()
        target = request.get_param("target_link_uri")
        storage = FlaskCacheDataStorage(cache)
        oidc = FlaskOIDCLogin(request, ToolConfJsonFile(config), launch_data_storage=storage)
        return oidc.enable_check_cookies().redirect(target)

    @app.route("/launch/", methods=["POST"])
    def launch() -> Any:
        storage = FlaskCacheDataStorage(cache)
        message = FlaskMessageLaunch(FlaskRequest(), ToolConfJsonFile(config), launch_data_storage=storage)
        data = message.get_launch_data()
        pprint.pprint(data)
        return render_template_string(PAGE, title="Our topics", name=data.get("name", ""))

    return app


if __name__ == "__main__":
    issuer, client_id, port = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(write_config(Path(folder), issuer, client_id))
        waitress.serve(app, listen=f"127.0.0.1:{port}", threads=12, _quiet=True)
