# SPDX-License-Identifier: Apache-2.0
"""Files that are cut, mixed up or made to do harm end in a clear error, within bounded memory and time.

Each file is given to `sos ingest` as a person would give it. Nothing of it may be kept, and a good file must be
taken in afterwards.
"""

import gzip
import json
import os
import subprocess
import tempfile
import time
import zipfile
import zlib

import pytest
from harness.real_suite import SOS

# An upload may have 1 GiB, and a table unpack to as much: twice that, and something for the program, which with a
# sanitizer is some 400 MB.
MAX_MEMORY_MB = 2600
MAX_SECONDS = 120
GIB = 1 << 30
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
        archive.writestr("xl/_rels/workbook.xml.rels",
                         "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/></Relationships>")
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


WHOLE = ("--max-quarantine", "0")
TWICE = STAS.encode() + b"\n" + STAS.replace("L1", "\u00e9").encode("latin-1") + b"\n" + STAS.replace("L1", "\u00e9").encode("utf-8")
# What, how it is written, what the error says, and options.
FILES = (
    ("an empty file", lambda to: write(to / "empty.txt", ""), "the file is empty", ()),
    ("a row cut short", lambda to: write(to / "cut.txt", STAS + "\n" + STAS[:40]), "was the file cut short?", WHOLE),
    ("a delimiter that is none", lambda to: write(to / "tilde.txt", STAS.replace("^", "~") + "\n"), "no line is the header", ()),
    ("rows of another record type", lambda to: write(to / "mixed.txt", STAS + "\nSENR^A\n"), "was the file cut short?", WHOLE),
    ("a NUL in a number", lambda to: write(to / "nul.txt", STAS.replace("180", "1\x000")), "NUL bytes", ()),
    ("nothing but NULs", lambda to: write(to / "nuls.txt", b"\0" * 100000), "rejected", ()),
    ("several encodings in a file", lambda to: write(to / "encodings.txt", TWICE), "an earlier row", WHOLE),
    ("a line of 5 MB", lambda to: write(to / "line.txt", "A" * (5 << 20)), "is longer than", ()),
    ("a line of 10 GB", lambda to: sparse(to / "long.txt", 10 * GIB), "larger than the limit", ()),
    ("a .gz that unpacks to 10 GB", lambda to: many_members(to / "bomb.txt.gz", b"A" * (64 << 20), 160), "takes more than", ()),
    ("a .gz within a .gz", lambda to: write(to / "nested.gz", gzip.compress(gzip.compress(b"x"))), "gzip within gzip", ()),
    ("a .gz cut short", lambda to: write(to / "cut.gz", gzip.compress(os.urandom(100000))[:5000]), "cut short", ()),
    ("an .xlsx whose sheet is 10 GB", lambda to: workbook_bomb(to / "bomb.xlsx", 10 * GIB), "rejected", ()),
    ("an .xlsx cut short", lambda to: write(to / "cut.xlsx", workbook_bomb(to / "bomb.xlsx", 10 * GIB).read_bytes()[:3000]),
     "rejected", ()),
)


@pytest.fixture(scope="module")
def data(folder):
    """One data directory for all of them."""
    return folder / "data"


@pytest.mark.parametrize("made, expected, options", [file[1:] for file in FILES], ids=[file[0] for file in FILES])
def test_is_refused_with_a_clear_error_in_bounded_memory_and_time(data, tmp_path, made, expected, options):
    code, errors, seconds, memory = ingest(data, made(tmp_path), *options)
    assert code == 2 and expected in errors, errors
    assert seconds < MAX_SECONDS
    assert memory < MAX_MEMORY_MB


def test_a_good_file_is_taken_in_afterwards_and_nothing_but_it_was_kept(data, tmp_path):
    code, errors, _, _ = ingest(data, write(tmp_path / "good.txt", STAS + "\n"))
    assert code == 0, errors
    release = subprocess.run([SOS, "release", "afterwards", "--data-dir", data, "--format", "json"],
                             capture_output=True, text=True, check=False)
    assert release.returncode == 0, release.stderr
    assert json.loads(release.stdout)[0]["revision"] == 1
