import io
import random
import xml.etree.ElementTree as ET
import zlib
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.unit.quests.openbadges.issuing import AWARD, HELPER, ISSUER, KID, NOW, at, good, signed
from tools.gamification.openbadges.baking import (
    KEYWORD,
    PictureInvalid,
    bake_png,
    bake_svg,
    unbake,
    unbake_png,
)
from tools.gamification.openbadges.documents import (
    achievement_document,
    credential_document,
    instant,
    issuer_document,
    seconds,
)
from tools.gamification.openbadges.drawing import COLOURS, SHAPES, SYMBOLS, Design, png, svg
from tools.gamification.openbadges.status_list import LENGTH, StatusListInvalid, encode, is_set
from tools.gamification.openbadges.verifying import verify

JWS = signed(good())


def test_a_badge_of_ours_holds():
    found = verify(JWS, at(), NOW)
    assert found.kid == KID
    assert found.credential == credential_document(AWARD)
    assert found.achievement["name"] == "Helper"


@given(
    st.integers(1_577_836_800, int(NOW.timestamp())).map(
        lambda at: datetime.fromtimestamp(at + 0.25, timezone(timedelta(hours=5, minutes=30)))
    ),
    st.one_of(st.none(), st.just(NOW + timedelta(days=9))),
    st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=2),
)
def test_every_badge_that_is_made_holds(awarded_at, expires_at, evidence):
    award = replace(AWARD, awarded_at=awarded_at, expires_at=expires_at, evidence=evidence, identifiers=())
    assert verify(signed(good(award)), at(), NOW).credential["validFrom"] == instant(awarded_at)


def test_no_name_and_no_address_of_a_learner_stands_in_a_badge():
    text = str(good())
    assert "ann" not in text.lower().replace("channel", "")
    assert "@school" not in text


def test_hosted_documents_say_who_and_what_for():
    assert issuer_document(ISSUER)["type"] == ["Profile"]
    found = achievement_document(HELPER, ISSUER)
    assert (found["criteria"], found["creator"]["id"]) == ({"narrative": "Two thanks."}, ISSUER.id)


def test_times_have_whole_seconds_so_that_claims_agree():
    assert instant(NOW) == "2026-03-02T09:30:15Z"
    assert seconds(instant(NOW)) == int(NOW.timestamp())


@given(st.sets(st.integers(0, LENGTH - 1), max_size=20), st.integers(0, LENGTH - 1))
def test_a_bit_is_set_exactly_where_a_badge_was_taken_back(revoked, other):
    encoded = encode(revoked)
    assert all(is_set(encoded, index) for index in revoked)
    assert is_set(encoded, other) == (other in revoked)


def test_the_first_bit_is_the_leftmost_one():
    import base64
    import gzip

    packed = encode([0, 10])
    bits = gzip.decompress(base64.urlsafe_b64decode(packed[1:] + "=" * (-len(packed[1:]) % 4)))
    assert (bits[0], bits[1], len(bits)) == (0x80, 0x20, 16_384)


@pytest.mark.parametrize("encoded", ["", "u", "x", "uAAAA", "u****", encode([1])[:-20]])
def test_what_is_no_list_is_refused(encoded):
    with pytest.raises(StatusListInvalid):
        is_set(encoded, 1)


def test_no_index_outside_the_list_is_written_or_read():
    with pytest.raises(ValueError):
        encode([LENGTH])
    with pytest.raises(StatusListInvalid):
        is_set(encode([]), LENGTH)


def test_a_list_that_unpacks_to_gigabytes_is_refused():
    import base64

    packing = zlib.compressobj(9, wbits=31)
    bomb = packing.compress(bytes(20_000_000)) + packing.flush()
    with pytest.raises(StatusListInvalid):
        is_set("u" + base64.urlsafe_b64encode(bomb).decode().rstrip("="), 1)


def test_a_baked_png_is_still_the_picture_and_carries_one_badge():
    plain = png(Design(), 60)
    baked = bake_png(bake_png(plain, "a.b.c"), JWS)
    assert baked.count(KEYWORD) == 1
    assert unbake(baked) == JWS
    assert Image.open(io.BytesIO(baked)).tobytes() == Image.open(io.BytesIO(plain)).tobytes()


def test_a_baked_svg_carries_the_badge_first_and_once():
    baked = bake_svg(bake_svg(svg(Design(), "Helper <&>"), "a.b.c"), JWS)
    root = ET.fromstring(baked)
    assert root[0].tag == "{https://purl.imsglobal.org/ob/v3p0}credential"
    assert 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"' in baked.split(">")[0]
    assert unbake(baked.encode()) == JWS
    assert baked.count("credential") == 1 + baked.count("</openbadges:credential")


def test_a_badge_is_read_from_a_compressed_chunk_too_but_not_from_a_bomb():
    plain = bake_png(png(Design(), 20), "x")
    assert unbake_png(_with_text(plain, zlib.compress(JWS.encode()))) == JWS
    with pytest.raises(PictureInvalid):
        unbake_png(_with_text(plain, b"\x00\x01"))
    assert len(unbake_png(_with_text(plain, zlib.compress(b"a" * 50_000_000)))) <= 1_000_000


def _with_text(baked: bytes, compressed: bytes) -> bytes:
    from tools.gamification.openbadges.baking import _chunk, _chunks

    out = [baked[:8]]
    for kind, data in _chunks(baked):
        out.append(_chunk(kind, KEYWORD + b"\0\1\0en\0Abzeichen\0" + compressed if kind == b"iTXt" else data))
    return b"".join(out)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "unknown-kind"),
        (b"no badge here", "unknown-kind"),
        (b"\xff\xfe", "unknown-kind"),
        (png(Design(), 20), "no-badge"),
        (png(Design(), 20)[:-30], "damaged"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no-badge"),
        (b"<html/>", "unknown-kind"),
        (b"<svg", "damaged"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>', "damaged"),
    ],
)
def test_a_picture_without_a_badge_says_why(content, code):
    with pytest.raises(PictureInvalid, match=f"^{code}$"):
        unbake(content)


def test_no_damaged_picture_breaks_the_reader():
    baked, rng = bake_png(png(Design(), 20), JWS), random.Random(7)
    for _ in range(300):
        broken = bytearray(baked)
        broken[rng.randrange(8, len(broken))] ^= 1 << rng.randrange(8)
        with pytest.raises(PictureInvalid):
            unbake(bytes(broken))


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_every_design_is_drawn_alike_in_both_kinds(symbol):
    for number, shape in enumerate(SHAPES):
        design = Design(shape, list(COLOURS)[number], symbol)
        assert ET.fromstring(svg(design)).get("viewBox") == "0 0 100 100"
        picture = Image.open(io.BytesIO(png(design, 24)))
        assert (picture.size, picture.getpixel((0, 0))[3]) == ((24, 24), 0)


def test_colours_stand_out_from_the_white_symbol():
    assert min(_contrast_with_white(colour) for colour in COLOURS.values()) >= 6


def _contrast_with_white(colour: str) -> float:
    """WCAG 2.2, 1.4.3."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@pytest.mark.parametrize("wrong", [{"shape": "x"}, {"colour": "#fff"}, {"symbol": "<script>"}])
def test_no_other_design_can_be_made(wrong):
    with pytest.raises(ValueError):
        Design(**wrong)
