"""Tables handed to people as CSV or XLSX: streamed row by row, and never a formula."""

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator
from io import StringIO
from xml.sax.saxutils import escape

from django.http import StreamingHttpResponse

Record = Iterable[str]
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BATCH = 500
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def neutral(text: str) -> str:
    """An apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def download(records: Iterable[Record], *, name: str, kind: str) -> StreamingHttpResponse:
    """``records``: the titles, then the rows. ``kind``: csv or xlsx."""
    stream = csv_stream(records) if kind == "csv" else xlsx_stream(records)
    response = StreamingHttpResponse(stream, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def csv_stream(records: Iterable[Record]) -> Iterator[bytes]:
    """UTF-8 with its mark and semicolons: what French spreadsheets open right away."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    for number, record in enumerate(records, 1):
        writer.writerow([neutral(cell) for cell in record])
        if number % BATCH == 0:
            yield _drained(buffer)
    yield _drained(buffer)


def xlsx_stream(records: Iterable[Record]) -> Iterator[bytes]:
    """One sheet of text cells, the titles bold and frozen; memory does not grow with the rows."""
    out = _Outlet()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for path, content in _PARTS.items():
            archive.writestr(path, content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_SHEET_START)
            lines: list[str] = []
            for number, record in enumerate(records, 1):
                lines.append(_xml_row(number, record))
                if number % BATCH == 0:
                    sheet.write("".join(lines).encode())
                    lines.clear()
                    yield out.drained()
            sheet.write("".join(lines).encode() + b"</sheetData></worksheet>")
    yield out.drained()


def _xml_row(number: int, record: Record) -> str:
    style = ' s="1"' if number == 1 else ""
    cells = "".join(
        f'<c t="inlineStr"{style}><is><t xml:space="preserve">{escape(_NOT_XML.sub("", neutral(cell)))}</t></is></c>'
        if cell
        else "<c/>"
        for cell in record
    )
    return f'<row r="{number}">{cells}</row>'


def _drained(buffer: StringIO) -> bytes:
    data = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return data


class _Outlet:
    """Where the archive writes: it cannot be rewound, and is emptied as it fills."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._position = 0

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        self._position += len(data)
        return len(data)

    def tell(self) -> int:
        return self._position

    def flush(self) -> None:
        """Nothing to flush."""

    def drained(self) -> bytes:
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_OFFICE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_OFFICE}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_OFFICE}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">'
        '<sheets><sheet name="Feuille 1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="49" applyNumberFormat="1"/>'
        '<xf numFmtId="49" fontId="1" applyFont="1" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}
_SHEET_START = (
    f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    '<cols><col min="1" max="60" width="22" customWidth="1"/></cols><sheetData>'
).encode()
