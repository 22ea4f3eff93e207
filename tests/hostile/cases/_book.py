"""Workbooks that no program would write: zip files of hand-written XML."""
import io
import struct
import zipfile
import zlib

TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = {
    "_rels/.rels": f'<Relationships><Relationship Id="r" Type="{TYPES}/officeDocument" '
                   'Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="r1" '
                                  f'Type="{TYPES}/worksheet" Target="sheet.xml"/>'
                                  f'<Relationship Id="s" Type="{TYPES}/sharedStrings" '
                                  'Target="strings.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns:r="{TYPES}"><sheets>'
                       '<sheet name="Blad1" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/strings.xml": "<sst/>",
}


def cell(text):
    """A cell with a text in it."""
    return f'<c t="str"><v>{text}</v></c>'


def sheet(*rows):
    """A worksheet of rows of texts."""
    return "<worksheet><sheetData>" + "".join(
        "<row>" + "".join(map(cell, row)) + "</row>" for row in rows) + "</sheetData></worksheet>"


GOOD = sheet("ab", "12")


def book(xml=GOOD, **parts):
    """The bytes of a workbook with this sheet; parts__xml="…" replaces xl/parts.xml."""
    contents = {**RELATIONS, "xl/sheet.xml": xml}
    contents.update({"xl/" + name.replace("__", "."): part for name, part in parts.items()})
    return zipped(contents)


def zipped(contents):
    """A zip file; what is a list is written piece by piece."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            with archive.open(zipfile.ZipInfo(name), "w") as part:
                for piece in [content] if isinstance(content, (str, bytes)) else content():
                    part.write(piece.encode() if isinstance(piece, str) else piece)
    # ZipInfo stores; deflate is what a bomb needs.
    return out.getvalue()


def entry(name, packed, crc, size):
    """A local header with what follows it."""
    name = name.encode()
    return struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 33, crc, len(packed), size,
                       len(name), 0) + name + packed


def listed(name, offset, crc, packed_size, size):
    """The entry of it in the list at the end."""
    name = name.encode()
    return struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 33, crc, packed_size,
                       size, len(name), 0, 0, 0, 0, 0, offset) + name


def end(count, list_size, list_offset):
    """The end of a zip file; more parts than 16 bits count have one more end."""
    if count > 0xffff:
        large = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, list_size,
                            list_offset)
        return large + struct.pack("<4sIQI", b"PK\6\7", 0, list_offset + list_size, 1) \
            + end(0xffff, 0xffffffff, 0xffffffff)
    return struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, list_size, list_offset, 0)


def deflated(*pieces, gzip=False):
    """Raw deflate data of the pieces; its checksum and its size. A piece (bytes, times)
    is compressed once: what stands there again is a copy of the data."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31 if gzip else -15)
    out, crc, size = [], 0, 0
    for piece in pieces:
        text, times = piece if isinstance(piece, tuple) else (piece, 1)
        out.append(packer.flush(zlib.Z_FULL_FLUSH))
        out.append((packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH)) * times)
        for _ in range(times):
            crc = zlib.crc32(text, crc)
        size += len(text) * times
    if gzip:
        # The packer knows of the copies nothing.
        end_of_data = packer.flush()[:-8]
        return b"".join(out) + end_of_data + struct.pack("<II", crc, size & 0xffffffff)
    out.append(packer.flush())
    return b"".join(out), crc, min(size, 0xfffffffe)


def archive(parts, overlapping=0):
    """A zip file of (name, packed, crc, size); the last also stands under more names,
    all of which point at the same bytes."""
    body, central = b"", b""
    for name, packed, crc, size in parts:
        central += listed(name, len(body), crc, len(packed), size)
        last = (len(body), crc, len(packed), size)
        body += entry(name, packed, crc, size)
    for i in range(overlapping):
        central += listed(f"xl/sheet{i}.xml", *last)
    return body + central + end(len(parts) + overlapping, len(central), len(body))


def with_sheet(packed, crc, size, overlapping=0):
    """A workbook whose sheet is this deflate data."""
    parts = [(name, *deflated(text.encode())) for name, text in RELATIONS.items()]
    return archive(parts + [("xl/sheet.xml", packed, crc, size)], overlapping)
