# SPDX-License-Identifier: Apache-2.0
"""Names and values that were written to do harm: to a terminal, to a spreadsheet, to a page.

A real server takes a file whose names hold escape sequences, overrides and formulas; every command that shows names
is asked in every form. Nothing but text and line feeds may come out, and no cell may begin like a formula.
"""

import csv
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import real_suite as real  # noqa: E402

LEA, NAME, YEAR = real.LEA, "Synthetic Valley 2 Unified", real.YEAR
FORMULA = "=HYPERLINK(A1)|Unified"
UNSEEN = {"a terminal's title": "\x1b]0;owned\x07", "a one-character CSI": "\u009b2J", "an override": "\u202e",
          "no width": "\u200b"}
# Controls but the line feed, DEL, C1, bidirectional controls, separators, and what has no width.
RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
FORMULA_CELL = re.compile(r"[\s]*[=+@\-\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"-|[-+]?[0-9]*\.?[0-9]+")
FAILURES = []


def check(what, holds, detail=""):
    print(f"{'ok  ' if holds else 'FAIL'} {what} {'' if holds else detail[:300]!r}")
    if not holds:
        FAILURES.append(what)


def run(*arguments):
    """Exit code, standard output and standard error of a command."""
    done = subprocess.run([real.SOS, *map(str, arguments)], capture_output=True, check=False, timeout=300)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def check_output(what, form, text):
    check(f"{what}: nothing but text", not RAW.search(text), text)
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        run_by_a_spreadsheet = [cell for cell in cells if FORMULA_CELL.match(cell) and not NUMBER.fullmatch(cell)]
        check(f"{what}: no cell is computed", not run_by_a_spreadsheet, str(run_by_a_spreadsheet[:3]))


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


def main():
    with tempfile.TemporaryDirectory() as directory:
        work = pathlib.Path(directory)
        real.sos("sample", "--output", work / "sample")
        files = hostile_files(work / "files", sorted((work / "sample").iterdir()))
        port = real.free_port()
        server = real.Program([real.SOS, "serve", "--data-dir", work / "data", "--listen", f"127.0.0.1:{port}"], work / "log")
        try:
            real.wait_until("the server", lambda: real.accepts(port))
            to = ("--server", f"127.0.0.1:{port}")
            code, out, errors = run("ingest", *files, *to)
            check("the files are taken in", code == 0, errors)
            check_output("what ingest says", "text", out + errors)
            check("rows with names that cannot be seen are in quarantine", errors.count("characters that no name has") == len(UNSEEN), errors)
            check("their values are shown as escapes", r"\x1b]0;owned\x07" in errors and r"\u202e" in errors, errors)
            for form in ("json", "csv"):
                code, out, _ = run("ingest", *[f for f in files if f.name.startswith("grad")], *to, "--format", form)
                check_output(f"ingest as {form}", form, out)

            named = work / "grad\x1b[2J\u202e2024.txt"
            named.write_text("anything")
            code, out, errors = run("ingest", named, *to)
            check("a file name that cannot be seen is refused", code == 2 and "display_name" in errors, errors)
            check_output("the refusal", "text", out + errors)
            code, out, errors = run("results", "--entity", "\x1b[2J", *to)
            check_output("what was asked, in an error", "text", out + errors)
            code, out, errors = run("ingest", "--no-such-option-\x1b[2J")
            check_output("an option that is none", "text", out + errors)

            run("release", "before", *to)
            run("release", "after", "--description", "@SUM(A1)\x1b[2J", *to)
            entity = ("--entity", LEA)
            commands = {
                "results": ("results", "--year", YEAR, *entity),
                "eligibility": ("eligibility", "--year", YEAR),
                "eligibility in the state's layout": ("eligibility", "--year", YEAR, "--layout", "cde"),
                "history": ("history", *entity),
                "nearest": ("nearest", "--year", YEAR),
                "report": ("report", "--year", YEAR, *entity),
                "placement": ("report", "--year", YEAR, *entity, "--placement", "GRAD"),
                "county report": ("report", "--year", YEAR, "--entity", "99000000000000"),
                "explain": ("explain", "--year", YEAR, *entity, "--indicator", "GRAD", "--group", "ALL"),
                "explain a determination": ("explain", "--determination", f"lcff-{YEAR}", *entity),
                "what if": ("whatif", "--year", YEAR, "--change", f"{LEA},SUSP,ALL,numerator=0"),
                "diff": ("diff", "before", "after"),
                "readiness": ("readiness", "--year", YEAR),
                "release": ("release",),
            }
            named = 0
            for what, command in commands.items():
                forms = ["csv"] if "cde" in command else ["text", "csv", "json"] + (["html"] if command[0] == "report" else [])
                for form in forms:
                    code, out, errors = run(*command, *to, "--format", form)
                    check(f"{what} as {form} is answered", code in (0, 1), errors)
                    check_output(f"{what} as {form}", form, out + errors if form == "text" else out)
                    named += "HYPERLINK" in out
                    if form == "json" and out.strip():
                        [json.loads(line) for line in ([out] if out.lstrip()[0] == "[" or "\n " in out else out.splitlines())]
            check("the commands show the name", named >= 15, str(named))
        finally:
            server.kill()
        check_output("the server's log", "text", (work / "log").read_text())
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
