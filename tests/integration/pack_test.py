# SPDX-License-Identifier: Apache-2.0
"""`sos pack`: what a county office sends out. The same data give the same bytes; a pack that broke off goes on."""

import csv
import hashlib
import json
import re
import subprocess
import zipfile

import pytest
from harness.real_suite import SOS, sos

YEAR = 2024


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pack")
    sos("sample", "--output", folder / "files")
    sos("ingest", "--data-dir", folder / "data", *sorted((folder / "files").iterdir()))
    return folder / "data"


def pack(data, output, *more):
    command = [SOS, "pack", "--data-dir", data, "--county", "synthetic", "--year", YEAR, "--output", output, *more]
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)


def digests(folder):
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def packed(data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("packed") / "pack"
    done = pack(data, folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_same_data_give_the_same_bytes(data, packed, tmp_path):
    assert pack(data, tmp_path / "again").returncode == 0
    assert digests(tmp_path / "again") == digests(packed)


def test_the_index_links_every_file_and_every_link_leads_to_one(packed):
    links = set(re.findall(r'href="([^"]+)"', (packed / "index.html").read_text(encoding="utf-8")))
    assert links == set(digests(packed)) - {"index.html"}


def test_each_file_is_what_its_name_says(packed):
    starts = {".png": b"\x89PNG", ".svg": b"<svg", ".html": b"<!DOCTYPE html>", ".xlsx": b"PK"}
    for name in digests(packed):
        path = packed / name
        if path.suffix in starts:
            assert path.read_bytes().startswith(starts[path.suffix]), name
        else:
            with path.open(encoding="utf-8", newline="") as file:
                assert len(list(csv.reader(file))) > 1, name
    books = [name for name in digests(packed) if name.endswith(".xlsx")]
    assert all(zipfile.ZipFile(packed / name).testzip() is None for name in books)


def test_a_pack_that_broke_off_goes_on_after_the_last_file(data, packed, tmp_path):
    folder = tmp_path / "pack"
    assert pack(data, folder).returncode == 0
    # As an interrupted run leaves it: half of the files, and the note of the last one.
    names = re.findall(r'href="([^"]+)"', (folder / "index.html").read_text(encoding="utf-8"))
    broken, last = tmp_path / "broken", names[len(names) // 2]
    started = subprocess.Popen([str(word) for word in (SOS, "pack", "--data-dir", data, "--county", "synthetic", "--year", YEAR,
                                                       "--output", broken)], stderr=subprocess.PIPE)
    note = broken / ".unfinished-pack.json"
    while started.poll() is None and not (note.exists() and note.read_text(encoding="utf-8").strip()):
        pass
    started.kill()
    started.wait()
    if not note.exists():
        pytest.skip("the pack was made before it could be broken off")
    after = json.loads(note.read_text(encoding="utf-8"))["after"]
    done = pack(data, broken)
    assert done.returncode == 0, done.stderr
    assert f"going on after {after}" in done.stderr
    assert digests(broken) == digests(packed)
    assert last in digests(broken)


def test_a_year_or_county_that_is_not_there_is_told(data, tmp_path):
    for words in (("--county", "synthetik", "--year", str(YEAR)), ("--county", "synthetic", "--year", "1999")):
        done = subprocess.run([SOS, "pack", "--data-dir", data, *words, "--output", tmp_path / "none"], capture_output=True, text=True,
                              check=False)
        assert done.returncode == 2 and not (tmp_path / "none").exists(), done.stderr
