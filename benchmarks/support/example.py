"""The yardstick: a tool that does for a launch what PyLTI1p3's Flask example does, written anew after it.

Done by each request, as there: configuration and keys read from files, launch data kept pickled in Flask-Caching's
simple cache, no cache of the platform's keys; the cookie check page before each login; the launch data printed; one
template, which finds its stylesheet and script by `url_for`. `docs/performance.md` says where each stands there.

"shipped" runs it as its README says: `app.run` with `DEBUG` in the configuration, so on Werkzeug's development server
with reloader, debugger and a thread for each request. "production" runs the same on the suite's server, without DEBUG.
"""

import json
import pprint
import sys
from pathlib import Path
from typing import Any

import waitress
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask, render_template, request
from flask_caching import Cache
from pylti1p3.contrib.flask import FlaskCacheDataStorage, FlaskMessageLaunch, FlaskOIDCLogin, FlaskRequest
from pylti1p3.tool_config import ToolConfJsonFile

TITLE = "Our topics"
CUSTOM = "https://purl.imsglobal.org/spec/lti/claim/custom"
CONFIG = {
    "CACHE_TYPE": "SimpleCache",
    "CACHE_DEFAULT_TIMEOUT": 600,
    "SECRET_KEY": "of a benchmark",
    "SESSION_COOKIE_NAME": "example-session",
}


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


def make_app(config: str, *, debug: bool) -> Flask:
    app = Flask(__name__)
    app.config.from_mapping(CONFIG, DEBUG=debug)
    cache = Cache(app)

    @app.route("/login/", methods=["GET", "POST"])
    def login() -> Any:
        asked = FlaskRequest()
        storage = FlaskCacheDataStorage(cache)
        oidc = FlaskOIDCLogin(asked, ToolConfJsonFile(config), launch_data_storage=storage)
        return oidc.enable_check_cookies().redirect(asked.get_param("target_link_uri"))

    @app.route("/launch/", methods=["POST"])
    def launch() -> Any:
        storage = FlaskCacheDataStorage(cache)
        message = FlaskMessageLaunch(FlaskRequest(), ToolConfJsonFile(config), launch_data_storage=storage)
        data = message.get_launch_data()
        pprint.pprint(data)
        return render_template(
            "example.html",
            title=TITLE,
            name=data.get("name", ""),
            level=data.get(CUSTOM, {}).get("level") or request.args.get("level", "normal"),
            launch_id=message.get_launch_id(),
            deep_linking=message.is_deep_link_launch(),
        )

    @app.route("/configure/<launch_id>/<level>/")
    def configure(launch_id: str, level: str) -> str:
        return f"{launch_id} {level}"

    return app


if __name__ == "__main__":
    way, config, port = sys.argv[1:]
    app = make_app(config, debug=way == "shipped")
    if way == "shipped":
        app.run(host="127.0.0.1", port=int(port))
    else:
        waitress.serve(app, listen=f"127.0.0.1:{port}", threads=12, _quiet=True)
