# SPDX-License-Identifier: Apache-2.0
"""The weeks after a release, as a county office spends them: load, list, set targets, compare, pack and hand over, each step a
command as one types it. Run with `-s`, it prints the time and size of each step. `tests/run.sh season` does.
"""

import csv
import io
import pathlib
import subprocess
import time

import pytest
from harness.real_suite import SOS, sos

# Longer than any step takes, in seconds; a step of a whole state takes the longest.
LIMIT = 600


class Season:
    """One set of data, and the steps that were done with it."""

    def __init__(self, name, folder):
        self.name = name
        self.folder = folder
        self.data = folder / "data"
        self.steps = []

    def step(self, name, *arguments, output=None):
        """Runs `sos` and answers what it printed. `output`: the file or folder that the step leaves, where it is not printed."""
        begun = time.monotonic()
        run = subprocess.run([SOS, *map(str, arguments), "--data-dir", str(self.data)], capture_output=True, check=False,
                             timeout=LIMIT)
        seconds = time.monotonic() - begun
        assert run.returncode == 0, f"{name}: {run.stderr.decode()[-800:]}"
        left = [output] if output and output.is_file() else [path for path in output.rglob("*") if path.is_file()] if output else []
        size = sum(path.stat().st_size for path in left) or len(run.stdout)
        self.steps.append((name, seconds, len(left) or 1, size))
        assert size > 0 or name == "load", f"{name} left nothing"
        return run.stdout.decode()

    def table(self, name, *arguments):
        return list(csv.DictReader(io.StringIO(self.step(name, *arguments, "--format", "csv"))))

    def print(self):
        print(f"\n{self.name}\n{'step':42} {'seconds':>8} {'files':>6} {'kilobytes':>10}")
        for name, seconds, files, size in self.steps:
            print(f"{name:42} {seconds:8.2f} {files:6} {size / 1000:10.1f}")


def replay(season, files, county, year, before, programs=("lcff",), export_program=None):
    output = season.folder / "sent"
    output.mkdir()
    season.step("load", "ingest", *files, output=season.data)
    of_county = ("--year", year, "--county", county)
    reds = season.table("lists: Reds of the county", "lists", *of_county, "--pivot", "results")
    assert reds, "a county without one Red shows nothing"
    season.step("lists: a workbook for each LEA", "lists", *of_county, "--per-lea", output / "reds", output=output / "reds")
    targets = season.table("targets of the county", "targets", *of_county)
    listed = {row["cds"] for row in targets}
    assert any(row["cds"] in listed for row in reds), "the Reds of LEAs have a way out"
    season.step("targets: a workbook", "targets", *of_county, "--output", output / "targets.xlsx", output=output / "targets.xlsx")
    if before:
        changed = season.table("changes since the year before", "changes", "--from", before, "--to", year, "--county", county)
        assert changed
    for program in programs:
        season.step(f"eligibility of {program}", "eligibility", "--program", program, *of_county, "--format", "csv")
    lea = next(row["cds"] for row in reds if row["cds"].endswith("0000000"))
    season.step("similar to one LEA", "similar", "--entity", lea, "--year", year)
    season.step("LCAP pack of one LEA", "lcap", "--entity", lea, "--year", year, "--output", output / "lcap.xlsx",
                output=output / "lcap.xlsx")
    season.step("pack of the county", "pack", *of_county, "--output", output / "pack", output=output / "pack")
    assert (output / "pack" / "index.html").is_file()
    if export_program:
        season.step("EDFacts FS206", "export", "edfacts-fs206", *of_county, "--program", export_program,
                    "--output", output / "fs206.csv", output=output / "fs206.csv")
    season.step("every result, for another tool", "results", "--year", year, "--format", "csv")
    season.print()


def test_the_synthetic_state(tmp_path):
    sos("sample", "--scale", "state", "--output", tmp_path / "files")
    files = sorted(pathlib.Path(tmp_path / "files").iterdir())
    season = Season("The synthetic state", tmp_path)
    # The sample of a whole state is of one year.
    replay(season, files, "Synthetic 1", 2024, None, programs=("lcff", "essa", "charter"), export_program="essa")


def test_the_published_files_of_2023(published_data, tmp_path):
    files = sorted((published_data / "official" / "2018").iterdir()) + sorted((published_data / "official" / "2023").iterdir())
    files += [published_data / "assistance" / "assistancestatus_2023.xlsx"]
    if not all(path.is_file() for path in files):
        pytest.skip("the published files of 2023 are not there")
    replay(Season("The published files of 2018 and 2023", tmp_path), files, "Monterey", 2023, 2018)
