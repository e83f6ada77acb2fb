"""PDF: written anew without who made it, without attachments, without anything that runs."""

import warnings
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from lti_tools.kit.uploads.refused import FileRefused
from lti_tools.kit.uploads.scrubbing.pictures import without_segments
from lti_tools.kit.uploads.streams import size_of

MOST_OBJECTS = 500_000
MOST_DEPTH = 60
ALL_GO = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/JS", "/AF", "/XFA", "/RichMediaContent", "/EF", "/Thumb")
"""Keys that no object keeps: who and what made it, scripts, actions on opening, files inside, small pictures."""
ROOT_GOES = ("/OpenAction", "/Perms", "/DSS", "/Collection", "/Legal", "/SpiderInfo", "/Threads", "/URI")
HARMLESS = ("/GoTo", "/URI", "/Named")
"""Actions that stay: to a page of this file, to an address that the reader clicks."""
NOTE_GOES = ("/T", "/M", "/CreationDate", "/NM", "/RC")
"""Keys of annotations that say who wrote them and when; the note itself stays."""
NOTES_GO = ("/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D")
NAMES_GO = ("/EmbeddedFiles", "/JavaScript", "/AlternatePresentations", "/Renditions")


def scrub_pdf(source: BinaryIO, target: BinaryIO) -> None:
    """Raises `FileRefused` for what cannot be read or needs a password."""
    size_of(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        try:
            with Pdf.open(source, suppress_warnings=True) as pdf:
                _clean(pdf)
                pdf.save(target, deterministic_id=True, fix_metadata_version=False)
        except pikepdf.PasswordError as error:
            raise FileRefused("protected") from error
        except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, OSError, AttributeError) as error:
            raise FileRefused("broken") from error


def _clean(pdf: Pdf) -> None:
    if len(pdf.objects) > MOST_OBJECTS:
        raise FileRefused("bomb")
    if not pdf.pages:
        raise FileRefused("broken")
    for key in ("/Info", "/AdditionalStreams"):
        if key in pdf.trailer:
            del pdf.trailer[key]
    _forget(pdf.Root, ROOT_GOES)
    names = pdf.Root.get("/Names")
    if isinstance(names, Dictionary):
        _forget(names, NAMES_GO)
    for page in pdf.pages:
        _drop_notes(page.obj)
    for each in pdf.objects:
        _clean_object(each, 0)


def _drop_notes(page: Any) -> None:
    notes = page.get("/Annots")
    if isinstance(notes, Array):
        kept = [one for one in notes if not (isinstance(one, Dictionary) and str(one.get("/Subtype")) in NOTES_GO)]
        page["/Annots"] = Array(kept)


def _clean_object(found: Any, depth: int) -> None:
    """One object and what stands in it directly; objects of their own have their own turn."""
    if depth > MOST_DEPTH:
        raise FileRefused("broken")
    if isinstance(found, Array):
        for one in found:
            _go_on(one, depth)
        return
    if not isinstance(found, Dictionary | Stream):
        return
    _forget(found, ALL_GO)
    _clean_actions(found)
    _clean_note(found)
    if isinstance(found, Stream):
        _clean_image(found)
    for key in list(found.keys()):
        _go_on(found[key], depth)


def _go_on(inner: Any, depth: int) -> None:
    if isinstance(inner, Array | Dictionary) and not inner.is_indirect:
        _clean_object(inner, depth + 1)


def _clean_actions(found: Any) -> None:
    action = found.get("/A")
    if isinstance(action, Dictionary) and str(action.get("/S")) not in HARMLESS and "/S" in action:
        del found["/A"]
    if str(found.get("/S", "")) in ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR"):
        for key in list(found.keys()):
            if key not in ("/S", "/Type"):
                del found[key]
        found["/S"] = Name("/Named")
        found["/N"] = Name("/NextPage")
    elif "/Next" in found and str(found.get("/S", "")) in HARMLESS:
        del found["/Next"]


def _clean_note(found: Any) -> None:
    if str(found.get("/FT", "")) == "/Sig" or str(found.get("/Type", "")) in ("/Sig", "/DocTimeStamp"):
        _forget(found, ("/V", "/Name", "/Reason", "/ContactInfo", "/Location", "/Cert", "/Contents", "/M"))
    elif "/Subtype" in found and "/Rect" in found and str(found["/Subtype"]) != "/Widget":
        _forget(found, NOTE_GOES)
    elif str(found.get("/Type", "")) == "/Filespec":
        _forget(found, ("/F", "/UF", "/Desc", "/EF", "/RF"))


def _clean_image(found: Any) -> None:
    """Photographs keep their own EXIF inside a PDF."""
    if str(found.get("/Filter", "")) == "/DCTDecode" and str(found.get("/Subtype", "")) == "/Image":
        data = found.read_raw_bytes()
        clean = without_segments(data)
        if clean != data:
            found.write(clean, filter=Name("/DCTDecode"), decode_parms=found.get("/DecodeParms"))


def _forget(found: Any, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in found:
            del found[key]
