"""A document as docx: A4 with the margins of GB/T 9704, 小标宋 title, 黑体 heads, 仿宋 body, page numbers — 1 —.

The bytes depend on the document alone. Typefaces are named, not embedded: Windows and WPS have 仿宋, 黑体 and 宋体.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from bot.reports.packs.document import Document, Heading, Para, Picture, Table

TITLE, HEAD, BODY, SONG = "方正小标宋简体", "黑体", "仿宋", "宋体"
MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}  # mm
STAMP = datetime(2000, 1, 1)  # noqa: DTZ001  (the file format wants a naive one; a fixed one keeps the bytes the same)
RULE = "A6A6A6"
NARROW = 7  # letters: a column of nothing longer is centred


def docx(made: Document) -> bytes:
    """The bytes of a docx."""
    from docx import Document as open_new
    from docx.shared import Mm, Pt

    file = open_new()
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, size in MARGINS.items():
        setattr(section, name, Mm(size))
    section.header_distance, section.footer_distance = Mm(18), Mm(25)
    _default(file.styles["Normal"], 12 if made.dense else 16, Pt)
    _page_head(section, made)
    _page_number(section)
    _title(file, made)
    for block in made.blocks:
        _block(file, block, dense=made.dense)
    properties = file.core_properties
    properties.author, properties.title, properties.comments = "顶格办", made.title, ""
    properties.created = properties.modified = STAMP
    out = io.BytesIO()
    file.save(out)
    return _still(out.getvalue())


def _still(data: bytes) -> bytes:
    """The same parts without the time at which they were packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, STAMP.timetuple()[:6]), old.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _default(style: Any, size: int, points: Any) -> None:
    style.font.size = points(size)
    style.paragraph_format.space_after = points(0)
    _face(style, BODY)


def _face(styled: Any, face: str) -> None:
    """Latin and Chinese letters in one typeface."""
    from docx.oxml.ns import qn

    styled.font.name = face
    fonts = styled.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:eastAsia", "w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(kind), face)


def _write(paragraph: Any, text: str, face: str, size: float, *, bold: bool = False, grey: bool = False) -> None:
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(size), bold
    if grey:
        run.font.color.rgb = RGBColor(0x80, 0x80, 0x80)
    _face(run, face)


def _align(paragraph: Any, where: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.alignment = {
        "left": WD_ALIGN_PARAGRAPH.JUSTIFY,
        "center": WD_ALIGN_PARAGRAPH.CENTER,
        "right": WD_ALIGN_PARAGRAPH.RIGHT,
    }[where]


def _page_head(section: Any, made: Document) -> None:
    """Who got this copy, on every page (R03); a draft says so first (R35)."""
    paragraph = section.header.paragraphs[0]
    _align(paragraph, "right")
    if made.draft:
        _write(paragraph, "草稿　", HEAD, 14, bold=True)
    _write(paragraph, made.mark, SONG, 9, grey=True)


def _page_number(section: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = section.footer.paragraphs[0]
    _align(paragraph, "center")
    _write(paragraph, "— ", SONG, 14)
    run = paragraph.add_run()
    _face(run, SONG)
    from docx.shared import Pt

    run.font.size = Pt(14)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text or None
        run._element.append(part)
    _write(paragraph, " —", SONG, 14)


def _title(file: Any, made: Document) -> None:
    from docx.shared import Pt

    paragraph = file.add_paragraph()
    _align(paragraph, "center")
    paragraph.paragraph_format.space_after = Pt(4)
    _write(paragraph, made.title, TITLE, 22)
    under = file.add_paragraph()
    _align(under, "center")
    under.paragraph_format.space_after = Pt(8)
    _write(under, made.under, "楷体", 12 if made.dense else 16)


def _block(file: Any, block: Any, *, dense: bool) -> None:
    match block:
        case Heading(text):
            _heading(file, text, dense)
        case Para():
            _para(file, block, dense)
        case Table():
            _table(file, block)
        case Picture(png, caption):
            _picture(file, png, caption)


def _heading(file: Any, text: str, dense: bool) -> None:
    from docx.shared import Pt

    paragraph = file.add_paragraph()
    shape = paragraph.paragraph_format
    shape.keep_with_next = True
    shape.space_before, shape.space_after = Pt(6), Pt(3)
    shape.first_line_indent = Pt(0 if dense else 32)
    _write(paragraph, text, HEAD, 12 if dense else 16)


def _para(file: Any, block: Para, dense: bool) -> None:
    from docx.shared import Pt

    paragraph = file.add_paragraph()
    size = 12 if dense else 16
    shape = paragraph.paragraph_format
    shape.line_spacing = Pt(18 if dense else 28)
    shape.first_line_indent = Pt(2 * size if block.indent and block.align == "left" else 0)
    shape.widow_control = True
    shape.space_before = Pt(3 if dense else 0)
    _align(paragraph, block.align)
    _write(paragraph, block.text, BODY, size)


def _table(file: Any, block: Table) -> None:
    from docx.shared import Mm

    table = file.add_table(rows=1, cols=len(block.head))
    table.style, table.autofit = "Table Grid", False
    for cell, text in zip(table.rows[0].cells, block.head, strict=True):
        _cell(cell, text, HEAD, center=True)
    _repeat(table.rows[0])
    narrow = [all(len(row[at]) <= NARROW for row in block.rows) for at in range(len(block.head))]
    for row in block.rows:
        line = table.add_row()
        _whole(line)
        for cell, text, center in zip(line.cells, row, narrow, strict=True):
            _cell(cell, text, BODY, center=center)
    for line in table.rows:
        for cell, width in zip(line.cells, block.widths, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, block.widths, strict=True):
        column.width = Mm(width)
    _thin(table)


def _cell(cell: Any, text: str, face: str, *, center: bool) -> None:
    from docx.enum.table import WD_ALIGN_VERTICAL
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.line_spacing = Pt(12)
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    if center:
        _align(paragraph, "center")
    _write(paragraph, text, face, 9.5)


def _repeat(row: Any) -> None:
    _flag(row, "w:tblHeader")
    _whole(row)


def _whole(row: Any) -> None:
    """A row is never torn between two pages."""
    _flag(row, "w:cantSplit")


def _flag(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _thin(table: Any) -> None:
    """Narrow cell margins and thin grey rules, so that ten words fit where a table maker wants five."""
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import nsdecls, qn

    properties = table._tbl.tblPr
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="{RULE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    properties.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{edges}</w:tblBorders>"))
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 20), ("left", 60), ("bottom", 20), ("right", 60)):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(width))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    properties.append(margins)


def _picture(file: Any, png: bytes, caption: str) -> None:
    from docx.shared import Mm, Pt

    paragraph = file.add_paragraph()
    _align(paragraph, "center")
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(8)
    paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(150))
    under = file.add_paragraph()
    _align(under, "center")
    _write(under, caption, SONG, 10.5)
