# SPDX-License-Identifier: Apache-2.0
"""The student records of a year are deleted on request: out of every revision, release and list, and for good; what the state published,
other LEAs and other years stay, and the store is sound."""

import csv
import io
import json
import subprocess

import pytest
from harness.real_suite import SOS, sos

YEAR = 2025


def run(*words, codes=(0,)):
    done = subprocess.run([SOS, *map(str, words)], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode in codes, done.stderr
    return done


@pytest.fixture(scope="module")
def generated(folder):
    files = folder / "files"
    sos("generate", "--years", YEAR, "--reports", "--output", files)
    return files


@pytest.fixture
def loaded(generated, tmp_path):
    """(data, LEAs whose reports are loaded)"""
    data = tmp_path / "data"
    run("ingest", "--data-dir", data, next(generated.glob("directory-*")))
    leas = sorted(folder.name for folder in (generated / f"reports-{YEAR}").iterdir())[:2]
    for lea in leas:
        take(data, generated, lea)
    return data, leas


def take(data, generated, lea):
    folder = generated / f"reports-{YEAR}" / lea
    run("ingest", "--data-dir", data, "--lea", lea, "--year", YEAR, next(folder.glob("14.2*")), next(folder.glob("8.1*EOY*")))


def entities(data, *words):
    listed = run("results", "--data-dir", data, "--year", YEAR, "--format", "csv", *words, codes=(0, 1, 2)).stdout
    return {row["cds"] for row in csv.DictReader(io.StringIO(listed))}


def of(lea, found):
    return {cds for cds in found if cds.startswith(lea)}


def test_deleted_records_are_gone_from_results_of_every_revision(loaded):
    data, (first, second) = loaded
    run("release", "before", "--data-dir", data)
    before = entities(data)
    assert of(first, before) and of(second, before)
    run("forget", "--lea", first, "--year", YEAR, "--yes", "--data-dir", data)
    now = entities(data)
    assert not of(first, now)
    assert of(second, now) == of(second, before)
    assert not of(first, entities(data, "--release", "before"))


def test_without_yes_it_is_said_what_would_be_deleted(loaded):
    data, (first, _) = loaded
    before = entities(data)
    done = run("forget", "--lea", first, "--year", YEAR, "--data-dir", data, "--format", "json", codes=(1,))
    assert {row["collection"] for row in json.loads(done.stdout)} == {"absence-report", "profile-report"}
    assert "nothing is deleted yet" in done.stderr
    assert entities(data) == before


def test_the_store_is_sound_afterwards_and_takes_the_records_again(loaded, generated):
    data, (first, second) = loaded
    before = entities(data)
    run("forget", "--lea", first, "--year", YEAR, "--yes", "--data-dir", data)
    run("verify", "--data-dir", data)
    take(data, generated, first)
    assert entities(data) == before
    run("forget", "--lea", second, "--year", YEAR, "--yes", "--data-dir", data)
    run("verify", "--data-dir", data)
    assert of(first, entities(data)) and not of(second, entities(data))


def test_a_backup_from_before_holds_them_and_one_from_after_does_not(loaded, tmp_path):
    data, (first, _) = loaded
    run("backup", tmp_path / "before", "--data-dir", data)
    run("forget", "--lea", first, "--year", YEAR, "--yes", "--data-dir", data)
    run("backup", tmp_path / "after", "--data-dir", data)
    for name, holds in (("before", True), ("after", False)):
        restored = tmp_path / f"restored-{name}"
        run("restore", tmp_path / name, "--data-dir", restored)
        assert bool(of(first, entities(restored))) == holds, name


def test_no_id_of_a_student_is_left_in_the_files_of_the_store(loaded, generated):
    data, (first, _) = loaded
    profile = next((generated / f"reports-{YEAR}" / first).glob("8.1*EOY*")).read_text(encoding="utf-8").splitlines()
    ids = {row["LocalID"] for row in csv.DictReader(profile)}
    run("forget", "--lea", first, "--year", YEAR, "--yes", "--data-dir", data)
    listed = run("students", "--data-dir", data, "--year", YEAR, "--entity", first, "--indicator", "CHRO", codes=(0, 1, 2))
    assert not ids & set(listed.stdout.split())


def test_there_must_be_something_to_delete(loaded):
    data, (first, _) = loaded
    done = run("forget", "--lea", first, "--year", YEAR - 1, "--yes", "--data-dir", data, codes=(2,))
    assert "no student records" in done.stderr
