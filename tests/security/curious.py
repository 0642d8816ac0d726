# SPDX-License-Identifier: Apache-2.0
"""Somebody who asks every RPC of the contract about every entity and year, and what the answers say of cells."""

import collections
import importlib

from harness import real_suite as real

Cell = collections.namedtuple("Cell", "entity group indicator year")


INDICATORS = ("chro", "susp", "elpi", "grad", "ela", "math", "cci", "science")
GROUPS = ("all", "aa", "ai", "as", "fi", "hi", "pi", "wh", "mr", "el", "ltel", "sed", "swd", "fos", "hom", "elo", "rfp",
          "eo", "sba", "caa", "cast")
# Messages whose `student_count` is how many students would have to be counted otherwise.
DISTANCES = ("ColorDistance", "ProposedChange", "Nearest", "Crossing")


def result_name(cell):
    """The name of a cell's result."""
    return f"{cell.entity}/results/{cell.year}-{INDICATORS[cell.indicator - 1]}-{GROUPS[cell.group - 1]}"


def cell_named(name):
    """The cell of a result's name; None for other names."""
    entity, found, rest = str(name).partition("/results/")
    parts = rest.split("-")
    if not found or len(parts) != 3 or parts[1] not in INDICATORS or parts[2] not in GROUPS:
        return None
    return Cell(entity, GROUPS.index(parts[2]) + 1, INDICATORS.index(parts[1]) + 1, int(parts[0]))


def names_of(entities, years):
    """Resource names of every kind that the contract has, by kind."""
    from sos.education.v1 import education_pb2 as education
    codes = INDICATORS
    programs = ("lcff", "charter", "essa", "equity-multiplier", "lcap")
    groups = [name.removeprefix("STUDENT_GROUP_").lower() for name in education.StudentGroup.keys()]
    kinds = {
        "entities/{e}": [""],
        "determinations": [f"/determinations/{p}-{y}" for p in programs for y in years],
        "reports": [f"/reports/{y}" for y in years],
        "countyReports": [f"/countyReports/{y}" for y in years],
        "placements": [f"/placements/{y}-{c}" for y in years for c in codes],
        "indicatorViews": [f"/indicatorViews/{y}-{c}" for y in years for c in codes],
        "gapLists": [f"/gapLists/{y}-{c}" for y in years for c in codes[:2]],
        "supportViews": [f"/supportViews/{y}" for y in years],
        "leaPlacements": [f"/leaPlacements/{y}-{c}" for y in years for c in codes[:2]],
        **{kind: [f"/{kind}/{y}" for y in years] for kind in ("redLists", "targetLists", "peerLists", "lcapPacks", "countyPacks")},
        "yearChanges": [f"/yearChanges/{a}-{b}" for a in years for b in years if a <= b],
        "results": [f"/results/{y}-{c}-{g}" for y in years for c in codes[:2] for g in ["all", "as", "wh", *groups[:3]]],
    }
    return {kind: [e + suffix for e in entities for suffix in suffixes] for kind, suffixes in kinds.items()}


class Asker:
    """Puts every request that a caller can think of to every method of the contract."""

    def __init__(self, suite, token, entities, years):
        self.suite, self.token, self.years = suite, token, years
        self.names = names_of(entities, years)
        self.answered = collections.Counter()

    def requests(self, method):
        """Requests of a method, made from its fields."""
        module = importlib.import_module(method.input_type.file.name.removesuffix(".proto").replace("/", ".") + "_pb2")
        make = getattr(module, method.input_type.name)
        fields = method.input_type.fields_by_name
        if "name" in fields:
            for kind, names in self.names.items():
                for name in names:
                    yield kind, make(name=name)
            return
        for program in range(1, 6) if "program" in fields or self.filter_has(fields, "program") else (None,):
            for year in self.years if self.filter_has(fields, "dashboard_year") else (None,):
                request = make()
                if "page_size" in fields:
                    request.page_size = 1000
                if program and "program" in fields:
                    request.program = program
                if program and self.filter_has(fields, "program"):
                    request.filter.program = program
                if year:
                    request.filter.dashboard_year = year
                yield "", request

    @staticmethod
    def filter_has(fields, name):
        return "filter" in fields and name in fields["filter"].message_type.fields_by_name and \
            fields["filter"].message_type.fields_by_name[name].label != 3

    def answers(self, method, stub):
        """(request, answer) of everything that is answered. A kind of name that a method does not know is not tried again."""
        import grpc
        call = getattr(stub, method.name)
        unknown = set()
        for kind, request in self.requests(method):
            if kind in unknown:
                continue
            while True:
                try:
                    answer = call(request, timeout=60)
                    got = list(answer) if method.server_streaming else [answer]
                except grpc.RpcError as error:
                    if error.code() in (grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.PERMISSION_DENIED):
                        unknown.add(kind)
                    break
                self.answered[method.name] += 1
                for message in got:
                    yield request, message
                token = getattr(got[0], "next_page_token", "") if got else ""
                if not token:
                    break
                request.page_token = token

    def everything(self):
        for name, service, stub in real.services():
            with self.suite.channel(name, self.token) as channel:
                for method in service.methods:
                    # A watch has no end, and what is sent in is not read.
                    if not method.client_streaming and not method.name.startswith(("Watch", "Create", "Commit", "Delete", "Render")):
                        for request, message in self.answers(method, stub(channel)):
                            yield method, request, message


# Fields that count something else than students.
OF_OTHERS = ("lea_count", "known_lea_count", "published_lea_count", "estimated_lea_count", "school_count", "share_count", "withheld_count")
# Messages whose `student_count` says how many students would have to move, and not how many there are.
MOVES = ("Border", "ColorDistance", "Crossing", "ProposedChange")
# Messages about all students, which do not say so; of English learner progress about English learners.
WHOLES = ("MemberResult", "TrendPoint")
# What changed between two years: the year that each side is of.
BETWEEN_YEARS = {"before": "from_year", "after": "to_year"}


def whole_group(indicator):
    from sos.education.v1 import education_pb2 as education
    of_learners = indicator == education.INDICATOR_ENGLISH_LEARNER_PROGRESS
    return education.STUDENT_GROUP_ENGLISH_LEARNERS if of_learners else education.STUDENT_GROUP_ALL


def find(message, context, found):
    """Every number of a message with the entity, group, indicator and year that it stands under."""
    from sos.education.v1 import education_pb2 as education
    context = {**context, "message": message.DESCRIPTOR.name}
    if message.DESCRIPTOR.name in WHOLES:
        context["StudentGroup"] = whole_group(context.get("Indicator"))
    values = dict((field.name, value) for field, value in message.ListFields())
    for key in ("entity", "county"):
        if key in values and getattr(values[key], "DESCRIPTOR", None) is education.Entity.DESCRIPTOR:
            context["entity"] = values[key].name
    cell = cell_named(values.get("result", values.get("name", "")))
    if cell:
        context.update(entity=cell.entity, StudentGroup=cell.group, Indicator=cell.indicator, year=cell.year)
    for field, value in message.ListFields():
        if field.label != 3 and field.enum_type is not None and field.enum_type.name in ("StudentGroup", "Indicator"):
            context[field.enum_type.name] = value
        if field.name == "dashboard_year":
            context["year"] = value
        if field.name in ("from_year", "to_year"):
            context[field.name] = value
    columns = list(values.get("indicators", []))
    for field, value in message.ListFields():
        items = value if field.label == 3 else [value]
        for i, item in enumerate(items):
            inner = context
            if field.name in BETWEEN_YEARS and BETWEEN_YEARS[field.name] in context:
                inner = {**context, "year": context[BETWEEN_YEARS[field.name]]}
            if field.name == "cells" and "columns" in context:
                inner = {**context, "Indicator": context["columns"][i]}
            if field.message_type is not None and field.message_type.name == "Decimal":
                found.append((context, field.name, item.value))
            elif field.message_type is not None and not field.message_type.GetOptions().map_entry:
                find(item, {**inner, **({"columns": columns} if columns and field.name == "rows" else {})}, found)
            elif field.name == "student_count" and message.DESCRIPTOR.name in MOVES:
                continue
            elif field.type in (3, 5, 17, 18) and field.name not in ("revision", "dashboard_year"):
                found.append((inner, field.name, item))
            elif field.type == 9:
                found.append((context, field.name, item))


def cell_of(context):
    return Cell(context.get("entity"), context.get("StudentGroup"), context.get("Indicator"), context.get("year"))


def placed_groups(message):
    """The cells of a school whose groups stand in a grid, by name."""
    from sos.education.v1 import education_pb2 as education
    numbers = {name.removeprefix("STUDENT_GROUP_"): number for name, number in education.StudentGroup.items()} | {"ALL_STUDENTS": 1}
    for member in [m for cell in message.cells for m in cell.members] + list(message.unplaced):
        group = numbers.get(member.upper().replace(" ", "_").replace("-", "_"))
        if group:
            yield Cell(message.entity.name, group, message.indicator, message.dashboard_year)


def shown_in_view(message):
    """The cells of a view of an indicator, each with whether anything of it is shown, and its sentences."""
    from sos.reporting.v1 import report_pb2
    for part in (*message.groups, *message.members):
        of_group = part.DESCRIPTOR.name == "GroupResult"
        cell = Cell((message if of_group else part).entity.name, part.student_group if of_group else whole_group(message.indicator),
                    message.indicator, message.dashboard_year)
        shown = part.cell.state != report_pb2.Cell.STATE_MASKED or part.cell.student_count >= 0 or part.cell.HasField("status")
        if of_group:
            shown = shown or part.numerator >= 0 or bool(part.crossings) or bool(part.next_color)
        yield cell, shown, f"{part.cell.sentence} {part.cell.note}"


class Knowledge:
    """What the answers say of cells."""

    def __init__(self):
        self.counts, self.statuses, self.changes, self.sentences, self.placed = {}, {}, {}, [], set()
        self.distances = {}
        self.view_cells, self.view_sentences = set(), []

    def take(self, message):
        if message.DESCRIPTOR.name == "IndicatorView":
            for cell, shown, sentence in shown_in_view(message):
                self.view_cells |= {cell} if shown else set()
                self.view_sentences.append((cell, sentence))
        if message.DESCRIPTOR.name == "Placement":
            self.placed.update(placed_groups(message))
        found = []
        find(message, {}, found)
        for context, field, value in found:
            cell = cell_of(context)
            if field in ("description", "statement") and "(" in str(value):
                self.sentences.append((context, value))
            if None in cell:
                continue
            if context["message"] in DISTANCES and field in ("student_count", "points", "value"):
                # Zero stands for another unit.
                if value not in (-1, 0):
                    self.distances[cell] = value
                continue
            if "denominator" in field or (field.endswith("_count") and field not in OF_OTHERS):
                if value >= 0:
                    self.counts[cell] = value
            if field == "status":
                self.statuses[cell] = value
            if field == "change":
                self.changes[cell] = value
