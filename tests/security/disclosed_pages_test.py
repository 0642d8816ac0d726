# SPDX-License-Identifier: Apache-2.0
"""Somebody with a browser and no sign-in opens every page and every file about every entity of a county, and works out what is
withheld: by reading it in a table, a sentence, a chart or a workbook, and by subtracting what they all say together. Not one
count or rate of a small group may be found.
"""

import collections
import csv
import html
import io
import json
import pathlib
import re
import tempfile
import zipfile

import pytest
from harness import real_suite as real
from security import sums
from security.attacks.browsing import Browser
from security.curious import GROUPS, INDICATORS, Cell
from security.disclosure_attack_test import SMALL, rate_text, synthetic

# As addresses name them, in the order of the contract.
PAGES_OF_INDICATORS = ("chronic", "suspension", "elpi", "graduation", "ela", "mathematics", "college-career", "science")
OF_ENTITY = ("", "/groups", "/support", "/reds", "/targets", "/changes", "/similar", "/lcap", "/what-if")
TABLES = (".csv", "/reds.csv", "/targets.csv", "/changes.csv", "/similar.csv", "/lcap.csv", "/groups.csv")
WORKBOOKS = (".xlsx", "/reds.xlsx", "/targets.xlsx", "/lcap.xlsx")
# What files call the same thing.
ENTITY_COLUMNS, GROUP_COLUMNS = ("cds", "entity"), ("group_code", "student_group", "group")
INDICATOR_COLUMNS, YEAR_COLUMNS = ("indicator_code", "indicator"), ("year", "dashboard_year")
COUNT_COLUMNS, STATUS_COLUMNS = ("students", "student_count"), ("status",)


def path_of(entity, year):
    code = entity.removeprefix("entities/")
    if code == "0" * 14:
        return f"/state/{year}"
    if code.endswith("0" * 12):
        return f"/counties/{code[:2]}/{year}"
    return f"/{'leas' if code.endswith('0000000') else 'schools'}/{code}/{year}"


def value_in(row, columns):
    return next((row[name] for name in columns if row.get(name)), "")


def cell_of_row(row):
    """The cell that a row of a table is about; None where it says no group and indicator."""
    entity, group = value_in(row, ENTITY_COLUMNS), value_in(row, GROUP_COLUMNS).lower()
    indicator, year = value_in(row, INDICATOR_COLUMNS).lower(), value_in(row, YEAR_COLUMNS)
    if group not in GROUPS or indicator not in INDICATORS or not year.isdigit() or not entity.isdigit():
        return None
    return Cell(f"entities/{entity}", GROUPS.index(group) + 1, INDICATORS.index(indicator) + 1, int(year))


def rows_of_workbook(data):
    """The rows of every sheet as objects, by the names of the first row."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        texts = []
        if "xl/sharedStrings.xml" in book.namelist():
            for item in re.findall(r"<si>(.*?)</si>", book.read("xl/sharedStrings.xml").decode(), re.DOTALL):
                texts.append(html.unescape("".join(re.findall(r"<t[^>]*>(.*?)</t>", item, re.DOTALL))))
        for name in book.namelist():
            if not name.startswith("xl/worksheets/"):
                continue
            lines = []
            for line in re.findall(r"<row [^>]*>(.*?)</row>", book.read(name).decode(), re.DOTALL):
                values = {}
                for column, kind, inner in re.findall(r'<c r="([A-Z]+)\d+"(?: s="\d+")?(?: t="(\w+)")?[^>]*>(.*?)</c>', line, re.DOTALL):
                    found = re.search(r"<v>(.*?)</v>", inner)
                    values[column] = texts[int(found[1])] if kind == "s" else html.unescape(found[1]) if found else ""
                lines.append(values)
            for values in lines[1:]:
                yield [value for value in values.values()]


class Reader:
    """Everything that pages and files say, cell by cell."""

    def __init__(self, county, browser, years):
        self.county, self.browser, self.years = county, browser, years
        self.opened, self.refused = collections.Counter(), collections.Counter()
        self.counts, self.statuses, self.wrong_lines, self.lines = {}, {}, [], 0
        self.small = collections.defaultdict(list)
        for cell in county.small:
            self.small[cell.entity, cell.year].append(cell)

    def open(self, path):
        answer = self.browser.ask(path)
        kind = re.sub(r"\d{2,}", "N", path)
        (self.opened if answer.status == 200 else self.refused)[kind] += 1
        return answer.body if answer.status == 200 else b""

    def take_rows(self, rows):
        for row in rows:
            cell = cell_of_row(row)
            if cell is None:
                continue
            self.lines += 1
            count, status = value_in(row, COUNT_COLUMNS), value_in(row, STATUS_COLUMNS)
            if re.fullmatch(r"\d+", count):
                self.counts[cell] = int(count)
            if re.fullmatch(r"-?\d+\.\d", status):
                self.statuses[cell] = status

    def read_all(self):
        for entity in self.county.entities:
            for year in self.years:
                at = path_of(entity, year)
                for ending in OF_ENTITY:
                    self.check_text(at, entity, year, self.open(at + ending).decode())
                for ending in TABLES:
                    self.take_rows(csv.DictReader(io.StringIO(self.open(at + ending).decode())))
                for ending in WORKBOOKS:
                    if data := self.open(at + ending):
                        for row in rows_of_workbook(data):
                            self.check_line(entity, year, row)
                for ending in (".json", "/support.json", "/reds.json", "/targets.json", "/lcap.json"):
                    if data := self.open(at + ending):
                        json.loads(data)
                for name in PAGES_OF_INDICATORS:
                    self.take_rows(csv.DictReader(io.StringIO(self.open(f"{at}/indicators/{name}.csv").decode())))
                    self.check_text(at, entity, year, self.open(f"{at}/indicators/{name}").decode())
                    self.open(f"{at}/five-by-five/{name}.csv")
                for cell in self.small[entity, year]:
                    self.check_result(cell, at)

    def check_result(self, cell, at):
        """The page of a small result says neither its count nor its rate."""
        if self.page_tells(cell, at):
            self.wrong_lines.append((cell, "its own page"))

    def page_tells(self, cell, at):
        """Whether the page of a result says its count or its rate."""
        page = self.open(f"{at}/indicators/{PAGES_OF_INDICATORS[cell.indicator - 1]}/{GROUPS[cell.group - 1]}").decode()
        main = re.search(r"<main.*?</main>", page, re.DOTALL)
        text = html.unescape(re.sub(r"<[^>]*>", " ", main[0] if main else ""))
        count, tenths = self.county.truth[cell]
        return bool(re.search(rf"\b{count} (students|of)\b|\bof {count}\b", text)) or f"{rate_text(tenths)} %" in text

    def check_text(self, at, entity, year, page):
        """A row of a page that names a small group says neither its count nor its rate with its indicator."""
        for line in re.findall(r"<tr.*?</tr>|<li.*?</li>", page, re.DOTALL):
            link = re.search(r'href="([^"]*)/indicators/([a-z-]+)/([a-z]+)[?"]', line)
            if link is None or not html.unescape(link[1]).startswith(at):
                continue
            indicator, group = link[2], link[3]
            if indicator in PAGES_OF_INDICATORS and group in GROUPS:
                cell = Cell(entity, GROUPS.index(group) + 1, PAGES_OF_INDICATORS.index(indicator) + 1, year)
                if cell in self.county.truth and self.county.truth[cell][0] in SMALL and len(re.findall("/indicators/", line)) == 1:
                    if f"{rate_text(self.county.truth[cell][1])} %" in html.unescape(re.sub(r"<[^>]*>", " ", line)):
                        self.wrong_lines.append((cell, at))

    def check_line(self, entity, year, values):
        """A row of a workbook that has the codes of a small result has not its count and rate."""
        have = {str(value).lower() for value in values}
        for cell in self.small[entity, year]:
            if {GROUPS[cell.group - 1], INDICATORS[cell.indicator - 1]} <= have:
                count, tenths = self.county.truth[cell]
                if entity.removeprefix("entities/") in have and ({rate_text(tenths)} & have or str(count) in have):
                    self.wrong_lines.append((cell, "workbook"))


@pytest.fixture(scope="module")
def whole(request):
    """Whether every year is read, not the newest alone."""
    return request.config.getoption("--whole")


@pytest.fixture(scope="module")
def read(servers_run, stubs, whole):
    """A county whose every page and file has been read."""
    with tempfile.TemporaryDirectory() as name:
        suite = real.RealSuite(pathlib.Path(name))
        try:
            county = synthetic(suite)
            years = county.years if whole else [max(county.years)]
            reader = Reader(county, Browser(suite.start_web(), suite.certificates / "ca.pem"), years)
            reader.read_all()
            yield reader
        finally:
            suite.close()


def test_many_pages_and_files_are_read(read):
    years = len(read.years)
    assert len(read.opened) > 60 and sum(read.opened.values()) > 500 * years, read.opened
    assert len(read.counts) > 160 * years and read.lines > 600 * years


def test_no_table_has_a_count_or_rate_of_a_small_cell(read):
    assert not [cell for cell in read.county.small if cell in read.counts]
    assert not [cell for cell in read.county.small if cell in read.statuses]


def test_no_page_and_no_workbook_has_one(read):
    assert not read.wrong_lines, f"{len(read.wrong_lines)}: {read.wrong_lines[:5]}"


def test_nothing_small_follows_from_all_tables_together(read):
    truth = read.county.truth
    known = {cell: count for cell, count in read.counts.items() if cell in truth}
    found = sums.solve(known, truth, set(read.county.charters))
    right = [cell for cell in read.county.small if found.get(cell) == truth[cell][0]]
    assert not right, f"{len(right)} of {len(read.county.small)} small cells follow from {len(known)} known ones"


def test_whoever_reads_so_finds_the_numbers_that_are_shown(read):
    shown = [cell for cell in read.counts if read.county.truth.get(cell, (0, 0))[0] in range(30, 900) and PAGES_OF_INDICATORS[
        cell.indicator - 1] in ("chronic", "suspension", "graduation")][:20]
    assert len(shown) == 20
    assert [cell for cell in shown if read.page_tells(cell, path_of(cell.entity, cell.year))] == shown


def test_what_the_tables_say_is_true(read):
    truth = read.county.truth
    compared = {cell: count for cell, count in read.counts.items() if cell in truth}
    assert len(compared) > 100 * len(read.years)
    assert not [cell for cell, count in compared.items() if truth[cell][0] != count]
