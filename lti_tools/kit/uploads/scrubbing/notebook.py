"""Jupyter notebooks: kernels, widgets, authors and cell ids out; folders of one's own out of messages."""

import base64
import io
import json
import re
from typing import Any, BinaryIO

from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.scrubbing.pictures import scrub_picture

LARGEST = 30_000_000
HOME = re.compile(r"(/home/|/Users/|[A-Za-z]:\\{1,2}Users\\{1,2})(?:[^/\\\n\"'<>:]{1,64}(?=[/\\])|[^/\\\s\"'<>:]+)")
"""A folder of somebody's own; its name may have spaces where a path goes on behind it."""
LANGUAGE = re.compile(r"[A-Za-z0-9+#. _-]{1,30}")
PICTURES = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif", "image/webp": "webp"}
TEXTS = ("text/plain", "text/html", "text/markdown", "text/latex", "application/json")


def read_notebook(data: bytes) -> dict[str, Any]:
    """The notebook's JSON; raises `FileRefused` for anything else."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise FileRefused("broken") from error
    if not isinstance(found, dict) or not isinstance(found.get("cells"), list) or "nbformat" not in found:
        raise FileRefused("broken")
    return found


def scrub_notebook(source: BinaryIO, target: BinaryIO) -> None:
    """Write the notebook anew from what we know of it; raises `FileRefused`."""
    data = source.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise FileRefused("bomb")
    found = read_notebook(data)
    minor = found.get("nbformat_minor")
    clean = {
        "nbformat": 4,
        "nbformat_minor": minor if isinstance(minor, int) and 0 <= minor <= 5 else 4,
        "metadata": _language(found.get("metadata")),
        "cells": [_cell(one, number, minor) for number, one in enumerate(found["cells"], 1) if isinstance(one, dict)],
    }
    target.write(json.dumps(clean, ensure_ascii=False, indent=1).encode())


def _language(metadata: Any) -> dict[str, Any]:
    """The language alone: kernels carry the names of environments, which carry those of people."""
    info = metadata.get("language_info") if isinstance(metadata, dict) else None
    name = info.get("name") if isinstance(info, dict) else None
    return {"language_info": {"name": name}} if isinstance(name, str) and LANGUAGE.fullmatch(name) else {}


def _cell(cell: dict[str, Any], number: int, minor: Any) -> dict[str, Any]:
    kind = cell.get("cell_type")
    kind = kind if kind in ("code", "markdown", "raw") else "raw"
    clean: dict[str, Any] = {"cell_type": kind, "metadata": {}, "source": _text(cell.get("source"))}
    if isinstance(minor, int) and minor >= 5:
        clean["id"] = f"cell-{number}"
    if kind == "code":
        clean["execution_count"] = _count(cell)
        outputs = cell.get("outputs")
        clean["outputs"] = (
            [_output(one) for one in outputs if isinstance(one, dict)] if isinstance(outputs, list) else []
        )
    elif isinstance(cell.get("attachments"), dict):
        clean["attachments"] = {}
        for at, (name, data) in enumerate(cell["attachments"].items(), 1):
            clean["attachments"][f"file-{at}"] = _data(data)
            clean["source"] = clean["source"].replace(f"(attachment:{name})", f"(attachment:file-{at})")
    return clean


def _count(found: dict[str, Any]) -> int | None:
    count = found.get("execution_count")
    return count if isinstance(count, int) else None


def _output(output: dict[str, Any]) -> dict[str, Any]:
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return {"output_type": "stream", "name": name, "text": _said(output.get("text"))}
    if kind == "error":
        lines = output.get("traceback")
        return {
            "output_type": "error",
            "ename": _said(output.get("ename")),
            "evalue": _said(output.get("evalue")),
            "traceback": [_said(line) for line in lines] if isinstance(lines, list) else [],
        }
    clean: dict[str, Any] = {"output_type": "display_data", "metadata": {}, "data": _data(output.get("data"))}
    if kind == "execute_result":
        clean |= {"output_type": "execute_result", "execution_count": _count(output)}
    return clean


def _data(data: Any) -> dict[str, Any]:
    clean: dict[str, Any] = {}
    for kind, value in data.items() if isinstance(data, dict) else ():
        if kind in PICTURES:
            clean[kind] = _picture(PICTURES[kind], _text(value))
        elif kind in TEXTS:
            clean[kind] = _said(value) if isinstance(value, str | list) else json.loads(_said(json.dumps(value)))
    return clean


def _picture(kind: str, text: str) -> str:
    try:
        content = base64.b64decode(text)
    except ValueError as error:
        raise FileRefused("broken") from error
    target = io.BytesIO()
    scrub_picture(kind, io.BytesIO(content), target)
    return base64.b64encode(target.getvalue()).decode()


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def _said(value: Any) -> str:
    """What a program wrote, with folders of a home as anybody's."""
    return HOME.sub(r"\1user", _text(value))
