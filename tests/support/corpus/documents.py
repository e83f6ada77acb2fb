"""Documents with a name in properties, comments, tracked changes, paths, thumbnails and the files inside of them."""

import base64
import io
import json
import zipfile

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.support.corpus.names import NAME
from tests.support.corpus.pictures import XMP, jpeg, png

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument."


def pdf() -> bytes:
    with Pdf.new() as found:
        page = found.add_blank_page(page_size=(200, 200))
        picture = found.make_stream(jpeg())
        picture.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Filter": Name.DCTDecode})
        picture.update({"/Width": 60, "/Height": 40, "/ColorSpace": Name.DeviceRGB, "/BitsPerComponent": 8})
        page.Resources = Dictionary(XObject=Dictionary(Im0=picture))
        page.Contents = found.make_stream(b"q 60 0 0 40 20 20 cm /Im0 Do Q")
        page.PieceInfo = Dictionary(Editor=Dictionary(Private=String(NAME), LastModified=String("D:2026")))
        page.AA = Dictionary(O=script())
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], Contents=String("Well done"))
        note.T, note.NM, note.M = String(NAME), String(NAME), String("D:20260101")
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=launch())
        field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, Rect=[0, 0, 1, 1])
        field.V = found.make_indirect(Dictionary(Type=Name.Sig, Name=String(NAME), Reason=String(f"I am {NAME}")))
        found.attachments["own.txt"] = pikepdf.AttachedFileSpec(found, NAME.encode(), filename=f"{NAME}.txt")
        attached = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], T=String(NAME))
        notes = [found.make_indirect(one) for one in (note, link, field, attached)]
        page.Annots = Array(notes)
        found.docinfo["/Author"] = NAME
        found.docinfo["/Title"] = f"The work of {NAME}"
        metadata = found.make_stream(XMP)
        metadata.update({"/Type": Name.Metadata, "/Subtype": Name.XML})
        found.Root.Metadata = metadata
        found.Root.OpenAction = script()
        found.Root.Names.JavaScript = Dictionary(Names=Array([String("run"), script()]))
        found.Root.AcroForm = Dictionary(Fields=Array([notes[2]]), XFA=String(NAME))
        out = io.BytesIO()
        found.save(out, fix_metadata_version=False, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue() + f"\n% {NAME}\n".encode()


def script() -> Dictionary:
    return Dictionary(Type=Name.Action, S=Name.JavaScript, JS=String(f"app.alert('{NAME}')"))


def launch() -> Dictionary:
    return Dictionary(
        Type=Name.Action, S=Name.Launch, F=Dictionary(Type=Name.Filespec, F=String(f"/home/{NAME}/x.exe"))
    )


def packed(parts: dict[str, str | bytes], *, mimetype: str = "", comment: str = NAME) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2026, 3, 1, 12, 0, 0))
            info.comment = comment.encode()
            info.extra = b"\x99\x99" + len(comment).to_bytes(2, "little") + comment.encode()
            archive.writestr(info, content if isinstance(content, bytes) else content.encode(), zipfile.ZIP_DEFLATED)
        archive.comment = comment.encode()
    return out.getvalue()


def properties() -> dict[str, str | bytes]:
    """What every office file has."""
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    dc = "http://purl.org/dc/elements/1.1/"
    return {
        "docProps/core.xml": f"<c:coreProperties xmlns:c='{core}' xmlns:dc='{dc}'><dc:creator>{NAME}</dc:creator>"
        f"<c:lastModifiedBy>{NAME}</c:lastModifiedBy></c:coreProperties>",
        "docProps/app.xml": f"<Properties><Company>{NAME} Ltd</Company><Manager>{NAME}</Manager></Properties>",
        "docProps/custom.xml": f"<Properties><property name='Owner'><v>{NAME}</v></property></Properties>",
        "docProps/thumbnail.jpeg": jpeg(),
        "_rels/.rels": f"<Relationships xmlns='{RELS}'><Relationship Id='r1' Type='{OFFICE}/officeDocument' "
        f"Target='word/document.xml'/><Relationship Id='r2' Type='{RELS}/metadata/thumbnail' "
        f"Target='docProps/thumbnail.jpeg'/></Relationships>",
        "customXml/item1.xml": f"<CoverPageProperties author='{NAME}'><Author>{NAME}</Author></CoverPageProperties>",
    }


def content_types(main: str) -> str:
    return (
        f"<Types xmlns='{TYPES}'><Default Extension='xml' ContentType='application/xml'/>"
        f"<Override PartName='/main.xml' ContentType='{MAIN}{main}.main+xml'/>"
        f"<Override PartName='/docProps/thumbnail.jpeg' ContentType='image/jpeg'/></Types>"
    )


def docx() -> bytes:
    when = f"w:author='{NAME}' w:initials='ZQ' w:date='2026-03-01T10:00:00Z'"
    return packed(
        {
            "[Content_Types].xml": content_types("wordprocessingml.document"),
            **properties(),
            "word/document.xml": f"<w:document xmlns:w='{W}'><!-- {NAME} --><w:body><w:p><w:ins w:id='1' {when}><w:r>"
            f"<w:t>An essay about bees.</w:t></w:r></w:ins></w:p></w:body></w:document>",
            "word/comments.xml": f"<w:comments xmlns:w='{W}'><w:comment w:id='0' {when}><w:p><w:r><w:t>Nice.</w:t>"
            "</w:r></w:p></w:comment></w:comments>",
            "word/people.xml": "<w15:people xmlns:w15='http://schemas.microsoft.com/office/word/2012/wordml'>"
            f"<w15:person w15:author='{NAME}'><w15:presenceInfo w15:providerId='AD' w15:userId='S::{NAME}'/>"
            "</w15:person></w15:people>",
            "word/settings.xml": f"<w:settings xmlns:w='{W}'><w:mailMerge><w:dataSource>C:\\Users\\{NAME}"
            "</w:dataSource></w:mailMerge></w:settings>",
            "word/_rels/settings.xml.rels": f"<Relationships xmlns='{RELS}'><Relationship Id='r1' Type='{OFFICE}/"
            f"attachedTemplate' Target='file:///C:/Users/{NAME}/n.dotx' TargetMode='External'/><Relationship Id='r2' "
            f"Type='{OFFICE}/image' Target='file:///C:/Users/{NAME}/i.png' TargetMode='External'/></Relationships>",
            "word/media/image1.jpeg": jpeg(),
            "word/embeddings/table.xlsx": xlsx(),
            "word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0" + NAME.encode("utf-16-le"),
        }
    )


def xlsx() -> bytes:
    sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return packed(
        {
            "[Content_Types].xml": content_types("spreadsheetml.sheet"),
            **properties(),
            "xl/workbook.xml": f"<workbook xmlns='{sheet}' xmlns:a='urn:a'><fileSharing userName='{NAME}'/>"
            f"<a:absPath url='C:\\Users\\{NAME}\\'/></workbook>",
            "xl/worksheets/sheet1.xml": f"<worksheet xmlns='{sheet}'><sheetData/></worksheet>",
            "xl/comments1.xml": f"<comments xmlns='{sheet}'><authors><author>{NAME}</author></authors><commentList>"
            f"<comment><text><r><t>{NAME}:</t></r><r><t> good</t></r></text></comment></commentList></comments>",
            "xl/persons/person.xml": f"<personList><person displayName='{NAME}' userId='{NAME}' providerId='x'/>"
            "</personList>",
            "xl/printerSettings/printerSettings1.bin": NAME.encode("utf-16-le"),
            "xl/drawings/vmlDrawing1.vml": f"<xml><!-- {NAME} --><br></xml>",
            "xl/media/image1.png": png(),
        }
    )


def pptx() -> bytes:
    slide = "http://schemas.openxmlformats.org/presentationml/2006/main"
    return packed(
        {
            "[Content_Types].xml": content_types("presentationml.presentation"),
            **properties(),
            "ppt/presentation.xml": f"<p:presentation xmlns:p='{slide}'/>",
            "ppt/commentAuthors.xml": f"<p:cmAuthorLst xmlns:p='{slide}'><p:cmAuthor id='0' name='{NAME}' "
            "initials='ZQ'/></p:cmAuthorLst>",
            "ppt/authors.xml": f"<a:authorLst xmlns:a='urn:a'><a:author id='1' name='{NAME}' initials='Z' "
            f"userId='{NAME}' providerId='AD'/></a:authorLst>",
            "ppt/comments/comment1.xml": f"<p:cmLst xmlns:p='{slide}'><p:cm authorId='0' dt='2026-03-01T10:00:00'>"
            "<p:text>Good</p:text></p:cm></p:cmLst>",
            "ppt/media/image1.jpg": jpeg(),
        }
    )


def opendocument(kind: str) -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    dc, manifest = "http://purl.org/dc/elements/1.1/", "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    mime = f"application/vnd.oasis.opendocument.{kind}"
    return packed(
        {
            "content.xml": f"<office:document-content xmlns:office='{office}' xmlns:text='{text}' xmlns:dc='{dc}'>"
            f"<office:scripts>{NAME}</office:scripts><office:body><office:text><text:tracked-changes><text:changed-region>"
            f"<text:insertion><office:change-info><dc:creator>{NAME}</dc:creator><dc:date>2026-03-01T10:00:00</dc:date>"
            "</office:change-info></text:insertion></text:changed-region></text:tracked-changes><text:p>An essay."
            f"<office:annotation><dc:creator>{NAME}</dc:creator><dc:date>2026-03-01T10:00:00</dc:date>"
            f"<text:p>Nice.</text:p></office:annotation><text:author-name>{NAME}</text:author-name></text:p>"
            "</office:text></office:body></office:document-content>",
            "meta.xml": f"<office:document-meta xmlns:office='{office}' xmlns:dc='{dc}'><office:meta><dc:creator>{NAME}"
            "</dc:creator></office:meta></office:document-meta>",
            "settings.xml": f"<office:document-settings xmlns:office='{office}' xmlns:c='urn:c'><c:config-item "
            f"c:name='PrinterName'>{NAME}s printer</c:config-item></office:document-settings>",
            "Thumbnails/thumbnail.png": png(),
            "Pictures/1.jpg": jpeg(),
            "Basic/Standard/Module1.xml": f"<m>{NAME}</m>",
            "META-INF/documentsignatures.xml": f"<s>{NAME}</s>",
            "META-INF/manifest.xml": f"<m:manifest xmlns:m='{manifest}'><m:file-entry m:full-path='/' "
            f"m:media-type='{mime}'/><m:file-entry m:full-path='Thumbnails/thumbnail.png' m:media-type='image/png'/>"
            "</m:manifest>",
        },
        mimetype=mime,
    )


def notebook() -> bytes:
    picture = base64.b64encode(png()).decode()
    return json.dumps(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {
                "kernelspec": {"name": f"env-{NAME}", "display_name": NAME},
                "language_info": {"name": "python", "file_extension": NAME},
                "authors": [{"name": NAME}],
                "widgets": {"state": NAME},
            },
            "cells": [
                {
                    "cell_type": "code",
                    "id": f"by-{NAME}",
                    "metadata": {"author": NAME},
                    "source": ["print(", "42)"],
                    "execution_count": 1,
                    "outputs": [
                        {"output_type": "stream", "name": "stdout", "text": [f"/home/{NAME}/run.py\n", "42\n"]},
                        {
                            "output_type": "execute_result",
                            "metadata": {"by": NAME},
                            "execution_count": 1,
                            "data": {"image/png": picture, "text/plain": "42", "application/x-own": NAME},
                        },
                        {
                            "output_type": "error",
                            "ename": "ValueError",
                            "evalue": "no",
                            "traceback": [f"C:\\Users\\{NAME}\\a.py", f"/Users/{NAME}/b.py"],
                        },
                    ],
                },
                {
                    "cell_type": "markdown",
                    "id": "b",
                    "metadata": {"tags": [NAME]},
                    "source": f"![](attachment:{NAME}.png)",
                    "attachments": {f"{NAME}.png": {"image/png": picture}},
                },
            ],
        }
    ).encode()


def archive() -> bytes:
    return packed(
        {
            f"{NAME}/essay of {NAME}.docx": docx(),
            f"{NAME}/photo.jpg": jpeg(),
            f"{NAME}/code/main.py": "print('bees')\n",
            f"__MACOSX/{NAME}/._photo.jpg": NAME,
            f"{NAME}/more.zip": packed({f"{NAME}.wav.txt": "inside"}),
        }
    )
