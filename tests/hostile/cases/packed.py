"""What is compressed: bombs, and zip files that lie."""
import gzip
import shutil
import subprocess

from case import Case
from cases._book import (GOOD, archive, book, deflated, entry, listed, end, sheet, with_sheet,
                         zipped, RELATIONS)
from cases._make import named, write

MILLION = b" " * (1 << 20)
CHECK, CLEAN = "klopt-schema -q t.xlsx", "klopt-clean -q -o out.csv t.xlsx"
DAMAGED, BESCHADIGD = "not checked: is damaged", "niet gecontroleerd: is beschadigd"


def bomb(gib, layers=1):
    """gzip data of so many GiB of one letter, packed again and again."""
    data = deflated(b"code,b\n", (b"x" * (1 << 20), gib << 10), gzip=True)
    for _ in range(layers - 1):
        data = gzip.compress(data, 9)
    return data


def rows_bomb(gib):
    """gzip data of so many GiB of short rows."""
    return deflated(b"code,b\n", (b"1,2\n" * (1 << 18), gib << 10), gzip=True)


def codes(count):
    """A register of so many codes."""
    return gzip.compress(b"code\n" + b"".join(b"%05d\n" % i for i in range(count)), 1)


def names(count):
    """A register of so many codes, each of 1 MiB together with its name."""
    return gzip.compress(b"code;naam\n" + b"".join(
        b"%d;%s\n" % (10000 + i, b"x" * ((1 << 20) - 5)) for i in range(count)), 1)


def parts(count):
    """A zip file of so many parts."""
    return lambda: archive([(f"p{i}", b"\3\0", 0, 0) for i in range(count)])


def zstd_bomb(folder):
    """A frame of 4 GiB of one letter."""
    with open(folder + "/t.csv.zst", "wb") as out:
        subprocess.run("(printf 'code,b\\n'; head -c 4G /dev/zero | tr '\\0' x) | zstd -q -1 -c"
                       if shutil.which("zstd") else "printf '\\050\\265\\057\\375'",
                       shell=True, stdout=out, check=True)


def sheet_bomb(mib):
    """A sheet of so many MiB of blanks before its first row: 1 KiB a MiB."""
    return lambda: with_sheet(*deflated(b"<worksheet>", (MILLION, mib), GOOD[11:].encode()))


def lying(real, said):
    """A sheet that is said to be of another size."""
    def make():
        packed, crc, _ = deflated(real)
        return with_sheet(packed, crc, said)
    return make


def wrong_checksum():
    """A sheet that is not what its checksum says."""
    packed, crc, size = deflated(GOOD.encode())
    return with_sheet(packed, crc ^ 1, size)


def quoted_zip():
    """Local headers that quote one another: each part holds the next ones (a bomb of
    overlapping files)."""
    kernel, crc, size = deflated(b"<worksheet>", (MILLION, 64), GOOD[11:].encode())
    return with_sheet(kernel, crc, size, overlapping=20000)


def climbing():
    """Parts of a zip file with names that climb out of a folder."""
    parts = {"../../etc/klopt-was-here": "x", "/tmp/klopt-was-here": "x", **RELATIONS,
             "xl/sheet.xml": GOOD}
    parts["xl/_rels/workbook.xml.rels"] = RELATIONS["xl/_rels/workbook.xml.rels"].replace(
        "sheet.xml", "../../../../../../etc/passwd")
    return zipped(parts)


def outside_only():
    """A relation that names a file of the system."""
    parts = {**RELATIONS, "xl/sheet.xml": GOOD}
    parts["_rels/.rels"] = RELATIONS["_rels/.rels"].replace("xl/workbook.xml", "/etc/passwd")
    return zipped(parts)


def is_its_own():
    """A list of parts that points into itself."""
    packed, crc, size = deflated(GOOD.encode())
    body = entry("xl/sheet.xml", packed, crc, size)
    central = listed("_rels/.rels", len(body), crc, len(packed), size)
    return body + central + end(1, len(central), len(body))


def huge_offsets():
    """Everything is at 4 GiB."""
    packed, crc, size = deflated(GOOD.encode())
    body = entry("_rels/.rels", packed, crc, size)
    central = listed("_rels/.rels", 0xfffffff0, 0, 0xfffffff0, 0xfffffff0)
    return body + central + end(1, len(central), 0xffffff00)


def nothing_left(folder, _):
    """That a clean that was refused has written nothing."""
    shown = subprocess.run(["ls", folder], capture_output=True, text=True, check=True).stdout
    return None if "out.csv" not in shown else "there is out.csv"


def of(data, name="t.xlsx"):
    """A maker of one file, by a function or bytes."""
    return lambda folder: write(folder, name, data() if callable(data) else data)


def xml(name, content, says, zegt, **more):
    """A workbook with such a sheet; content is called if that is large."""
    return Case("xlsx-" + name, of(lambda: book(content() if callable(content) else content)),
                CHECK, 2, says, zegt, **more)


LAUGHS = "<!DOCTYPE a [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{i} '{'&a%d;' % (i - 1) * 10}'>" for i in range(1, 12)) + "]>"
OUTSIDE = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
REGISTER = "klopt-crebo -q --column a --register t.csv.gz d.csv"

CASES = [
    Case("gzip-bomb-one-line", of(lambda: bomb(2), "t.csv.gz"), "klopt-schema -q t.csv.gz", 2,
         "64 MiB", "64 MiB", mib=260, seconds=120),
    Case("gzip-bomb-10-gib", of(lambda: bomb(10), "t.csv.gz"), "klopt-schema -q t.csv.gz", 2,
         "64 MiB", mib=260, seconds=120, smoke=False),
    Case("gzip-bomb-of-bombs", of(lambda: bomb(4, 3), "t.csv.gz"), "klopt-schema -q t.csv.gz", 2,
         "compressed more than once", "meer dan eens", mib=160, smoke=False),
    Case("gzip-bomb-rows", of(lambda: rows_bomb(1), "t.csv.gz"), "klopt-schema t.csv.gz", 0,
         "268435456 rows|268435455 rows|67108864", seconds=300, mib=160, smoke=False),
    Case("gzip-bomb-clean", of(lambda: bomb(2), "t.csv.gz"), "klopt-clean -q -o out.csv t.csv.gz",
         2, "64 MiB", look=nothing_left, mib=260, seconds=120, smoke=False),
    Case("gzip-bomb-init", of(lambda: bomb(2), "t.csv.gz"), "klopt-init --dry-run t.csv.gz",
         2, "64 MiB", mib=260, seconds=120, smoke=False),
    Case("gzip-bomb-register", named({"t.csv.gz": lambda: bomb(2), "d.csv": "a\n10023\n"}),
         REGISTER, 2, "64 MiB|256 MiB", "64 MiB|256 MiB", mib=300, seconds=120),
    Case("register-of-most-codes", named({"t.csv.gz": lambda: codes(1000000),
                                          "d.csv": "a\n10007\n"}),
         REGISTER, 0, "", mib=400),
    Case("register-of-a-code-more", named({"t.csv.gz": lambda: codes(1000001),
                                           "d.csv": "a\n10007\n"}),
         REGISTER, 2, r"^t\.csv\.gz:1000002: not checked: .*more than 1000000 codes",
         r"^t\.csv\.gz:1000002: niet gecontroleerd: .*meer dan 1000000 codes", mib=400),
    Case("register-of-most-text", named({"t.csv.gz": lambda: names(256), "d.csv": "a\n10007\n"}),
         REGISTER, 0, "", mib=420),
    Case("register-of-a-text-more", named({"t.csv.gz": lambda: names(257), "d.csv": "a\n10007\n"}),
         REGISTER, 2, r"^t\.csv\.gz:258: not checked: .*more than 256 MiB",
         r"^t\.csv\.gz:258: niet gecontroleerd: .*meer dan 256 MiB", mib=420),
    Case("gzip-bomb-to-register", of(lambda: bomb(2), "t.csv.gz"),
         "klopt-register -o out.csv t.csv.gz", 2, "64 MiB|256 MiB", look=nothing_left, mib=700,
         seconds=120, smoke=False),
    Case("zstd-bomb", zstd_bomb, "klopt-schema -q t.csv.zst", 2, "64 MiB|cut off", mib=260,
         seconds=120, smoke=False),
    Case("xlsx-bomb", of(sheet_bomb(100)), CHECK, 2, "500 times its size", "meer dan 500",
         mib=160),
    Case("xlsx-bomb-10-gib", of(sheet_bomb(10 << 10)), CHECK, 2, "500 times its size", mib=160,
         seconds=120, smoke=False),
    Case("xlsx-bomb-clean", of(sheet_bomb(100)), CLEAN, 2, "500 times its size",
         look=nothing_left, mib=160, smoke=False),
    Case("xlsx-bomb-overlapping", of(quoted_zip), CHECK, 2, "500 times its size", mib=160),
    Case("xlsx-bomb-register", named({"t.xlsx": sheet_bomb(100), "d.csv": "a\n10023\n"}),
         "klopt-crebo -q --column a --register t.xlsx d.csv", 2, "t.xlsx.*(500|workbook)",
         mib=160),
    Case("xlsx-checksum", of(wrong_checksum), CHECK, 2, "does not fit its checksum",
         BESCHADIGD),
    Case("xlsx-said-larger", of(lying(GOOD.encode(), 4000000000)), CHECK, 0, ""),
    Case("xlsx-said-smaller", of(lying(GOOD.encode(), 10)), CHECK, 2, DAMAGED, BESCHADIGD),
    Case("xlsx-climbs", of(climbing), CHECK, 2, "not checked: ", "niet gecontroleerd: ",
         look=nothing_left),
    Case("xlsx-names-a-file", of(outside_only), CHECK, 2, "not checked: ",
         "niet gecontroleerd: "),
    Case("xlsx-list-of-itself", of(is_its_own), CHECK, 2, "not checked: ",
         "niet gecontroleerd: "),
    Case("xlsx-huge-offsets", of(huge_offsets), CHECK, 2, "not checked: ",
         "niet gecontroleerd: "),
    Case("xlsx-no-parts", of(b"PK\3\4" + end(0, 0, 4)), CHECK, 2, "not checked: ",
         "niet gecontroleerd: "),
    Case("xlsx-most-parts", of(parts(65536)), CHECK, 2, "no workbook", "geen werkmap"),
    Case("xlsx-a-part-more", of(parts(65537)), CHECK, 2, "has more than 65536 parts",
         "heeft meer dan 65536"),
    xml("laughs", LAUGHS + "<worksheet>&a11;</worksheet>", "DOCTYPE", "DOCTYPE"),
    xml("entity-outside", OUTSIDE + "<worksheet>&x;</worksheet>", "DOCTYPE", "DOCTYPE"),
    xml("deep", lambda: "<worksheet>" + "<a>" * 1000000, "deep", "diep"),
    xml("long-tag", lambda: "<worksheet " + "a" * 3000000 + "='1'>",
        "more than 1024 KiB", "1024 KiB"),
    xml("many-attributes", lambda: "<worksheet "
        + " ".join(f"a{i}='1'" for i in range(50000)) + ">",
        "not checked: ", "niet gecontroleerd: "),
    xml("bad-utf-8", b"<worksheet>\xff\xfe</worksheet>", "not checked: ", "niet gecontroleerd: "),
    xml("other-encoding", "<?xml version='1.0' encoding='utf-7'?><worksheet/>", "not checked: ",
        "niet gecontroleerd: "),
    xml("entity-of-zero", "<worksheet>&#0;</worksheet>", "not checked: ",
        "niet gecontroleerd: "),
    xml("many-cells-of-a-row", "<worksheet><sheetData><row>" + "<c/>" * 20000, "16384",
        "16384"),
    xml("reference-of-nines", "<worksheet><sheetData><row r='1'><c r='A" + "9" * 500 + "'/>",
        "not checked: ", "niet gecontroleerd: "),
    xml("shared-of-minus", "<worksheet><sheetData><row><c t='s'><v>-1</v></c></row>",
        "not checked: ", "niet gecontroleerd: "),
    xml("a-long-text", lambda: sheet(["x" * 70000000]), "too long to be read", "te lang", mib=400,
        smoke=False),
]
