# SPDX-License-Identifier: Apache-2.0
"""`sos backtest` on a synthetic county whose truth is known: reports as they stand in July, with rows that come later and an LEA that
sends none, against the state's file of the whole records. Every number is counted again here."""

import collections
import csv
import io
import json
import math
import re
import shutil
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


def test_a_file_that_was_corrected_is_compared_with_the_estimates_before_its_first_form(season, folder, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(season[0], data)
    first = backtest(data)
    published = folder / f"chronicdownload{YEAR}.txt"
    header, *rows = published.read_text(encoding="utf-8").splitlines()
    corrected = tmp_path / published.name
    corrected.write_text("\n".join([header, *(row.replace("Synthetic", "Corrected") for row in rows)]) + "\n", encoding="utf-8")
    run("ingest", "--data-dir", data, corrected)
    assert backtest(data) == first


def test_a_state_of_some_leas_is_not_compared(season):
    assert not [row for row in backtest(season[0]) if row["kind"] in ("state", "county")]


def test_it_says_how_eligibility_agrees(season):
    said = run("backtest", "--data-dir", season[0], "--year", YEAR)
    assert "LCFF eligibility:" in said.stderr
    assert all(len(line) <= 200 for line in said.stdout.splitlines())


def test_the_next_estimate_says_how_far_the_last_were_off(season, folder, tmp_path):
    data, estimates, truth = season
    lea = lea_folders(folder / "files")[1]
    published = statuses(truth)
    differences = [tenths - published[key] for key, tenths in statuses(estimates).items()
                   if key in published and key[0].startswith(lea.name)]
    later = tmp_path / "data"
    shutil.copytree(data, later)
    said = run("estimate", report(lea, "5.7"), "--data-dir", later, "--lea", lea.name, "--year", YEAR + 1, codes=(0, 1)).stdout
    assert f"How far the estimates of {YEAR} were off" in said
    [row] = re.findall(r"^CHRO +(\d+) +(-?[\d.]+) +([\d.]+) +([\d.]+)$", said, re.MULTILINE)
    assert int(row[0]) == len(differences) > 10
    assert float(row[1]) == pytest.approx(sum(differences) / len(differences) / 10, abs=0.0051)
    assert float(row[3]) == max(map(abs, differences)) / 10


def test_without_estimates_of_last_year_the_next_one_says_that_it_is_not_known(folder, tmp_path):
    lea = lea_folders(folder / "files")[1]
    run("ingest", "--data-dir", tmp_path, next((folder / "files").glob("directory-*")))
    said = run("estimate", report(lea, "14.2"), report(lea, "8.1"), "--data-dir", tmp_path, "--lea", lea.name, "--year", YEAR).stdout
    assert "is not known" in " ".join(said.split())
