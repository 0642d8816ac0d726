# SPDX-License-Identifier: Apache-2.0
"""Identities that hold in the state's files hold in what the engine makes of student records.

- A district has at most as many students as its schools together, charter schools apart: who moved within it is
  counted once (cumulative indicators; before students with disabilities went to the accountable district). In
  chronic absenteeism this holds for all students, not for every group: who was expected for fewer than 31 days at
  each of two schools counts in the district alone.
- The n-size flags say whether there are 30 students, or 15 foster or homeless youth, or long-term English learners,
  of an LEA.
- The small-population flag says whether there are fewer than 150 students.

The published files are read here independently of the program; the synthetic ones go through it.
"""

import csv

import pytest
from harness import records
from harness.real_suite import PUBLISHED

SMALL = 150
SYNTHETIC_YEAR = 2024


def assert_districts(rows, every_group):
    """`rows`: code, whether it is a charter school, group, students."""
    schools, districts = {}, {}
    for cds, charter, group, students in rows:
        if not every_group and group != "ALL":
            continue
        if cds.endswith("0000000"):
            districts[cds, group] = students
        elif not charter:
            key = cds[:7] + "0000000", group
            schools[key] = schools.get(key, 0) + students
    with_schools = [key for key in districts if key in schools]
    assert with_schools, "no district has schools"
    assert not [(key, districts[key], schools[key]) for key in with_schools if districts[key] > schools[key]]


def assert_sizes(flags):
    """`flags`: code, group, students, and whether the n-size is said to be met."""
    assert flags and not [row for row in flags if row[3] != size_met(*row[:3])]


def assert_small(flags):
    """`flags`: code, group, students, and whether the population is said to be small."""
    assert flags and not [row for row in flags if row[3] != (row[2] < SMALL)]


def published(year, name):
    with open(PUBLISHED / "official" / str(year) / name, encoding="cp1252", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            yield {key.lower(): value.strip() for key, value in row.items() if key}


def number(text):
    return int(text) if text not in ("", "*") else 0


def size_met(cds, group, students):
    few_suffice = cds.endswith("0000000") and group in ("FOS", "HOM", "LTEL")
    return students >= (15 if few_suffice else 30)


@pytest.mark.usefixtures("published_data")
class TestPublished:
    @pytest.mark.parametrize("name", ("chronicdownload2018.txt", "suspdownload2018.txt"))
    def test_a_district_has_at_most_the_students_of_its_schools(self, name):
        assert_districts([(row["cds"], row["charter_flag"].upper() == "Y", row["studentgroup"], number(row["currdenom"]))
                          for row in published(2018, name) if row["rtype"] in ("D", "S")], every_group="chro" not in name)

    @pytest.mark.parametrize("name", ("chronicdownload2023.txt", "suspdownload2023.txt", "graddownload2023.txt"))
    def test_n_size_flags_say_whether_there_are_enough_students(self, name):
        assert_sizes([(row["cds"], row["studentgroup"], number(row["currdenom"]), row["currnsizemet"] == "Y")
                      for row in published(2023, name)])

    @pytest.mark.parametrize("name", ("chronicdownload2023.txt", "suspdownload2023.txt", "graddownload2023.txt"))
    def test_small_population_flags_say_whether_there_are_fewer_than_150(self, name):
        assert_small([(row["cds"], row["studentgroup"], number(row["currdenom"]), row["smalldenom"] == "Y")
                      for row in published(2023, name) if number(row["currdenom"]) >= 30 and number(row["priordenom"]) >= 30])


@pytest.fixture(scope="module")
def synthetic(records_client, folder):
    """Folders of the files and of the data."""
    records.run("generate", "--scale", "region", "--seed", 5, "--years", "2018,2023,2024", "--output", folder / "files")
    return folder / "files", records.ingest(folder / "files", folder / "data")


@pytest.fixture(scope="module")
def synthetic_results(records_client, synthetic):
    """Code, group and result of every row of LEAs and schools; the state publishes no rows of counties, and its own without colors."""
    found = []
    with records.serving(synthetic[1]) as address, records_client.grpc.insecure_channel(address) as channel:
        request = records_client.pb2.ListResultsRequest(page_size=1000)
        request.filter.dashboard_years.append(SYNTHETIC_YEAR)
        while True:
            answer = records_client.stub(channel).ListResults(request, timeout=60, wait_for_ready=True)
            found += [(r.entity.name.removeprefix("entities/"), records_client.groups[r.student_group], r) for r in answer.results]
            if not answer.next_page_token:
                return [row for row in found if not row[0].endswith("000000000000")]
            request.page_token = answer.next_page_token


class TestSynthetic:
    @pytest.mark.parametrize("indicator", ("CHRO", "SUSP"))
    def test_a_district_has_at_most_the_students_of_its_schools(self, records_client, synthetic, indicator):
        files, data = synthetic
        charters = {line.split("\t")[0] for path in files.glob("directory-*") for line in path.read_text().splitlines()
                    if line.split("\t")[5] == "Y"}
        assert_districts([(cds, cds in charters, group, students)
                          for (year, of, cds, group), (_, students) in records_client.counts(data).items()
                          if year == 2018 and of == indicator and not cds.endswith("000000000000")], every_group=indicator != "CHRO")

    def test_n_size_flags_say_whether_there_are_enough_students(self, synthetic_results):
        assert_sizes([(cds, group, result.measure.current_denominator, result.current_size_met)
                      for cds, group, result in synthetic_results])

    def test_small_population_flags_say_whether_there_are_fewer_than_150(self, synthetic_results):
        assert_small([(cds, group, result.measure.current_denominator, result.small_population) for cds, group, result in synthetic_results
                      if result.current_size_met and result.prior_size_met and result.change.value])
