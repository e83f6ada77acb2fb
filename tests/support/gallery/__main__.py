"""Serve the style guide on loopback."""

import sys

from tests.support.gallery.app import make_app

make_app().run("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 8099)
