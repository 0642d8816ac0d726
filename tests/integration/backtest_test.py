# SPDX-License-Identifier: Apache-2.0
"""`sos backtest` on a synthetic county whose truth is known: reports as they stand in July, with rows that come later and an LEA that
sends none, against the state's file of the whole records. Every number is counted again here."""

import collections
import csv
import io
import json
import math
import subprocess

import pytest
from harness.real_suite import SOS, YEAR, sos

COLUMNS = ("cds", "rtype", "schoolname", "districtname", "countyname", "charter_flag", "coe_flag", "dass_flag", "type", "studentgroup",
           "currnumer", "currdenom", "currstatus", "priornumer", "priordenom", "priorstatus", "change", "indicator", "reportingyear")


def run(*words, codes=(0,)):
    done = subprocess.run([SOS, *map(str, words)], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode in codes, done.stderr
    return done


def absences(data):
    """The rows of chronic absenteeism with the columns of the state's files, which have none of counties."""
    said = run("results", "--data-dir", data, "--year", YEAR, "--indicator", "CHRO", "--layout", "long", "--format", "csv").stdout
    return [row for row in csv.DictReader(io.StringIO(said)) if not row["cds"].endswith("0" * 12)]


def lea_folders(files):
    return sorted((files / f"reports-{YEAR}").iterdir())


def report(folder, number):
    return next(folder.glob(f"{number}*"))


def july(path, to):
    """The report before it is certified: every tenth row comes later."""
    lines = path.read_text(encoding="utf-8").splitlines()
    copy = to / f"{path.parent.name}-{path.name}"
    copy.write_text("\n".join(line for i, line in enumerate(lines) if i % 10 != 5) + "\n", encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def season(folder):
    """(data with estimates and then the state's file, the estimates' rows, the truth's rows)"""
    sos("generate", "--years", YEAR, "--seed", 1, "--reports", "--output", folder / "files")
    directory = next((folder / "files").glob("directory-*"))
    true, data = folder / "true", folder / "data"
    for store in (true, data):
        run("ingest", "--data-dir", store, directory)
    leas = lea_folders(folder / "files")
    silent = leas[-1]
    for lea in leas:
        words = ("--lea", lea.name, "--year", YEAR)
        run("ingest", "--data-dir", true, *words, report(lea, "14.2"), report(lea, "8.1"))
        if lea != silent:
            run("ingest", "--data-dir", data, *words, july(report(lea, "14.2"), folder), report(lea, "8.1"))
    estimates, truth = absences(data), absences(true)
    published = folder / f"chronicdownload{YEAR}.txt"
    lines = ["\t".join(COLUMNS)]
    for row in truth:
        if row["rtype"] in ("S", "D"):
            lines.append("\t".join(str(YEAR) if name == "reportingyear" else row.get(name, "") for name in COLUMNS))
    published.write_text("\n".join(lines) + "\n", encoding="utf-8")
    run("ingest", "--data-dir", data, published)
    return data, estimates, [row for row in truth if row["rtype"] in ("S", "D")]


def statuses(rows):
    return {(row["cds"], row["studentgroup"]): round(10 * float(row["currstatus"])) for row in rows if row["currstatus"]}


def backtest(data, *words):
    return json.loads(run("backtest", "--data-dir", data, "--year", YEAR, "--format", "json", *words).stdout)


def test_bias_and_spread_are_those_of_the_differences_by_group(season):
    data, estimates, truth = season
    estimated, published = statuses(estimates), statuses(truth)
    levels = collections.defaultdict(list)
    for (cds, group), tenths in published.items():
        if (cds, group) in estimated:
            levels[cds.endswith("0000000"), group].append(estimated[cds, group] - tenths)
    listed = collections.defaultdict(list)
    for row in backtest(data, "--groups"):
        if row["kind"] in ("district", "county-office", "school", "charter-school") and row["compared"]:
            listed[row["kind"] in ("district", "county-office"), row["group"]].append(row)
    assert set(listed) == set(levels) and len(levels) > 10
    checked = 0
    for key, rows in listed.items():
        differences = levels[key]
        assert sum(row["compared"] for row in rows) == len(differences), key
        assert max(row["largest"] for row in rows) == max(map(abs, differences)) / 10, key
        if len(rows) != 1:
            continue
        bias = sum(differences) / len(differences)
        spread = math.sqrt(max(0, sum(d * d for d in differences) / len(differences) - bias * bias))
        assert rows[0]["bias"] == pytest.approx(bias / 10, abs=0.0051), key
        assert rows[0]["spread"] == pytest.approx(spread / 10, abs=0.0051), key
        checked += 1
    assert checked, "a kind of its own for each level"


def test_an_lea_that_sent_nothing_is_not_estimated(season):
    data, estimates, truth = season
    missing = statuses(truth).keys() - statuses(estimates).keys()
    assert missing
    assert sum(row["notEstimated"] for row in backtest(data)) == len(missing)


def test_levels_that_agree_are_counted(season):
    rows = backtest(season[0])
    assert sum(row["levels"] for row in rows) > 100
    assert all(0 <= row["levelsRight"] <= row["levels"] for row in rows)
    assert 0 < sum(row["levelsRight"] for row in rows) < sum(row["levels"] for row in rows), "a tenth of the rows is missing"


def test_without_estimates_or_without_published_results_it_says_what_to_load(season, tmp_path, folder):
    empty = run("backtest", "--data-dir", tmp_path, "--year", YEAR, codes=(2,)).stderr
    assert "load its files when they are out" in empty
    published = folder / f"chronicdownload{YEAR}.txt"
    run("ingest", "--data-dir", tmp_path, published)
    assert "load records first" in run("backtest", "--data-dir", tmp_path, "--year", YEAR, codes=(2,)).stderr


def test_it_says_how_eligibility_agrees(season):
    said = run("backtest", "--data-dir", season[0], "--year", YEAR)
    assert "LCFF eligibility:" in said.stderr
    assert all(len(line) <= 200 for line in said.stdout.splitlines())
