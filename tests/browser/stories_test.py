# SPDX-License-Identifier: Apache-2.0
"""What a parent, a board member, an analyst, a principal and a reader of an old link do, from start to end."""

import re
import shutil
import subprocess
import zipfile

import pytest
from harness import real_suite as real


@pytest.fixture
def tell(node, site, whole, request):
    """A function: runs one story and gives what its person saw at the end. The first story belongs to every run."""
    if not whole and "parent" not in request.node.name:
        pytest.skip("belongs to `tests/run.sh browser`")

    def run(story, **given):
        [end] = node("stories.mjs", {"jobs": [{"story": story, "site": site.url, **given}]})
        assert "failed" not in end, f"{end['failed']} at {end['at']}"
        assert end["complaints"] == []
        return end

    return run


def misspelled(name):
    return name.replace("Synthetic", "Sinthetic").replace("Elementary", "Elementry").replace("Middle", "Midle").replace("High", "Hihg")


@pytest.mark.parametrize("scripts", (True, False), ids=("with scripts", "without scripts"))
def test_a_parent_with_a_phone_finds_a_school_by_a_misspelled_name_and_learns_in_spanish_why_two_groups_are_red(tell, site, scripts):
    places = site.places()
    two = list({group: [indicator, group] for indicator, group in places["reds"]}.values())[:2]
    asked = misspelled(places["school_name"])
    assert asked != places["school_name"] and len(two) == 2
    end = tell("parent", width=360, language="en", scripts=scripts, asked=asked, school=places["school"], reds=two, year=places["year"])
    assert any(places["school_name"] in name for name in end["offered"])
    assert end["arrived"].startswith(f"/schools/{places['school']}")
    for reason in end["reasons"]:
        assert reason["language"] == "es"
        assert "Rojo" in reason["text"] and re.search(r"\d", reason["text"])
        assert "Red" not in reason["heading"]


def pdf_facts(file):
    if shutil.which("pdfinfo") is None:
        pytest.skip("pdfinfo (Debian: poppler-utils) is not installed")
    told = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    return dict(re.findall(r"^(\w[\w ]*):\s+(.*)$", told, re.MULTILINE)), " ".join(text.split())


def test_a_board_member_prints_the_page_of_a_district(tell, site, tmp_path):
    places, file = site.places(), tmp_path / "district.pdf"
    end = tell("member", lea=places["lea"], year=places["year"], file=str(file))
    facts, text = pdf_facts(file)
    assert facts["Tagged"] == "yes" and 1 <= int(facts["Pages"]) <= 12
    assert end["heading"] in text
    # What only serves a screen is not printed.
    assert "XLSX" not in text


def test_the_pdf_of_a_page_is_tagged_too(tell, site, tmp_path):
    if shutil.which("weasyprint") is None:
        pytest.skip("weasyprint is not installed")
    places, file = site.places(), tmp_path / "district.pdf"
    status, headers, body = site.get(f"/leas/{places['lea']}/{places['year']}.pdf")
    assert status == 200 and headers["content-type"].startswith("application/pdf")
    file.write_bytes(body)
    assert pdf_facts(file)[0]["Tagged"] == "yes"


def test_an_analyst_compares_three_districts_and_opens_the_workbook_with_codes_whole(tell, site, tmp_path):
    places, file = site.places(), tmp_path / "compare.xlsx"
    others = places["others"].split(",")
    end = tell("analyst", lea=places["lea"], others=others, year=places["year"], file=str(file))
    assert "spreadsheetml" in end["type"] and "attachment" in end["disposition"]
    with zipfile.ZipFile(file) as parts:
        assert "xl/workbook.xml" in parts.namelist()
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (Debian: libreoffice-calc-nogui) is not installed")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(["soffice", profile, "--headless", "--convert-to", "csv", "--outdir", tmp_path, file], capture_output=True, check=True,
                   timeout=300)
    text = (tmp_path / "compare.csv").read_text()
    for code in (places["lea"], *others):
        assert re.search(rf"(?<!\d){code}(?!\d)", text), f"{code} is not whole in: {text[:400]}"
    assert "E+" not in text


@pytest.mark.parametrize("scripts", (True, False), ids=("with scripts", "without scripts"))
def test_a_principal_lowers_the_number_of_suspended_students_until_the_color_changes_and_sends_the_link(tell, site, scripts):
    school, group = suspended(site)
    end = tell("principal", scripts=scripts, school=school, year=real.YEAR, group=group)
    assert end["before"] and end["before"] != end["after"]
    assert {"before": end["before"], "after": end["after"]} == end["sent"], "who opens the link sees the same"


def test_a_principal_with_a_keyboard_moves_the_slider(tell, site):
    school, group = suspended(site)
    end = tell("slider", school=school, year=real.YEAR, group=group)
    assert end["value"] == "0" and end["before"] != end["after"]


def test_suggestions_come_while_typing_and_the_keyboard_chooses_one(tell, site):
    places = site.places()
    end = tell("typist", asked=places["school_name"], school=places["school"])
    assert places["school_name"] in end["offered"][0]
    assert end["arrived"].startswith("/schools/")


def test_the_keyboard_reaches_everything_and_its_place_is_always_seen(tell):
    end = tell("keyboard")
    assert end["first"] == {"href": "#content", "shown": True}
    assert len(end["stops"]) > 10 and end["unseen"] == []


def suspended(site):
    """(school, group) of a result with a color that is Red or Orange because of suspensions, and large enough for all to see."""
    rows = [row for row in site.rows("results", "--year", real.YEAR)
            if row["indicator"] == "SUSP" and row["color"] in ("1", "2") and not row["cds"].endswith("0000000")
            and int(row["students"] or 0) >= 50]
    best = max(rows, key=lambda row: int(row["students"]))
    return best["cds"], best["group"]


def test_a_link_that_cites_a_public_release_gives_the_same_bytes_after_newer_data_were_loaded(tell, site, folder):
    places = site.places()
    site.sos("release", f"{real.YEAR}-final", "--public")
    page = f"/leas/{places['lea']}/{places['year']}"
    # A page may be kept for a minute, by the site as by any other cache: an earlier story may have asked for this one.
    real.wait_until("pages cite the release", lambda: b"release=" in site.get(f"{page}?lang=es")[2], seconds=90)
    _, _, body = site.get(f"{page}?lang=es")
    links = [link.replace("&amp;", "&") for link in re.findall(r'id="cite-link"[^>]*href="([^"]+)"', body.decode())]
    assert links and "release" in links[0]
    before = {link: site.get(link) for link in (*links, f"{page}.csv?release={real.YEAR}-final", f"{page}.json?release={real.YEAR}-final")}
    # A correction of the newest year, which the page without a release shows.
    correct(site, folder)
    assert site.get(f"{page}?lang=es")[2] != body
    for link, (status, headers, bytes_before) in before.items():
        again = site.get(link)
        assert (status, again[0]) == (200, 200), link
        assert again[2] == bytes_before, link
        assert again[1].get("etag") == headers.get("etag"), link


def correct(site, folder):
    """Loads the suspension file of the newest year once more, in which each LEA has one suspended student more."""
    [file] = [f for f in (site.folder / "files").iterdir() if re.search(rf"susp\w*{real.YEAR}", f.name)]
    separator = "\t" if "\t" in file.read_text().splitlines()[0] else ","
    header, *rows = [line.split(separator) for line in file.read_text().splitlines()]
    numerator, status, denominator = (header.index(name) for name in ("currnumer", "currstatus", "currdenom"))
    for row in rows:
        if row[numerator].isdigit() and int(row[numerator]) + 1 <= int(row[denominator]) and row[header.index("rtype")] == "D":
            row[numerator] = str(int(row[numerator]) + 1)
            row[status] = f"{100 * int(row[numerator]) / int(row[denominator]):.1f}"
    corrected = folder / file.name
    corrected.write_text("\n".join(separator.join(row) for row in [header, *rows]) + "\n")
    site.sos("ingest", corrected)
