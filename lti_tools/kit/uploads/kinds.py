"""Every kind of file that is taken, as data: its type for browsers, its endings, how it is shown."""

from dataclasses import dataclass
from enum import StrEnum

from lti_tools.web.locale import Lazy, lazy


class Family(StrEnum):
    """What a page does with a file: draw it, play it, print it as text, or offer it as a download."""

    PICTURE = "picture"
    PDF = "pdf"
    AUDIO = "audio"
    VIDEO = "video"
    TEXT = "text"
    NOTEBOOK = "notebook"
    OFFICE = "office"
    ARCHIVE = "archive"


@dataclass(frozen=True)
class Kind:
    """One accepted type. `endings` are lower-case with their dot; the first is given to neutral names."""

    name: str
    label: Lazy
    mime: str
    endings: tuple[str, ...]
    family: Family


_OPEN = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
CODE = (
    ".py", ".js", ".ts", ".jsx", ".tsx", ".java", ".c", ".h", ".cpp", ".hpp", ".cc", ".cs", ".go", ".rs", ".rb", ".php",
    ".swift", ".kt", ".scala", ".r", ".jl", ".m", ".pl", ".lua", ".sh", ".bat", ".ps1", ".sql", ".html", ".css", ".xml",
    ".json", ".yml", ".yaml", ".toml", ".ini", ".tex", ".asm", ".vb", ".pas", ".hs", ".ml", ".clj", ".ex", ".dart",
)  # fmt: skip

ALL = (
    Kind("pdf", lazy("PDF"), "application/pdf", (".pdf",), Family.PDF),
    Kind("png", lazy("PNG picture"), "image/png", (".png",), Family.PICTURE),
    Kind("jpeg", lazy("JPEG picture"), "image/jpeg", (".jpg", ".jpeg", ".jfif"), Family.PICTURE),
    Kind("webp", lazy("WebP picture"), "image/webp", (".webp",), Family.PICTURE),
    Kind("gif", lazy("GIF picture"), "image/gif", (".gif",), Family.PICTURE),
    Kind("mp3", lazy("MP3 sound"), "audio/mpeg", (".mp3",), Family.AUDIO),
    Kind("m4a", lazy("M4A sound"), "audio/mp4", (".m4a", ".mp4"), Family.AUDIO),
    Kind("wav", lazy("WAV sound"), "audio/wav", (".wav",), Family.AUDIO),
    Kind("ogg", lazy("Ogg sound"), "audio/ogg", (".ogg", ".oga", ".opus"), Family.AUDIO),
    Kind("flac", lazy("FLAC sound"), "audio/flac", (".flac",), Family.AUDIO),
    Kind("weba", lazy("WebM sound"), "audio/webm", (".webm", ".weba"), Family.AUDIO),
    Kind("mp4", lazy("MP4 video"), "video/mp4", (".mp4", ".m4v", ".mov"), Family.VIDEO),
    Kind("mov", lazy("MOV video"), "video/quicktime", (".mov", ".qt"), Family.VIDEO),
    Kind("webm", lazy("WebM video"), "video/webm", (".webm",), Family.VIDEO),
    Kind("docx", lazy("Word document"), _OPEN + "wordprocessingml.document", (".docx",), Family.OFFICE),
    Kind("xlsx", lazy("Excel workbook"), _OPEN + "spreadsheetml.sheet", (".xlsx",), Family.OFFICE),
    Kind(
        "pptx",
        lazy("PowerPoint presentation"),
        _OPEN + "presentationml.presentation",
        (".pptx", ".ppsx"),
        Family.OFFICE,
    ),
    Kind("odt", lazy("OpenDocument text"), _ODF + "text", (".odt",), Family.OFFICE),
    Kind("ods", lazy("OpenDocument spreadsheet"), _ODF + "spreadsheet", (".ods",), Family.OFFICE),
    Kind("odp", lazy("OpenDocument presentation"), _ODF + "presentation", (".odp",), Family.OFFICE),
    Kind("markdown", lazy("Markdown text"), "text/plain", (".md", ".markdown"), Family.TEXT),
    Kind("csv", lazy("CSV table"), "text/plain", (".csv", ".tsv"), Family.TEXT),
    Kind("code", lazy("Program code"), "text/plain", CODE, Family.TEXT),
    Kind("text", lazy("Plain text"), "text/plain", (".txt", ".text", ".log"), Family.TEXT),
    Kind("notebook", lazy("Jupyter notebook"), "application/x-ipynb+json", (".ipynb",), Family.NOTEBOOK),
    Kind("zip", lazy("ZIP archive"), "application/zip", (".zip",), Family.ARCHIVE),
)
KINDS = {kind.name: kind for kind in ALL}
PICTURES = ("png", "jpeg", "webp", "gif")


def ending_of(name: str) -> str:
    """The ending of a file name in lower case with its dot; empty where it has none."""
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot and stem and len(ending) <= 10 else ""


def family_labels() -> dict[Family, Lazy]:
    """What each family is called in a sentence about what is accepted."""
    return {
        Family.PDF: lazy("PDF"),
        Family.PICTURE: lazy("pictures"),
        Family.AUDIO: lazy("sound"),
        Family.VIDEO: lazy("video"),
        Family.OFFICE: lazy("office documents"),
        Family.TEXT: lazy("text and code"),
        Family.NOTEBOOK: lazy("notebooks"),
        Family.ARCHIVE: lazy("ZIP archives"),
    }
