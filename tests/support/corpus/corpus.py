"""One file of every accepted kind, each with a planted name, made anew on every run."""

from collections.abc import Callable
from functools import partial

from tests.support.corpus import documents, pictures, sound, video

CORPUS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "pdf": ("work.pdf", documents.pdf),
    "png": ("work.png", pictures.png),
    "jpeg": ("work.jpg", pictures.jpeg),
    "webp": ("work.webp", pictures.webp),
    "gif": ("work.gif", pictures.gif),
    "mp3": ("work.mp3", sound.mp3),
    "m4a": ("work.m4a", video.m4a),
    "wav": ("work.wav", sound.wav),
    "ogg": ("work.ogg", sound.ogg_vorbis),
    "flac": ("work.flac", sound.flac),
    "weba": ("work.webm", partial(video.webm, video=False)),
    "mp4": ("work.mp4", video.mp4),
    "mov": ("work.mov", video.mov),
    "webm": ("work.webm", video.webm),
    "docx": ("work.docx", documents.docx),
    "xlsx": ("work.xlsx", documents.xlsx),
    "pptx": ("work.pptx", documents.pptx),
    "odt": ("work.odt", partial(documents.opendocument, "text")),
    "ods": ("work.ods", partial(documents.opendocument, "spreadsheet")),
    "odp": ("work.odp", partial(documents.opendocument, "presentation")),
    "notebook": ("work.ipynb", documents.notebook),
    "zip": ("work.zip", documents.archive),
    "markdown": ("work.md", lambda: b"# Bees\n\nThey *fly*.\n"),
    "csv": ("work.csv", lambda: "имя;число\nпчела;3\n".encode("cp1251")),
    "code": ("work.py", lambda: b"print('bees')\n"),
    "text": ("work.txt", lambda: "\ufeffBees fly.\r\n".encode()),
}
"""Kind -> (file name, maker). Texts hold no hidden place, so nothing is planted in them."""
MORE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "an Opus stream": ("work.opus", sound.ogg_opus),
    "FLAC in Ogg": ("work.oga", sound.ogg_flac),
    "a live WebM": ("work.webm", partial(video.webm, unknown_sizes=True)),
}
