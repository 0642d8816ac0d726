# SPDX-License-Identifier: Apache-2.0
"""Targets on what the state has published: the number of students or points that is told leads to the color that is told,
and no smaller one to a better color. The results are computed anew with every number changed, by the service itself.

Without `--whole` a sample of every year, indicator and student group is checked.
"""

import collections
import csv
import io
import itertools
import urllib.error
import urllib.request

import pytest
from harness.real_suite import PUBLISHED
from harness.served import served

FILES = {2017: ["graddownload2017f.txt", "elpidownload2017f.txt"],
         2018: [f"{name}download2018.txt" for name in ("chronic", "susp", "grad", "cci", "ela", "math")],
         2023: [f"{name}download2023.txt" for name in ("chronic", "susp", "grad", "elpi", "ela", "math")],
         2025: [f"{name}download2025.txt" for name in ("susp", "science", "elpi")]}
# Of a year, indicator and group; and LEAs of a year whose lists are looked at.
SAMPLE, LEAS = 40, 30
# Moves that are so short are tried step by step.
SHORT = 5
BATCH = 5000
RANKS = ("None", "Red", "Orange", "Yellow", "Green", "Blue")


def batches(items, size):
    items = iter(items)
    while batch := list(itertools.islice(items, size)):
        yield batch


def tenths(text):
    return round(float(text) * 10)


def decimal(count):
    return {"value": f"{'-' if count < 0 else ''}{abs(count) // 10}.{abs(count) % 10}"}


class Site:
    """The services as they answer those who may see every count, and the pages for everybody."""

    def __init__(self, addresses):
        import grpc
        from sos.indicator.v1 import indicator_service_pb2, indicator_service_pb2_grpc
        self.pages = addresses["http"]
        self.pb = indicator_service_pb2
        options = [("grpc.max_receive_message_length", -1)]
        self.stub = indicator_service_pb2_grpc.IndicatorServiceStub(grpc.insecure_channel(addresses["rpc"], options))

    def get(self, path):
        """The text of a file; none where nothing is known of the entity in that year."""
        try:
            with urllib.request.urlopen(f"{self.pages}{path}", timeout=120) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            assert error.code == 404, f"{path}: {error.read()[:500]}"
            return ""

    def results(self, names):
        found = {}
        for batch in batches(names, 1000):
            answer = self.stub.BatchGetResults(self.pb.BatchGetResultsRequest(names=batch), timeout=120)
            found |= {result.name: result for result in answer.results}
        return found

    def explain(self, name):
        return self.stub.ExplainResult(self.pb.ExplainResultRequest(name=name), timeout=60)

    def ranks(self, year, changes, results):
        """How good the colors of results are with their measures changed, by name."""
        names = {(r.entity.name, r.indicator, r.student_group): name for name, r in results.items()}
        ranks = {}
        for batch in batches(changes.items(), BATCH):
            request = self.pb.StreamResultsRequest()
            request.filter.dashboard_years.append(year)
            request.filter.entities.extend(sorted({name.split("/results/")[0] for name, _ in batch}))
            for name, change in batch:
                request.changes.add(name=of_year(name, year), **change)
            for answer in self.stub.StreamResults(request, timeout=120):
                for block in answer.blocks:
                    for index, group, color in zip(block.entity_indexes, block.student_groups, block.colors):
                        # COLOR_NONE is 1.
                        ranks[names.get((block.entities[index].name, block.indicator, group))] = max(0, color - 1)
        return {name: ranks[name] for name in changes}


def of_year(name, year):
    entity, result = name.split("/results/")
    return f"{entity}/results/{year}-{result.split('-', 1)[1]}"


def moved(result, row, steps, columns=("target_students", "target_points")):
    """The change of a measure by so many steps of a target: students or tenths of a point."""
    if row[columns[0]]:
        return {"current_numerator": result.measure.current_numerator + steps}
    return {"status": decimal(tenths(result.status.value) + steps)}


def steps_of(row, columns=("target_students", "target_points")):
    return int(row[columns[0]]) if row[columns[0]] else tenths(row[columns[1]])


@pytest.fixture(scope="module")
def site(published_data, stubs, tmp_path_factory):
    files = [path for year, names in FILES.items() for name in names
             if (path := published_data / "official" / str(year) / name).exists()]
    if not files:
        pytest.skip(f"{published_data} has no files of indicators")
    with served(tmp_path_factory.mktemp("targets"), files) as addresses:
        yield Site(addresses)


def lists_of(year):
    """The addresses of the lists of a year: counties with their LEAs, LEAs with their schools."""
    leas = set()
    for name in FILES[year]:
        path = PUBLISHED / "official" / str(year) / name
        if path.exists():
            with path.open(encoding="latin-1", newline="") as file:
                leas |= {row["cds"] for row in csv.DictReader(file, delimiter="\t") if row["rtype"].strip() == "D"}
    counties = sorted({cds[:2] for cds in leas})
    return [f"/counties/{county}/{year}/targets.csv" for county in counties], [
        f"/leas/{cds}/{year}/targets.csv" for cds in sorted(leas)]


@pytest.fixture(scope="module", params=FILES)
def targets(request, site, pytestconfig):
    """The targets of a year by the names of their results: from every county's file and those of LEAs."""
    year = request.param
    whole = pytestconfig.getoption("whole")
    counties, leas = lists_of(year)
    if not whole:
        leas = leas[::max(1, len(leas) // LEAS)]
    rows = {}
    for path in counties + leas:
        for row in csv.DictReader(io.StringIO(site.get(path))):
            rows[f"entities/{row['cds']}/results/{year}-{row['indicator_code'].lower()}-{row['group_code'].lower()}"] = row
    chosen = collections.defaultdict(list)
    for name, row in sorted(rows.items(), key=lambda item: item[0][::-1]):
        if row["next_color"]:
            chosen[row["indicator_code"], row["group_code"]].append(name)
    sample = [name for names in chosen.values() for name in names[:None if whole else SAMPLE]]
    assert sample, f"no target of {year} has a way to the next color"
    return year, {name: rows[name] for name in sample}, site.results(sample)


def test_what_is_told_leads_to_the_color_that_is_told(targets, site):
    year, rows, results = targets
    ranks = site.ranks(year, {name: moved(results[name], row, steps_of(row)) for name, row in rows.items()}, results)
    wrong = {name: (row["color"], row["next_color"], RANKS[ranks[name]]) for name, row in rows.items()
             if RANKS[ranks[name]] != row["next_color"]}
    assert not wrong, f"{len(wrong)} of {len(rows)}: {list(wrong.items())[:3]}"
    assert all(RANKS.index(row["next_color"]) > RANKS.index(row["color"]) for row in rows.values())


def test_one_fewer_does_not_lead_to_a_better_color(targets, site):
    year, rows, results = targets
    short = {name: steps_of(row) - (1 if steps_of(row) > 0 else -1) for name, row in rows.items()}
    ranks = site.ranks(year, {name: moved(results[name], row, short[name]) for name, row in rows.items()}, results)
    wrong = {name: (row["color"], steps_of(row), RANKS[ranks[name]]) for name, row in rows.items()
             if ranks[name] > RANKS.index(row["color"])}
    assert not wrong, f"{len(wrong)} of {len(rows)}: {list(wrong.items())[:3]}"


def test_no_shorter_move_either_way_leads_to_a_better_color(targets, site):
    year, rows, results = targets
    for size, sign in itertools.product(range(1, SHORT), (1, -1)):
        changes = {}
        for name, row in rows.items():
            if abs(steps_of(row)) <= size:
                continue
            change = moved(results[name], row, size * sign)
            most = results[name].measure.current_denominator
            if "status" in change or 0 <= change["current_numerator"] <= most:
                changes[name] = change
        ranks = site.ranks(year, changes, results)
        wrong = {name: RANKS[rank] for name, rank in ranks.items() if rank > RANKS.index(rows[name]["color"])}
        assert not wrong, f"a move of {size * sign}: {list(wrong.items())[:3]}"


LATER = ("target_later_students", "target_later_points")


def test_the_color_a_year_on_is_that_of_the_same_numbers_by_the_next_years_rules(targets, site):
    year, rows, results = targets
    # Of a year that is loaded, other numbers are known.
    told = {name: row for name, row in rows.items() if row["target_later_unchanged"]}
    if year + 1 in FILES or not told:
        pytest.skip(f"nothing is told of {year + 1}, or files of it are loaded")
    same = {name: {"current_denominator": results[name].measure.current_denominator, **moved(results[name], row, 0)}
            for name, row in told.items()}
    ranks = site.ranks(year + 1, same, results)
    wrong = {name: (row["target_later_unchanged"], RANKS[ranks[name]]) for name, row in told.items()
             if RANKS[ranks[name]] != row["target_later_unchanged"]}
    assert not wrong, f"{len(wrong)} of {len(told)}: {list(wrong.items())[:3]}"
    onward = {name: row for name, row in told.items() if row["target_later_next_color"]}
    for less, expected in ((0, True), (1, False)):
        changes = {}
        for name, row in onward.items():
            steps = steps_of(row, LATER)
            changes[name] = {"current_denominator": results[name].measure.current_denominator,
                             **moved(results[name], row, steps - less * (1 if steps > 0 else -1), LATER)}
        ranks = site.ranks(year + 1, changes, results)
        wrong = {name: (row["target_later_unchanged"], row["target_later_next_color"], RANKS[ranks[name]])
                 for name, row in onward.items()
                 if (RANKS[ranks[name]] == row["target_later_next_color"]) != expected}
        assert not wrong, f"{len(wrong)} of {len(onward)}: {list(wrong.items())[:3]}"


def test_borders_are_those_of_the_explanation(targets, site):
    _, rows, results = targets
    told = 0
    for name in list(rows)[::max(1, len(rows) // 60)]:
        explanation = site.explain(name)
        for kind in ("status", "change"):
            border = {key: rows[name][f"target_{kind}_{key}"] for key in ("border_level", "border", "distance")}
            if not border["border_level"]:
                continue
            told += 1
            assert {"level": int(border["border_level"]), "threshold": border["border"], "distance": border["distance"]} in [
                {"level": b.level, "threshold": b.threshold.value, "distance": b.distance.value}
                for b in getattr(explanation, f"{kind}_borders")], f"{name}: {kind} {border}"
    assert told, "no border is told"


def test_every_indicator_with_colors_is_in_the_sample(targets):
    year, rows, _ = targets
    expected = {2017: {"GRAD", "ELPI"}, 2018: {"CHRO", "SUSP", "GRAD", "CCI", "ELA", "MATH"},
                2023: {"CHRO", "SUSP", "GRAD", "ELPI", "ELA", "MATH"}, 2025: {"SUSP", "SCIENCE", "ELPI"}}[year]
    assert {row["indicator_code"] for row in rows.values()} == expected
