# SPDX-License-Identifier: Apache-2.0
"""Names and values that were written to do harm: to a terminal, to a spreadsheet, to a page.

A real server takes a file whose names hold escape sequences, overrides and formulas; every command that shows names
is asked in every form. Nothing but text and line feeds may come out, and no cell may begin like a formula.
"""

import csv
import io
import json
import re
import subprocess

import pytest
from harness import real_suite as real

LEA, NAME, YEAR = real.LEA, "Synthetic Valley 2 Unified", real.YEAR
FORMULA = "=HYPERLINK(A1)|Unified"
UNSEEN = {"a terminal's title": "\x1b]0;owned\x07", "a one-character CSI": "\u009b2J", "an override": "\u202e",
          "no width": "\u200b"}
# Controls but the line feed, DEL, C1, bidirectional controls, separators, and what has no width.
RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
FORMULA_CELL = re.compile(r"[\s]*[=+@\-\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"-|[-+]?[0-9]*\.?[0-9]+")


def run(*arguments):
    """Exit code, standard output and standard error of a command."""
    done = subprocess.run([real.SOS, *map(str, arguments)], capture_output=True, check=False, timeout=300)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def assert_harmless(form, text):
    assert not RAW.search(text), "nothing but text"
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not [cell for cell in cells if FORMULA_CELL.match(cell) and not NUMBER.fullmatch(cell)], "a cell is computed"


def hostile_files(folder, files):
    """The sample with a formula for a name, and rows of it whose names cannot be seen."""
    folder.mkdir()
    for path in files:
        lines = path.read_text().replace(NAME, FORMULA).splitlines(keepends=True)
        if path.name.startswith("grad") and str(YEAR) in path.name:
            rows = [line for line in lines if FORMULA in line and "\tD\t" in line][-len(UNSEEN):]
            for row, unseen in zip(rows, UNSEEN.values()):
                lines[lines.index(row)] = row.replace(FORMULA, FORMULA + unseen)
        (folder / path.name).write_text("".join(lines))
    return sorted(folder.iterdir())


OF_LEA = ("--entity", LEA)
COMMANDS = {
    "results": ("results", "--year", YEAR, *OF_LEA),
    "show": ("show", "graduation", *OF_LEA),
    "eligibility": ("eligibility", "--year", YEAR),
    "eligibility in the state's layout": ("eligibility", "--year", YEAR, "--layout", "cde"),
    "history": ("history", *OF_LEA),
    "nearest": ("nearest", "--year", YEAR),
    "report": ("report", "--year", YEAR, *OF_LEA),
    "placement": ("report", "--year", YEAR, *OF_LEA, "--placement", "GRAD"),
    "county report": ("report", "--year", YEAR, "--entity", "99000000000000"),
    "explain": ("explain", "--year", YEAR, *OF_LEA, "--indicator", "GRAD", "--group", "ALL"),
    "explain a determination": ("explain", "--determination", f"lcff-{YEAR}", *OF_LEA),
    "what if": ("whatif", "--year", YEAR, "--change", f"{LEA},SUSP,ALL,numerator=0"),
    "diff": ("diff", "before", "after"),
    "readiness": ("readiness", "--year", YEAR),
    "release": ("release",),
}
# Every command in every form that it has.
ASKED = [(what, form) for what, command in COMMANDS.items()
         for form in (["csv"] if "cde" in command else ["text", "csv", "json"] + (["html"] if command[0] == "report" else []))]


class Server:
    """A server that holds the hostile files, and the folder that they came from."""

    def __init__(self, folder, address, ingested):
        self.folder, self.to, self.ingested = folder, ("--server", address), ingested

    def run(self, *arguments):
        return run(*arguments, *self.to)


@pytest.fixture(scope="module")
def server(folder):
    real.sos("sample", "--output", folder / "sample")
    files = hostile_files(folder / "files", sorted((folder / "sample").iterdir()))
    port = real.free_port()
    address = f"127.0.0.1:{port}"
    program = real.Program([real.SOS, "serve", "--data-dir", folder / "data", "--listen", address, "--http", ""], folder / "log")
    try:
        real.wait_until("the server", lambda: real.accepts(port))
        yield Server(folder, address, run("ingest", *files, "--server", address))
    finally:
        program.kill()


@pytest.fixture(scope="module")
def answers(server):
    """(exit code, standard output, standard error) of everything in ASKED."""
    server.run("release", "before")
    server.run("release", "after", "--description", "@SUM(A1)\x1b[2J")
    return {(what, form): server.run(*COMMANDS[what], "--format", form) for what, form in ASKED}


def test_the_files_are_taken_in(server):
    code, out, errors = server.ingested
    assert code == 0, errors
    assert_harmless("text", out + errors)


def test_rows_with_names_that_cannot_be_seen_are_in_quarantine_and_shown_as_escapes(server):
    errors = server.ingested[2]
    assert errors.count("characters that no name has") == len(UNSEEN), errors
    assert r"\x1b]0;owned\x07" in errors and r"\u202e" in errors


@pytest.mark.parametrize("form", ("json", "csv"))
def test_ingest_says_so_harmlessly_in_every_form(server, form):
    graduation = [f for f in sorted((server.folder / "files").iterdir()) if f.name.startswith("grad")]
    _, out, _ = server.run("ingest", *graduation, "--format", form)
    assert_harmless(form, out)


def test_a_file_name_that_cannot_be_seen_is_refused(server):
    named = server.folder / "grad\x1b[2J\u202e2024.txt"
    named.write_text("anything")
    code, out, errors = server.run("ingest", named)
    assert code == 2 and "display_name" in errors
    assert_harmless("text", out + errors)


def test_an_error_shows_what_was_asked_harmlessly(server):
    _, out, errors = server.run("results", "--entity", "\x1b[2J")
    assert_harmless("text", out + errors)


def test_an_option_that_is_none_is_shown_harmlessly():
    _, out, errors = run("ingest", "--no-such-option-\x1b[2J")
    assert_harmless("text", out + errors)


@pytest.mark.parametrize("what, form", ASKED)
def test_is_answered_harmlessly(answers, what, form):
    code, out, errors = answers[what, form]
    assert code in (0, 1), errors
    assert_harmless(form, out + errors if form == "text" else out)
    if form == "json" and out.strip():
        for text in [out] if out.lstrip()[0] == "[" or "\n " in out else out.splitlines():
            json.loads(text)


def test_the_answers_show_the_name(answers):
    assert sum("HYPERLINK" in out for _, out, _ in answers.values()) >= 15


def test_the_log_of_the_server_is_harmless(server, answers):
    assert_harmless("text", (server.folder / "log").read_text())
