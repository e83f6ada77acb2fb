import gzip
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lti_tools.web.assets import Assets, static_folders


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "base.css": "b{}",
        "tokens.css": ":root{}",
        "contrast.css": "z{}",
        "components/a.css": "a{}",
        "one.js": "throw new Error();\n",
        "two.js": "// What it does.\n// And why.\ndocument.title = '2'; // as it was\n",
        "pictures/x.svg": "<svg/>",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def client(assets: Assets) -> FlaskClient:
    app = Flask("x", static_folder=None)
    app.register_blueprint(assets.blueprint())
    return app.test_client()


def test_sheets_become_one_in_their_order(folder: Path) -> None:
    assets = Assets({"toy": folder})
    assert assets["toy.css"].content.decode().split() == [":root{}", "b{}", "a{}", "z{}"]
    assert "toy/pictures/x.svg" in assets


def test_scripts_become_one_without_the_words_above_them(folder: Path) -> None:
    content = Assets({"toy": folder})["toy.js"].content.decode()
    assert content.index("throw new Error();") < content.index("document.title = '2'; // as it was")
    assert "What it does" not in content
    assert "And why" not in content


def test_an_address_names_its_content_and_is_kept_for_ever(folder: Path) -> None:
    assets = Assets({"toy": folder})
    answer = client(assets).get("/assets/" + assets.address("toy.css"), headers={"Accept-Encoding": "gzip, br"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(answer.data) == assets["toy.css"].content
    before = assets.address("toy.css")
    (folder / "base.css").write_text("b{color:red}")
    assert Assets({"toy": folder}).address("toy.css") != before


def test_a_browser_without_gzip_gets_the_plain_file(folder: Path) -> None:
    assets = Assets({"toy": folder})
    for encodings in ("", "gzip;q=0"):
        answer = client(assets).get("/assets/" + assets.address("toy.js"), headers={"Accept-Encoding": encodings})
        assert answer.data == assets["toy.js"].content
        assert answer.mimetype == "text/javascript"


def test_an_address_of_an_older_version_gives_the_present_one_uncached(folder: Path) -> None:
    answer = client(Assets({"toy": folder})).get("/assets/toy.0123456789ab.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "address", ["nothing.css", "../conftest.py", "toy/../../x", "toy", ".css", "toy.css/x", "a..b"]
)
def test_what_is_no_asset_is_not_found(folder: Path, address: str) -> None:
    assert client(Assets({"toy": folder})).get(f"/assets/{address}").status_code == 404


def test_the_suites_sheet_and_script_are_small_and_import_nothing() -> None:
    assets = Assets(static_folders([("no-tool", Path("nowhere"))]))
    assert len(assets["lti.css"].gzipped) < 15_000
    assert len(assets["lti.js"].gzipped) < 8_000
    assert b"@import" not in assets["lti.css"].content
    assert b"url(" not in assets["lti.css"].content
    assert b"import " not in assets["lti.js"].content
