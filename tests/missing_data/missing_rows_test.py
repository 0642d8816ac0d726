# SPDX-License-Identifier: Apache-2.0
"""Absence is not a fact: less data may open a decided answer, and never turns it into another decided one.

Of whole files a slice is cut at random (files, record types, groups, counties, LEAs, entities, and what they have in
common), single cells are spoiled, and files are loaded in any order. What cannot be seen even so stands in
services/eligibility/README.md, under "What a missing row means", and is left out here by `is_seen`.

`--cases` and `--seed` say how many and which; the seed is printed.
"""

import random

import pytest
from missing_data.decided import Decider, changed, published_texts, Table
from harness import real_suite as real

CUTS = ("type", "group", "lea", "county", "entity")
# Cells that some rule reads: a word in them spoils a row.
INPUTS = ("cds", "currdenom", "currnumer", "currstatus", "priordenom", "studentgroup", "rtype", "countyperformance")


class Synthetic:
    programs = ("lcff", "charter", "essa", "lcap")

    def __init__(self, folder):
        real.sos("sample", "--output", folder / "files")
        self.tables = [Table.read(path) for path in sorted((folder / "files").iterdir())]
        self.static = []


class Published:
    """One whole year of one county beside the statewide lists."""

    programs = ("lcff", "charter", "essa")

    def __init__(self, _folder):
        if not (real.PUBLISHED / "official").is_dir():
            pytest.skip(f"no published files in {real.PUBLISHED}")
        official = real.PUBLISHED / "official"
        self.tables = [table for table in published_texts(official / "2018") if "elpi" not in table.name]
        self.static = [official / "2018" / "LocalIndPerf2018.txt", official / "2017" / "LocalIndPerf2017.txt"]


@pytest.fixture(scope="module", params=[Synthetic, Published], ids=["synthetic", "published"])
def world(request, folder):
    made = request.param(folder / request.param.__name__.lower()) if request.param is Published else None
    if made is None:
        (folder / "synthetic").mkdir()
        made = Synthetic(folder / "synthetic")
    work = folder / f"work-{request.param.__name__}"
    work.mkdir()
    made.decider = Decider(real.SOS, work, made.programs, made.static)
    made.whole = made.decider.decided(made.tables)
    assert len(made.whole) > 500, "the whole files decide next to nothing"
    return made


@pytest.fixture
def dice(request):
    seed = request.config.getoption("--seed")
    print("seed", seed)
    return random.Random(seed)


def is_seen(tables, files, cut):
    """Whether a cut can be seen in what is left: nothing tells that one entity, or one kind of entity, had students of a
    group, or that it was there at all, if every file is silent about it; nor that a county of few LEAs had them."""
    narrow = {"lea", "entity", "type", "county"} & set(cut)
    if len(files) == len(tables):
        return not narrow or set(cut) == {"type"} or set(cut) == {"county"}
    return not ("group" in cut and narrow)


def random_cut(tables, dice):
    while True:
        files = dice.sample(tables, dice.choice((1, 1, 2, len(tables))))
        row_of = dice.choice(files)
        row = dice.choice(row_of.rows)
        cut = {what: row_of.value(row, what) for what in dice.sample(CUTS, dice.choice((0, 1, 1, 2, 3)))}
        cut = {what: value for what, value in cut.items() if value}
        if is_seen(tables, files, cut):
            return {table.name for table in files}, cut


def test_no_missing_slice_turns_an_answer(world, dice, pytestconfig):
    for case in range(pytestconfig.getoption("--cases")):
        files, cut = random_cut(world.tables, dice)
        left = [table.without(**cut) if table.name in files else table for table in world.tables]
        turned = changed(world.whole, world.decider.decided(left))
        assert not turned, f"case {case}: without {cut or 'any row'} of {sorted(files)}: {turned[:5]}"


def test_no_spoiled_cell_turns_an_answer(world, dice, pytestconfig):
    for case in range(pytestconfig.getoption("--cases")):
        table = dice.choice(world.tables)
        column = table.column(dice.choice([name for name in INPUTS if table.column(name) is not None]))
        at = dice.randrange(len(table.rows))
        row = list(table.rows[at])
        row[column] = "spoiled"
        spoiled = Table(table.name, table.header, [*table.rows[:at], row, *table.rows[at + 1:]])
        turned = changed(world.whole, world.decider.decided(
            [spoiled if each is table else each for each in world.tables]))
        assert not turned, f"case {case}: {table.name}, row {at + 2}, {table.header[column]}: {turned[:5]}"


def test_the_order_of_loading_changes_nothing(world, dice, pytestconfig):
    for case in range(max(1, pytestconfig.getoption("--cases") // 4)):
        shuffled = dice.sample(world.tables, len(world.tables))
        # A file may come in parts: by record type, or every other entity's.
        parted = dice.choice(shuffled)
        types = sorted({parted.value(row, "type") for row in parted.rows})
        parts = [Table(f"part{i}_{parted.name}", parted.header,
                       [row for row in parted.rows if parted.value(row, "type") == kind])
                 for i, kind in enumerate(types)]
        files = [table for table in shuffled if table is not parted] + parts
        dice.shuffle(files)
        answers = world.decider.decided(files)
        other = sorted(set(world.whole.items()) ^ set(answers.items()))
        assert not other, f"case {case}: {parted.name} in parts {types}: {other[:5]}; in the order {[table.name for table in files]}"
