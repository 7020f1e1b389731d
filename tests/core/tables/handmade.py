"""Table files put together by hand, so that every part of them can be wrong."""

from __future__ import annotations

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ODS = "urn:oasis:names:tc:opendocument:xmlns"
TITLES = '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'


def cell(address: str, text: str = "x") -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def xlsx(rows: str = "", more: dict[str, bytes | str] | None = None, **parts: str) -> bytes:
    """Put a workbook together by hand, so that every part can be wrong."""
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": parts.get("workbook")
        or f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": parts.get("sheet")
        or f'{parts.get("head", "")}<worksheet xmlns="{MAIN}"><sheetData>{TITLES}{rows}</sheetData></worksheet>',
    }
    return packed({**members, **(more or {})})


def packed(members: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def ods(rows: str, manifest: str = "") -> bytes:
    space = f'xmlns:office="{ODS}:office:1.0" xmlns:table="{ODS}:table:1.0" xmlns:text="{ODS}:text:1.0"'
    content = f'<office:document-content {space}><office:body><office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    entry = f'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{manifest}</manifest:file-entry>'
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{ODS}:manifest:1.0">{entry}</manifest:manifest>',
            "content.xml": content,
        }
    )


def ods_cell(text: str, **more: str) -> str:
    extra = "".join(f' table:{name.replace("_", "-")}="{value}"' for name, value in more.items())
    return f'<table:table-cell office:value-type="string"{extra}><text:p>{text}</text:p></table:table-cell>'
