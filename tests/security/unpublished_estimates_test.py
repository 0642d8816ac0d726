# SPDX-License-Identifier: Apache-2.0
"""Estimates made from an LEA's student records are told to others only where the LEA has published them: no result, no report, no
determination, no list and no county tells the public or another LEA of one that is not."""

import csv
import io
import json
import os
import subprocess

import pytest
from harness import real_suite as real

YEAR = real.YEAR + 1
INDICATORS = {"CHRO", "SUSP"}


def whole(lea):
    """Its fourteen digits."""
    return f"{lea}{'0' * 7}"


def ask(suite, token, *words):
    """What a command says to somebody, with whatever exit code."""
    servers = ",".join(f"{name}=127.0.0.1:{suite.ports[name, 0]}" for name in real.SERVICES)
    environment = {**os.environ, "SOS_TLS_CA": str(suite.certificates / "ca.pem"), "SOS_TOKEN": suite.token(*token)}
    return subprocess.run([real.SOS, *map(str, words), "--server", servers], capture_output=True, text=True, check=False, timeout=300,
                          env=environment)


@pytest.fixture(scope="module")
def records(suite):
    """Two LEAs with estimates, of seven digits: the first is published in the course of the tests."""
    suite.load_sample()
    real.sos("generate", "--years", YEAR, "--reports", "--output", suite.folder / "records")
    suite.sos("ingest", next((suite.folder / "records").glob("directory-*")))
    # Two districts of the synthetic county that are like one another.
    leas = ["9960002", "9960006"]
    for lea in leas:
        take(suite, lea)
    return leas


def take(suite, lea):
    folder = suite.folder / "records" / f"reports-{YEAR}" / lea
    exports = [next(folder.glob(pattern)) for pattern in ("14.2*", "8.1*EOY*", "7.12*")]
    suite.sos("ingest", "--lea", lea, "--year", YEAR, *exports, token=suite.token("lea", whole(lea)))


def results(suite, *token):
    said = ask(suite, token, "results", "--year", YEAR, "--format", "csv").stdout
    return {row["cds"] for row in csv.DictReader(io.StringIO(said)) if row["indicator"] in INDICATORS}


def numbers(suite, lea, *token):
    """Students and status of every result of the LEA and its schools that is shown."""
    said = ask(suite, token, "results", "--year", YEAR, "--format", "csv").stdout
    return {(row["cds"], row["indicator"], row["group"]): (row["students"], row["status"])
            for row in csv.DictReader(io.StringIO(said)) if row["cds"].startswith(lea) and row["status"]}


def of(lea, found):
    return {cds for cds in found if cds.startswith(lea)}


def determinations(suite, lea, *token):
    said = ask(suite, token, "eligibility", "--program", "lcff", "--year", YEAR, "--entity", whole(lea), "--format", "json").stdout
    return json.loads(said) if said.strip() else []


def report(suite, lea, *token):
    said = ask(suite, token, "report", "--entity", whole(lea), "--year", YEAR, "--format", "csv").stdout
    return [row for row in csv.DictReader(io.StringIO(said)) if row.get("indicator") in INDICATORS]


def test_an_lea_sees_its_own_estimates_and_the_state_all(suite, records):
    first, second = records
    everything = results(suite, "state")
    assert of(first, everything) and of(second, everything)
    assert report(suite, first, "lea", whole(first))


def test_nobody_else_sees_them_before_they_are_published(suite, records):
    first, second = records
    for token in (("public",), ("lea", whole(second)), ("county", "01")):
        found = results(suite, *token)
        assert not of(first, found), token
        assert not report(suite, first, *token), token
    public = results(suite, "public")
    assert not public, "neither LEAs nor a county nor the state"
    told = json.dumps(determinations(suite, first, "public"))
    assert "CHRO" not in told and "SUSP" not in told and "DATA_SOURCE_STUDENT_RECORDS" not in told


def test_what_an_lea_asks_about_itself_tells_it_no_others(suite, records):
    """Such as whom it is like, which looks at all LEAs."""
    first, second = records
    said = ask(suite, ("lea", whole(second)), "similar", "--entity", whole(second), "--year", YEAR, "--format", "json")
    assert said.returncode == 0, said.stderr
    assert f"entities/{first}" not in said.stdout
    assert f"entities/{first}" in ask(suite, ("state",), "similar", "--entity", whole(second), "--year", YEAR, "--format", "json").stdout


def test_without_a_name_an_lea_sees_its_own(suite, records):
    first, second = records
    found = results(suite, "lea", whole(second))
    assert of(second, found) and not of(first, found)


def test_an_lea_publishes_its_own_and_no_others(suite, records):
    first, second = records
    assert ask(suite, ("lea", whole(first)), "publish", "--lea", second, "--year", YEAR).returncode == 2
    suite.sos("publish", "--lea", first, "--year", YEAR, token=suite.token("lea", whole(first)))
    public = results(suite, "public")
    assert of(first, public) == of(first, results(suite, "state"))
    assert not of(second, public)
    assert report(suite, first, "public")


def test_what_is_published_are_the_numbers_that_the_lea_sees(suite, records):
    first, _ = records
    shown, own = numbers(suite, first, "public"), numbers(suite, first, "lea", whole(first))
    assert len(shown) > 50
    assert shown == {key: own[key] for key in shown}


def test_what_is_made_of_several_leas_rests_on_published_ones_alone(suite, records):
    def made_of(*token):
        said = ask(suite, token, "results", "--year", YEAR, "--format", "csv").stdout
        rows = [row for row in csv.DictReader(io.StringIO(said)) if row["indicator"] == "SUSP"]
        return {(row["cds"], row["from_leas"]) for row in rows if row["from_leas"]}

    county, state = f"{records[0][:2]}{'0' * 12}", "0" * 14
    assert made_of("public") == {(county, "1 of 7"), (state, "1")}
    assert made_of("state") == {(county, "2 of 7"), (state, "2")}


def test_a_publication_can_be_withdrawn(suite, records):
    first, _ = records
    suite.sos("publish", "--lea", first, "--year", YEAR, "--withdraw", token=suite.token("lea", whole(first)))
    assert not results(suite, "public")
    assert not report(suite, first, "public")
    assert of(first, results(suite, "state"))


def test_what_was_deleted_is_in_no_answer_about_an_older_revision(suite, records):
    """Though servers have answered about it before."""
    first, _ = records
    token = suite.token("lea", whole(first))
    suite.sos("publish", "--lea", first, "--year", YEAR, token=token)
    suite.sos("release", "with-records", "--public", token=suite.token("state"))

    def older(*token):
        said = ask(suite, token, "results", "--year", YEAR, "--format", "csv", "--release", "with-records").stdout
        return of(first, {row["cds"] for row in csv.DictReader(io.StringIO(said)) if row["indicator"] in INDICATORS})

    assert older("public") and older("state")
    suite.sos("forget", "--lea", first, "--year", YEAR, "--yes", token=token)
    assert not older("public") and not older("state") and not older("lea", whole(first))
    assert not of(first, results(suite, "state"))
    take(suite, first)
    assert of(first, results(suite, "state"))
    assert not of(first, results(suite, "public")), "the publication was of the records that are gone"
