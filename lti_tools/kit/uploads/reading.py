"""Files as pages: code with numbered lines, tables, Markdown, notebooks; everything as text, nothing that runs."""

import csv
import io
import re
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from lti_tools.kit.uploads.kinds import Kind
from lti_tools.kit.uploads.scrubbing.notebook import read_notebook
from lti_tools.kit.uploads.sniffing import decoded
from lti_tools.web.code import coloured
from lti_tools.web.markdown import render

MOST_TEXT = 400_000
"""Characters that a page shows; the download has the rest."""
MOST_ROWS, MOST_COLUMNS = 300, 40
MOST_CELLS = 300
_TERMINAL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")


@dataclass(frozen=True)
class Cell:
    """One cell of a notebook: its text as markup, then what it put out."""

    kind: str
    number: int | None
    body: Markup
    outputs: list["Output"] = field(default_factory=list)


@dataclass(frozen=True)
class Output:
    """Text that a cell wrote, or a picture as a data address; `left_out` names a type that is not shown."""

    text: str = ""
    error: bool = False
    picture: str = ""
    left_out: str = ""


@dataclass(frozen=True)
class Reading:
    """What the page of a file shows; one of the parts."""

    code: Markup | None = None
    prose: Markup | None = None
    rows: list[list[str]] | None = None
    cells: list[Cell] | None = None
    cut: bool = False
    """The file goes on beyond what is shown."""


def read_text(data: bytes, kind: Kind, ending: str) -> Reading:
    """A text of any kind, by its ending."""
    text = decoded(data)
    cut = len(text) > MOST_TEXT
    text = text[:MOST_TEXT]
    if kind.name == "markdown":
        return Reading(prose=render(text, heading=2), cut=cut)
    if kind.name == "csv":
        rows, more = _rows(text, "\t" if ending == ".tsv" else "")
        return Reading(rows=rows, cut=cut or more)
    return Reading(code=code_lines(text, f"file{ending}"), cut=cut)


def _rows(text: str, delimiter: str) -> tuple[list[list[str]], bool]:
    if not delimiter:
        first = text.partition("\n")[0]
        delimiter = max(",;\t|", key=first.count)
    rows: list[list[str]] = []
    csv.field_size_limit(MOST_TEXT)
    try:
        for row in csv.reader(io.StringIO(text.replace("\0", "")), delimiter=delimiter):
            if len(rows) >= MOST_ROWS:
                return _even(rows), True
            rows.append(row[:MOST_COLUMNS])
    except csv.Error:
        return _even(rows), True
    return _even(rows), False


def _even(rows: list[list[str]]) -> list[list[str]]:
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows if row]


def code_lines(text: str, name: str = "", language: str = "") -> Markup:
    """Code with a span for each line (its number is drawn by the stylesheet, so that it is not copied along)."""
    lines = str(coloured(text, name=name, language=language)).rstrip("\n").split("\n")
    return Markup("\n").join(Markup(f'<span class="code-line">{line}</span>') for line in lines)  # noqa: S704


def read_pages(data: bytes) -> Reading:
    """A notebook, from its scrubbed copy; raises `FileRefused` for what is none."""
    found = read_notebook(data)
    language = found.get("metadata", {}).get("language_info", {}).get("name", "python")
    cells = [_cell(one, str(language)) for one in found["cells"][:MOST_CELLS]]
    return Reading(cells=cells, cut=len(found["cells"]) > MOST_CELLS)


def _cell(cell: dict[str, Any], language: str) -> Cell:
    kind, source = str(cell.get("cell_type")), str(cell.get("source", ""))[:MOST_TEXT]
    if kind == "markdown":
        return Cell(kind, None, render(source, heading=2))
    body = code_lines(source, language=language if kind == "code" else "text")
    return Cell(kind, cell.get("execution_count"), body, [_output(one) for one in cell.get("outputs", [])])


def _output(output: dict[str, Any]) -> Output:
    if output.get("output_type") == "stream":
        return Output(text=_plain(output.get("text")), error=output.get("name") == "stderr")
    if output.get("output_type") == "error":
        return Output(text=_plain("\n".join(output.get("traceback", [])) or output.get("evalue")), error=True)
    data = output.get("data", {})
    for kind in ("image/png", "image/jpeg", "image/gif", "image/webp"):
        if kind in data and _BASE64.fullmatch(data[kind]):
            return Output(
                picture=f"data:{kind};base64,{''.join(data[kind].split())}", text=_plain(data.get("text/plain"))
            )
    if "text/plain" in data:
        return Output(text=_plain(data["text/plain"]))
    return Output(left_out=next(iter(data), ""))


def _plain(text: Any) -> str:
    return _TERMINAL.sub("", str(text or ""))[:MOST_TEXT]
