# SPDX-License-Identifier: Apache-2.0
"""A year whose rulebooks are not known yet: its file is loaded, answers say what is missing and how to supply it, a
supplied rulebook decides, and a draft is for `sos simulate` only.
"""

import json
import os
import subprocess

import pytest
from harness.real_suite import ROOT, SOS

YEAR = 2026
DISTRICT = "99600020000000"
HEADER = ("cds\trtype\tschoolname\tdistrictname\tcountyname\tcharter_flag\tcoe_flag\tdass_flag\tstudentgroup\tcurrdenom\tcurrstatus\t"
          "priordenom\tpriorstatus\tchange\tstatuslevel\tchangelevel\tcolor\tbox\tcurrnsizemet\tpriornsizemet\taccountabilitymet\t"
          "hscutpoints\tpairshare_method\tindicator\treportingyear\n")
DRAFT = ROOT / "services/eligibility/rulebooks/drafts/lcff-2026.textproto"


def rows(year, groups):
    return "".join(f"{DISTRICT}\tD\t\tExample Unified\tExample\t\t\t\t{group}\t100\t-120.0\t100\t-120.0\t0.0\t1\t3\t1\t230\tY\tY\tY\t\t\t"
                   f"{indicator}\t{year}\n" for group in groups for indicator in ("MATH", "ELA"))


def run(data, *arguments, rulebooks=None):
    environment = {**os.environ, **({"SOS_RULEBOOKS": str(rulebooks)} if rulebooks else {})}
    return subprocess.run([SOS, *map(str, arguments), "--data-dir", data], env=environment, capture_output=True, text=True,
                          timeout=120, check=False)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A district with Reds in two subjects in each of three years, the last of them without rules."""
    work = tmp_path_factory.mktemp("years")
    for year in (2024, 2025, YEAR):
        for subject, indicator in (("math", "MATH"), ("ela", "ELA")):
            path = work / f"{subject}download{year}.txt"
            path.write_text(HEADER + "".join(line + "\n" for line in rows(year, ("ALL", "HI")).splitlines()
                                             if f"\t{indicator}\t" in line))
            done = run(work / "data", "ingest", path)
            assert done.returncode == 0, done.stderr + done.stdout
    return work / "data"


@pytest.fixture(scope="module")
def supplied(tmp_path_factory):
    """The Dashboard rules of 2025 as those of 2026, with the new name of the distance."""
    directory = tmp_path_factory.mktemp("rulebooks")
    text = (ROOT / "services/indicator/rulebooks/dashboard-2025.textproto").read_text()
    (directory / f"dashboard-{YEAR}.textproto").write_text(
        text.replace("rulebooks/dashboard-2025", f"rulebooks/dashboard-{YEAR}").replace("dashboard_year: 2025", f"dashboard_year: {YEAR}")
        .replace("Distance from Standard", "Distance from Proficiency"))
    return directory


def test_results_show_the_rows_and_say_which_rulebook_is_not_known(data):
    done = run(data, "results", "--year", YEAR)
    assert "NO_RULEBOOK_FOR_YEAR" in done.stdout
    for words in (f"no rulebook dashboard-{YEAR} is known", f"dashboard-{YEAR}.textproto", "SOS_RULEBOOKS", f"Loaded for {YEAR}"):
        assert words in done.stderr, done.stderr


@pytest.mark.parametrize("name, arguments", (
    (f"dashboard-{YEAR}", ("readiness", "--year", YEAR)),
    (f"lcff-{YEAR}", ("eligibility", "--program", "lcff", "--year", YEAR)),
    (f"essa-{YEAR}", ("eligibility", "--program", "essa", "--year", YEAR)),
    (f"lcff-{YEAR}", ("nearest", "--program", "lcff", "--year", YEAR)),
))
def test_an_answer_names_the_rulebook_how_to_supply_it_and_what_is_loaded(data, name, arguments):
    done = run(data, *arguments)
    assert done.returncode != 0
    for words in (f"no rulebook {name} is known", f"{name}.textproto", "SOS_RULEBOOKS", f"Loaded for {YEAR}",
                  "english-language-arts", "mathematics"):
        assert words in done.stderr, done.stderr


def test_a_year_with_rules_is_answered_beside_it(data):
    assert "red" in run(data, "results", "--year", 2025).stdout


def test_a_supplied_rulebook_decides_and_names_the_status_as_it_says(data, supplied):
    assert "red" in run(data, "results", "--year", YEAR, rulebooks=supplied).stdout
    explain = ("explain", "--entity", DISTRICT, "--indicator", "MATH", "--group", "ALL")
    assert "Distance from Proficiency" in run(data, *explain, "--year", YEAR, rulebooks=supplied).stdout
    assert "Distance from Standard" in run(data, *explain, "--year", 2025, rulebooks=supplied).stdout


def test_a_draft_among_the_rulebooks_is_refused(data, tmp_path):
    (tmp_path / DRAFT.name).write_bytes(DRAFT.read_bytes())
    done = run(data, "eligibility", "--year", 2025, rulebooks=tmp_path)
    assert done.returncode == 2
    assert "draft, not adopted" in done.stderr and "sos simulate --rulebook" in done.stderr, done.stderr


def test_a_simulation_takes_the_draft(data, supplied):
    command = ("simulate", "--program", "lcff", "--years", YEAR, "--rulebook", DRAFT, "--list", "--format", "json")
    with_dashboard = (*command, "--rulebook", supplied / f"dashboard-{YEAR}.textproto")
    for done in (run(data, *command, rulebooks=supplied), run(data, *with_dashboard)):
        assert done.returncode == 0, done.stderr
        moved = [line for line in map(json.loads, done.stdout.splitlines()) if line.get("statusAfter")]
        assert [line["statusAfter"] for line in moved] == ["Differentiated Assistance"], done.stdout
        assert set(moved[0]["groupsAfter"]) == {"STUDENT_GROUP_ALL", "STUDENT_GROUP_HISPANIC"}
