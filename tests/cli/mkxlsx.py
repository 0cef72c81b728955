#!/usr/bin/env python3
"""Writes a small workbook for a test: mkxlsx.py OUT.xlsx < DESCRIPTION

The description is JSON, all of it optional:
  sheets   list of {name, rows, state, type, inner, tail, part}
             rows   list of rows; a row is a list of cells, or {"r": 3, "hidden": true, "cells": [...]}
                    a cell is null, a string, a number, a boolean, or {t, s, v, f, r, is} (raw attributes and text)
             inner  raw XML instead of rows; tail: raw XML after sheetData
             type   worksheet (default), chartsheet, dialogsheet, macrosheet
  inline   true: inline strings instead of shared ones
  formats  cell formats 1, 2, ...: a number (built-in id) or a code
  date1904 true for that date system
  parts    {name: text}: replaces or adds a part; null removes it
  stored   true: nothing is compressed
  before, after, comment: text around the archive, and its comment
  cut      keep only so many bytes (negative: drop so many)
  break    {part: "crc" | "deflate" | "encrypted" | "method"}: damages one entry
Tested by being used."""
import json
import struct
import sys
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def column_name(index):
    name = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        name = chr(65 + letter) + name
    return name


class Workbook:
    def __init__(self, description):
        self.description = description
        self.strings = []

    def text_cell(self, text):
        if self.description.get("inline"):
            return {"t": "inlineStr", "is": "<t>%s</t>" % escape(text)}
        if text not in self.strings:
            self.strings.append(text)
        return {"t": "s", "v": str(self.strings.index(text))}

    def cell(self, value, reference):
        if isinstance(value, bool):
            value = {"t": "b", "v": str(int(value))}
        elif isinstance(value, str):
            value = self.text_cell(value)
        elif not isinstance(value, dict):
            value = {"v": repr(value)}
        value = {"r": reference, **value}
        attributes = "".join(" %s=%s" % (k, quoteattr(str(value[k]))) for k in "rst" if value.get(k) is not None)
        inside = "".join("<%s>%s</%s>" % (k, escape(str(value[k])) if k != "is" else value[k], k)
                         for k in ("f", "v", "is") if k in value)
        return "<c%s>%s</c>" % (attributes, inside)

    def rows(self, rows):
        number = 0
        for row in rows:
            row = row if isinstance(row, dict) else {"cells": row}
            number = row.get("r", number + 1)
            hidden = ' hidden="1"' if row.get("hidden") else ""
            cells = "".join(self.cell(value, column_name(i) + str(number))
                            for i, value in enumerate(row["cells"]) if value is not None)
            yield '<row r="%d"%s>%s</row>' % (number, hidden, cells)

    def sheet(self, sheet):
        inner = sheet.get("inner") or "".join(self.rows(sheet.get("rows", [])))
        return '%s<worksheet xmlns="%s"><sheetData>%s</sheetData>%s</worksheet>' % (
            HEAD, MAIN, inner, sheet.get("tail", ""))

    def styles(self):
        formats = self.description.get("formats", [])
        codes = "".join('<numFmt numFmtId="%d" formatCode=%s/>' % (164 + i, quoteattr(code))
                        for i, code in enumerate(formats) if isinstance(code, str))
        cells = "".join('<xf numFmtId="%d"/>' % (code if isinstance(code, int) else 164 + i)
                        for i, code in enumerate(formats))
        return '%s<styleSheet xmlns="%s"><numFmts>%s</numFmts><cellXfs><xf numFmtId="0"/>%s</cellXfs></styleSheet>' % (
            HEAD, MAIN, codes, cells)

    def parts(self):
        sheets = self.description.get("sheets", [])
        parts = {"xl/" + self.sheet_part(i): self.sheet(s) for i, s in enumerate(sheets)}
        strings = "".join('<si><t xml:space="preserve">%s</t></si>' % escape(s) for s in self.strings)
        links = [(s.get("type", "worksheet"), self.sheet_part(i)) for i, s in enumerate(sheets)]
        links = [("xlMacrosheet" if t == "macrosheet" else t, part) for t, part in links]
        links += [("styles", "styles.xml")] + [("sharedStrings", "sharedStrings.xml")] * bool(self.strings)
        listed = "".join('<sheet name=%s sheetId="%d"%s r:id="rId%d"/>' % (
            quoteattr(s.get("name", "Sheet%d" % (i + 1))), i + 1,
            ' state="%s"' % s["state"] if "state" in s else "", i + 1) for i, s in enumerate(sheets))
        properties = '<workbookPr date1904="1"/>' if self.description.get("date1904") else ""
        yield "[Content_Types].xml", HEAD + '<Types xmlns="%s/content-types"/>' % PACKAGE
        yield "_rels/.rels", self.relationships([("officeDocument", "xl/workbook.xml")])
        yield "xl/workbook.xml", '%s<workbook xmlns="%s" xmlns:r="%s">%s<sheets>%s</sheets></workbook>' % (
            HEAD, MAIN, RELS, properties, listed)
        yield "xl/_rels/workbook.xml.rels", self.relationships(links)
        yield "xl/styles.xml", self.styles()
        if self.strings:
            yield "xl/sharedStrings.xml", '%s<sst xmlns="%s">%s</sst>' % (HEAD, MAIN, strings)
        yield from parts.items()

    def sheet_part(self, index):
        return self.description["sheets"][index].get("part", "worksheets/sheet%d.xml" % (index + 1))

    @staticmethod
    def relationships(links):
        return '%s<Relationships xmlns="%s/relationships">%s</Relationships>' % (HEAD, PACKAGE, "".join(
            '<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>' % (i + 1, RELS, kind, target)
            for i, (kind, target) in enumerate(links)))


def damage(path, name, how):
    """Changes one entry in place: local header, central header or data."""
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(name)
    with open(path, "r+b") as file:
        content = bytearray(file.read())
        local = info.header_offset
        encoded = name.encode()
        central = content.rindex(encoded) - 46
        name_size, extra_size = struct.unpack_from("<HH", content, local + 26)
        data = local + 30 + name_size + extra_size
        if how == "crc":
            content[central + 16] ^= 0xFF
        elif how == "deflate":
            content[data] = 0x07
        elif how == "encrypted":
            content[central + 8] |= 1
        elif how == "method":
            struct.pack_into("<H", content, central + 10, 12)
        file.seek(0)
        file.write(content)


def main():
    path = sys.argv[1]
    description = json.loads(sys.stdin.read() or "{}")
    parts = dict(Workbook(description).parts())
    parts.update(description.get("parts", {}))
    method = zipfile.ZIP_STORED if description.get("stored") else zipfile.ZIP_DEFLATED
    with open(path, "wb") as file:
        file.write(description.get("before", "").encode())
    with zipfile.ZipFile(path, "a", method) as archive:
        archive.comment = description.get("comment", "").encode("latin-1")
        for name, text in parts.items():
            if text is not None:
                info = zipfile.ZipInfo(name, (2024, 5, 1, 12, 0, 0))
                info.compress_type = method
                archive.writestr(info, text)
    for name, how in description.get("break", {}).items():
        damage(path, name, how)
    with open(path, "r+b") as file:
        content = file.read() + description.get("after", "").encode()
        if "cut" in description:
            content = content[:description["cut"]]
        file.seek(0)
        file.truncate()
        file.write(content)


main()
