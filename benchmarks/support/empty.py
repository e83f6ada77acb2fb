"""The floor under every launch: an application that answers its requests with nothing, on the suite's server."""

import sys

import waitress
from flask import Flask, request

app = Flask(__name__)


@app.route("/", methods=["GET", "POST"])
def nothing() -> str:
    return request.form.get("state", "")


if __name__ == "__main__":
    waitress.serve(app, listen=f"127.0.0.1:{sys.argv[1]}", threads=12, asyncore_use_poll=True, _quiet=True)
