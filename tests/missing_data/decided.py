# SPDX-License-Identifier: Apache-2.0
"""Tables that are cut, spoiled and shuffled, and what `sos` decides by them."""

import dataclasses
import itertools
import json
import pathlib
import shutil
import subprocess

OPEN = "OUTCOME_INSUFFICIENT_DATA"
NAMES = {"cds": ("cds", "cdscode"), "group": ("studentgroup",), "type": ("rtype",)}


@dataclasses.dataclass
class Table:
    """A text file of the state: a header and rows, cell by cell."""

    name: str
    header: list
    rows: list

    @classmethod
    def read(cls, path):
        lines = [line.rstrip("\r").split("\t") for line in
                 path.read_text(encoding="cp1252").split("\n") if line.strip()]
        return cls(path.name, lines[0], lines[1:])

    def column(self, what):
        lower = [name.strip().lower() for name in self.header]
        return next((lower.index(name) for name in NAMES.get(what, (what,)) if name in lower), None)

    def value(self, row, what):
        """The cell of a row, or what of its code `what` means. A file without groups is about English learners."""
        cds = row[self.column("cds")].strip()
        if what in ("county", "lea", "entity"):
            return cds[:{"county": 2, "lea": 7, "entity": 14}[what]]
        column = self.column(what)
        return "EL" if column is None and what == "group" else row[column] if column is not None else ""

    def without(self, **cut):
        """The table without the rows that have all these values."""
        return Table(self.name, self.header,
                     [row for row in self.rows if any(self.value(row, what) != value for what, value in cut.items())])

    def write(self, folder):
        path = folder / self.name
        path.write_text("".join("\t".join(row) + "\n" for row in [self.header, *self.rows]), encoding="cp1252")
        return path


class Decider:
    """Ingests files into a store of their own and tells what is decided by them."""

    def __init__(self, sos, folder, programs, static=()):
        self.sos, self.folder, self.programs, self.count = sos, folder, programs, itertools.count()
        self.base = None
        if static:
            self.base = folder / "base"
            self.run("ingest", "--data-dir", self.base, *static)

    def run(self, *arguments):
        return subprocess.run([self.sos, *map(str, arguments)], capture_output=True, text=True, check=False)

    def decided(self, tables, store_of=None):
        """What is decided, by what it is: outcomes, statuses, letters."""
        case = self.folder / f"case{next(self.count)}"
        case.mkdir()
        try:
            store = case / "store"
            if self.base is not None:
                shutil.copytree(self.base, store)
            files = [table.write(case) for table in tables if table.rows]
            if files:
                self.run("ingest", "--data-dir", store, *files)
            if store_of is not None:
                store_of(store)
            answers = {}
            for program in self.programs:
                output = self.run("eligibility", "--data-dir", store, "--program", program, "--format", "json").stdout
                for line in output.splitlines():
                    answers.update(decisions(json.loads(line)))
            return answers
        finally:
            shutil.rmtree(case)


def decisions(determination):
    """The decided parts of a determination."""
    name = determination["name"]
    if determination.get("eligibility", OPEN) != OPEN:
        yield (name, "eligibility"), determination["eligibility"]
    if determination.get("status"):
        yield (name, "status"), determination["status"]
    for group in determination.get("groups", ()):
        if group["outcome"] != OPEN:
            yield (name, "group", group["studentGroup"]), group["outcome"]
        if group.get("letterDecided"):
            yield (name, "letter", group["studentGroup"]), group.get("letter", "")
    for parts, key in (("methods", "method"), ("categories", "category"), ("duties", "duty")):
        for part in determination.get(parts, ()):
            if part["outcome"] != OPEN:
                yield (name, parts, part[key]), part["outcome"]


def changed(whole, part):
    """Answers that both decide, and not alike."""
    return [(what, whole[what], answer) for what, answer in part.items() if what in whole and whole[what] != answer]


def published_texts(folder):
    return [Table.read(path) for path in sorted(pathlib.Path(folder).glob("*download*.txt"))]
