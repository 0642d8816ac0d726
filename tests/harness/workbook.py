# SPDX-License-Identifier: Apache-2.0
"""Writes workbooks (.xlsx) as other programs leave them: sheets of rows that begin anywhere, nothing that readers could do without."""

import re
import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGED = "http://schemas.openxmlformats.org/package/2006"


def column_letters(number):
    """`A` of 0, `AB` of 27."""
    return (chr(64 + number // 26) if number >= 26 else "") + chr(65 + number % 26)


def sheet_xml(lines, first_column, numbers):
    def cell(column, line, text):
        place = f"{column_letters(first_column + column)}{line}"
        if numbers and re.fullmatch(r"\d+(\.\d+)?", text):
            return f'<c r="{place}"><v>{text}</v></c>'
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'

    rows = "".join(f'<row r="{line}">{"".join(cell(c, line, text) for c, text in enumerate(row) if text)}</row>' for line, row in lines)
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def write_workbook(path, sheets, first_column=0, numbers=False):
    """`sheets`: the rows of each, as (number of the line from 1, cells). With `numbers`, cells that look so are numbers."""
    count = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="Sheet {i}" sheetId="{i}" r:id="r{i}"/>' for i in count)
    targets = "".join(f'<Relationship Id="r{i}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in count)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGED}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
                               '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                               '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
                               'spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGED}/relationships"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" '
                       'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGED}/relationships">{targets}</Relationships>',
    }
    for i, lines in zip(count, sheets, strict=True):
        parts[f"xl/worksheets/sheet{i}.xml"] = sheet_xml(lines, first_column, numbers)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return path
