# SPDX-License-Identifier: Apache-2.0
"""Files that are cut, mixed up or made to do harm end in a clear error, within bounded memory and time.

Each file is given to `sos ingest` as a person would give it. Nothing of it may be kept, and a good file must be
taken in afterwards.
"""

import gzip
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOS = pathlib.Path(os.environ.get("SOS_BUILD_DIR", ROOT / "build")) / "bin" / "sos"
# An upload may have 1 GiB, and a table unpack to as much: twice that, and something for the program, which with a
# sanitizer is some 400 MB.
MAX_MEMORY_MB = 2600
MAX_SECONDS = 120
GIB = 1 << 30
FAILURES = []

STAS = "STAS^A^^9960001^0100001^2023-2024^1000000001^L1^^^^^N^^180^170^0^0^5^5^0"


def ingest(data, path, *more):
    """Exit code, standard error, seconds and peak memory in MB."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen([SOS, "ingest", "--data-dir", data, path, *more], stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        errors.seek(0)
        text = errors.read().decode("utf-8", "replace")
    return os.waitstatus_to_exitcode(status), text, time.monotonic() - start, usage.ru_maxrss / 1024


def check(what, path, data, expected, *more):
    code, errors, seconds, memory = ingest(data, path, *more)
    holds = code == 2 and expected in errors and seconds < MAX_SECONDS and memory < MAX_MEMORY_MB
    print(f"{'ok  ' if holds else 'FAIL'} {what}: exit {code}, {seconds:.1f} s, {memory:.0f} MB: {errors.strip()[:160]}")
    if not holds:
        FAILURES.append(what)


def write(path, contents):
    path.write_bytes(contents if isinstance(contents, bytes) else contents.encode("ascii"))
    return path


def sparse(path, size):
    """A file of so many NULs, which are one line, that takes no room on the disk."""
    with open(path, "wb") as out:
        out.truncate(size)
    return path


def many_members(path, member, count):
    """A .gz that unpacks to `member` again and again."""
    return write(path, gzip.compress(member, 1) * count)


def workbook_bomb(path, size):
    """An .xlsx whose one sheet is a tag of `size` bytes."""
    step = b"A" * (32 << 20)
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    begin = packer.compress(b"<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>") + packer.flush(zlib.Z_FULL_FLUSH)
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    block = packer.compress(step) + packer.flush(zlib.Z_FULL_FLUSH)
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    end = packer.compress(b"</t></is></c></row></sheetData></worksheet>") + packer.flush()
    count = size // len(step)
    stored = begin + block * count + end
    # The archive is written with the packed bytes stored, then told that they are deflated.
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook><sheets><sheet name='S' sheetId='1' r:id='rId1' "
                         "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'/></sheets></workbook>")
        archive.writestr("xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/></Relationships>")
        archive.writestr("xl/worksheets/sheet1.xml", stored)
    raw = bytearray(path.read_bytes())
    name = b"xl/worksheets/sheet1.xml"
    local = raw.find(name) - 30
    central = raw.rfind(name) - 46
    plain = len(step) * count + 200
    raw[local + 8:local + 10] = raw[central + 10:central + 12] = (8).to_bytes(2, "little")
    for at in (local + 22, central + 24):
        raw[at:at + 4] = min(plain, 0xFFFFFFFE).to_bytes(4, "little")
    path.write_bytes(raw)
    return path


def main():
    with tempfile.TemporaryDirectory() as directory:
        work = pathlib.Path(directory)
        data = work / "data"
        check("an empty file", write(work / "empty.txt", ""), data, "the file is empty")
        check("a row cut short", write(work / "cut.txt", STAS + "\n" + STAS[:40]), data, "was the file cut short?",
              "--max-quarantine", "0")
        check("a delimiter that is none", write(work / "tilde.txt", STAS.replace("^", "~") + "\n"), data, "no line is the header")
        check("rows of another record type", write(work / "mixed.txt", STAS + "\nSENR^A\n"), data, "was the file cut short?",
              "--max-quarantine", "0")
        check("a NUL in a number", write(work / "nul.txt", STAS.replace("180", "1\x000")), data, "NUL bytes")
        check("nothing but NULs", write(work / "nuls.txt", b"\0" * 100000), data, "rejected")
        check("UTF-16 without its mark", write(work / "wide.txt", STAS.encode("utf-16-le")), data, "rejected")
        check("several encodings in a file", write(work / "encodings.txt", STAS.encode() + b"\n" + STAS.replace("L1", "\u00e9").encode("latin-1")
              + b"\n" + STAS.replace("L1", "\u00e9").encode("utf-8")), data, "an earlier row",
              "--max-quarantine", "0")
        check("a line of 5 MB", write(work / "line.txt", "A" * (5 << 20)), data, "is longer than")
        check("a line of 10 GB", sparse(work / "long.txt", 10 * GIB), data, "larger than the limit")
        check("a .gz that unpacks to 10 GB", many_members(work / "bomb.txt.gz", b"A" * (64 << 20), 160), data, "takes more than")
        check("a .gz within a .gz", write(work / "nested.gz", gzip.compress(gzip.compress(b"x"))), data, "gzip within gzip")
        check("a .gz cut short", write(work / "cut.gz", gzip.compress(os.urandom(100000))[:5000]), data, "cut short")
        check("an .xlsx whose sheet is 10 GB", workbook_bomb(work / "bomb.xlsx", 10 * GIB), data, "rejected")
        check("an .xlsx cut short", write(work / "cut.xlsx", (work / "bomb.xlsx").read_bytes()[:3000]), data, "rejected")
        code, errors, _, _ = ingest(data, write(work / "good.txt", STAS + "\n"))
        print(f"{'ok  ' if code == 0 else 'FAIL'} a good file is taken in afterwards {errors.strip()[:200]}")
        release = subprocess.run([SOS, "release", "afterwards", "--data-dir", data, "--format", "json"], capture_output=True, text=True)
        kept = release.returncode == 0 and json.loads(release.stdout)[0]["revision"] == 1
        print(f"{'ok  ' if kept else 'FAIL'} nothing but it was kept {release.stdout.strip()[:200]} {release.stderr.strip()[:200]}")
        if code != 0 or not kept:
            FAILURES.append("the store")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
