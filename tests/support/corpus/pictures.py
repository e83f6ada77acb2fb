"""Pictures with a name in EXIF, XMP, comments, text chunks and colour profiles."""

import io
import struct
import zlib

from PIL import Image, ImageCms, PngImagePlugin

from tests.support.corpus.names import NAME

XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><creator>{NAME}</creator></x:xmpmeta>".encode()


def drawing(size=(60, 40)) -> Image.Image:
    image = Image.new("RGB", size, (20, 120, 110))
    image.paste((220, 110, 60), (0, 0, size[0] // 2, size[1] // 4))
    return image


def exif(orientation: int = 1) -> bytes:
    found = Image.Exif()
    found[0x013B], found[0x8298], found[0x010E], found[0x0112] = NAME, NAME, f"By {NAME}", orientation
    found[0x9C9D] = (NAME + "\0").encode("utf-16-le")
    return found.tobytes()


def profile() -> bytes:
    return bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


def jpeg(orientation: int = 1, size: tuple[int, int] = (60, 40)) -> bytes:
    out = io.BytesIO()
    drawing(size).save(
        out, "JPEG", exif=exif(orientation), comment=NAME.encode(), xmp=XMP, icc_profile=profile(), quality=90
    )
    data = out.getvalue()
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", 40) + b"\x1c\x02\x50" + NAME.encode().ljust(37)
    segment = b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
    return data[:2] + segment + data[2:] + NAME.encode()


def png() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", NAME)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    info.add_text("Comment", NAME, zip=True)
    out = io.BytesIO()
    drawing().save(out, "PNG", pnginfo=info, exif=exif())
    return out.getvalue() + NAME.encode()


def webp() -> bytes:
    out = io.BytesIO()
    drawing().save(out, "WEBP", exif=exif(), xmp=XMP)
    return out.getvalue()


def gif() -> bytes:
    frames = [drawing(), drawing().rotate(180)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=80, comment=NAME.encode())
    return out.getvalue() + f"/*{NAME}*/".encode()


def bomb_png(side: int = 20_000) -> bytes:
    """A small file of many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress(bytes((side // 8 + 1) * side), 9)
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
