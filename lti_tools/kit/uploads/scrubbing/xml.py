"""XML out of foreign files: no document type, so no entities; written back as it was but for what we change."""

from typing import Any

from defusedxml import ElementTree as Defused
from defusedxml.common import DefusedXmlException
from lxml import etree

from lti_tools.kit.uploads.refused import FileRefused

LARGEST = 80_000_000
"""Bytes of one part."""


def parse(data: bytes) -> Any:
    """The root element; raises `FileRefused` for a document type (where bombs are) and for what is no XML."""
    if len(data) > LARGEST:
        raise FileRefused("bomb")
    if b"<!" in data[:4096].replace(b"\0", b""):
        _refuse_document_type(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FileRefused("broken") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileRefused("bomb")
    return root


def _refuse_document_type(data: bytes) -> None:
    try:
        Defused.fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise FileRefused("bomb") from error
    except (Defused.ParseError, ValueError) as error:
        raise FileRefused("broken") from error


def written(root: Any) -> bytes:
    """The part again, comments left out: they are nobody's text."""
    for comment in list(root.iter(etree.Comment)):
        parent = comment.getparent()
        if parent is not None:
            _drop_keeping_tail(parent, comment)
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return found


def _drop_keeping_tail(parent: Any, child: Any) -> None:
    before = child.getprevious()
    if child.tail:
        if before is None:
            parent.text = (parent.text or "") + child.tail
        else:
            before.tail = (before.tail or "") + child.tail
    parent.remove(child)


def local(name: Any) -> str:
    """A tag or attribute without its namespace."""
    return str(name).rpartition("}")[2]


def drop(root: Any, wanted: Any) -> int:
    """Remove every element below `root` for which `wanted(element)`; returns how many."""
    found = [one for one in root.iter() if isinstance(one.tag, str) and wanted(one) and one.getparent() is not None]
    for one in found:
        if one.getparent() is not None:
            _drop_keeping_tail(one.getparent(), one)
    return len(found)
