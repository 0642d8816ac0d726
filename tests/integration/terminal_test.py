# SPDX-License-Identifier: Apache-2.0
"""`sos` in a terminal, as somebody sees it: 80 columns, and long answers page by page."""

import fcntl
import os
import pty
import struct
import subprocess
import termios

import pytest
from harness.real_suite import LEA, SOS, YEAR, sos

ROWS, COLUMNS = 24, 80


@pytest.fixture(scope="module")
def data(folder):
    sos("sample", "--output", folder / "files")
    sos("ingest", "--data-dir", folder / "data", *sorted((folder / "files").iterdir()))
    return folder / "data"


def shown(data, *arguments, columns=COLUMNS, **environment):
    """What a terminal shows of a command."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, columns, 0, 0))
    process = subprocess.Popen([SOS, *map(str, arguments), "--data-dir", str(data)], stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL,
                               env={**os.environ, **environment})
    os.close(theirs)
    said = b""
    while True:
        try:
            part = os.read(ours, 1 << 16)
        except OSError:  # What Linux answers when nobody holds the other end any more.
            break
        if not part:
            break
        said += part
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return said.decode().replace("\r\n", "\n")


LISTS = [
    ("results", "--year", YEAR, "--entity", LEA),
    ("eligibility", "--year", YEAR),
    ("history",),
    ("nearest", "--year", YEAR),
    ("lists", "--year", YEAR, "--entity", LEA),
    ("lists", "--year", YEAR, "--entity", LEA, "--pivot", "actions"),
    ("targets", "--year", YEAR, "--entity", LEA),
    ("changes", "--from", YEAR - 1, "--to", YEAR, "--entity", LEA),
    ("similar", "--year", YEAR, "--entity", LEA),
    ("gaps", "--indicator", "CHRO", "--year", YEAR, "--entity", LEA),
    ("lcap", "--year", YEAR, "--entity", LEA),
    ("status",),
    ("readiness", "--year", YEAR),
    ("find", "unified"),
    ("release",),
]


@pytest.mark.parametrize("command", LISTS, ids=lambda command: command[0])
def test_no_line_is_wider_than_the_terminal(command, data):
    text = shown(data, *command, SOS_PAGER="cat")
    wide = [line for line in text.splitlines() if len(line) > COLUMNS]
    assert not wide, wide[:3]


def test_wide_shows_the_columns_that_were_left_out(data):
    narrow = shown(data, "results", "--year", YEAR, "--entity", LEA, SOS_PAGER="cat").splitlines()
    assert "color" in narrow[0] and "students" in narrow[0] and "box" not in narrow[0]
    assert narrow[-1].startswith("--wide shows also: year, ")
    wide = shown(data, "results", "--year", YEAR, "--entity", LEA, "--wide", SOS_PAGER="cat").splitlines()
    assert "box" in wide[0] and len(wide) == len(narrow) - 1


def test_what_is_longer_than_the_terminal_goes_through_the_pager(data):
    text = shown(data, "results", "--year", YEAR, SOS_PAGER="sed 's/^/page: /'")
    lines = text.splitlines()
    assert len(lines) > ROWS and all(line.startswith("page: ") for line in lines)


def test_what_fits_does_not(data):
    assert "page:" not in shown(data, "readiness", "--year", YEAR, SOS_PAGER="sed 's/^/page: /'")


def test_without_a_pager_the_text_is_there_all_the_same(data):
    whole = shown(data, "results", "--year", YEAR, SOS_PAGER="cat")
    assert len(whole.splitlines()) > ROWS
    assert whole in shown(data, "results", "--year", YEAR, SOS_PAGER="no-such-program-of-this-name")


def test_a_reader_who_leaves_early_is_no_error(data):
    assert shown(data, "results", "--year", YEAR, SOS_PAGER="head -3").count("\n") == 3


def test_a_file_or_a_pipe_gets_no_pager(data, tmp_path):
    sos("results", "--year", YEAR, "--data-dir", data, "--output", tmp_path / "out.txt", SOS_PAGER="false")
    assert (tmp_path / "out.txt").stat().st_size > 1000
    assert len(sos("results", "--year", YEAR, "--data-dir", data, SOS_PAGER="false")) > 1000
