# SPDX-License-Identifier: Apache-2.0
"""Somebody with nothing but a `public` token asks every RPC of the contract about every entity and year, and works out
what is withheld: by reading it in another answer, in a sentence or a rendered page, by subtracting schools from
districts, districts from counties and groups from all students, by last year's status, and by older revisions. The same
with the token of an LEA, which knows its own counts, against the others. Not one count or rate of a small group may be
found. Each check is a line; the last one tells how many failed.

    disclosure_attack_test.py              the synthetic county, and a year counted from its student records
    disclosure_attack_test.py published    Monterey County's published files of 2018 and 2019
"""

import collections
import fractions
import json
import os
import pathlib
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]
from harness import real_suite as real  # noqa: E402
import sums  # noqa: E402

FAILURES = []
DATA = pathlib.Path(os.environ.get("SOS_PUBLISHED_DATA", real.ROOT.parent / "shared" / "data")) / "official"
PUBLISHED = sys.argv[1:] == ["published"]
# Some files are of the whole state; one county is attacked.
ATTACKED = "entities/27" if PUBLISHED else "entities/"
YEARS = (2018, 2019) if PUBLISHED else (real.YEAR, real.YEAR + 1)
SMALL = range(1, 11)
CHARTER_OF = {}


def check(what, holds, detail=""):
    print(f"{'ok  ' if holds else 'FAIL'} {what}{'' if holds else f': {detail}'}", flush=True)
    if not holds:
        FAILURES.append(what)


Cell = collections.namedtuple("Cell", "entity group indicator year")


def truth_of(suite):
    """Every cell with its count and rate, as the state sees it."""
    from sos.indicator.v1 import indicator_service_pb2 as pb2
    from sos.indicator.v1 import indicator_service_pb2_grpc as grpc_pb2
    truth = {}
    with suite.channel("indicator", suite.token("state")) as channel:
        for message in grpc_pb2.IndicatorServiceStub(channel).StreamResults(pb2.StreamResultsRequest(), timeout=120):
            for block in message.blocks:
                for i, e in enumerate(block.entity_indexes):
                    cell = Cell(block.entities[e].name, block.student_groups[i], block.indicator, block.dashboard_year)
                    if cell.entity.startswith(ATTACKED):
                        truth[cell] = (block.current_denominators[i], block.status_tenths[i])
    return truth


def names_of(entities, years):
    """Resource names of every kind that the contract has, by kind."""
    from sos.education.v1 import education_pb2 as education
    codes = ("chro", "susp", "elpi", "grad", "ela", "math", "cci", "science")
    programs = ("lcff", "charter", "essa", "equity-multiplier", "lcap")
    groups = [name.removeprefix("STUDENT_GROUP_").lower() for name in education.StudentGroup.keys()]
    kinds = {
        "entities/{e}": [""],
        "determinations": [f"/determinations/{p}-{y}" for p in programs for y in years],
        "reports": [f"/reports/{y}" for y in years],
        "countyReports": [f"/countyReports/{y}" for y in years],
        "placements": [f"/placements/{y}-{c}" for y in years for c in codes],
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
        import importlib
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


def find(message, context, found):
    """Every number of a message with the entity, group, indicator and year that it stands under."""
    from sos.education.v1 import education_pb2 as education
    context = dict(context)
    values = dict((field.name, value) for field, value in message.ListFields())
    for key in ("entity", "county"):
        if key in values and getattr(values[key], "DESCRIPTOR", None) is education.Entity.DESCRIPTOR:
            context["entity"] = values[key].name
    for field, value in message.ListFields():
        if field.label != 3 and field.enum_type is not None and field.enum_type.name in ("StudentGroup", "Indicator"):
            context[field.enum_type.name] = value
        if field.name == "dashboard_year":
            context["year"] = value
    columns = list(values.get("indicators", []))
    for field, value in message.ListFields():
        items = value if field.label == 3 else [value]
        for i, item in enumerate(items):
            inner = context
            if field.name == "cells" and "columns" in context:
                inner = {**context, "Indicator": context["columns"][i]}
            if field.message_type is not None and field.message_type.name == "Decimal":
                found.append((context, field.name, item.value))
            elif field.message_type is not None and not field.message_type.GetOptions().map_entry:
                find(item, {**inner, **({"columns": columns} if columns and field.name == "rows" else {})}, found)
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


class Knowledge:
    """What the answers say of cells."""

    def __init__(self):
        self.counts, self.statuses, self.changes, self.sentences, self.placed = {}, {}, {}, [], set()

    def take(self, message):
        if message.DESCRIPTOR.name == "Placement":
            self.placed.update(placed_groups(message))
        found = []
        find(message, {}, found)
        for context, field, value in found:
            cell = cell_of(context)
            if field == "description" and "(" in str(value):
                self.sentences.append((context, value))
            if None in cell:
                continue
            if field == "student_count" or "denominator" in field or field.endswith("_count"):
                if value >= 0:
                    self.counts[cell] = value
            if field == "status":
                self.statuses[cell] = value
            if field == "change":
                self.changes[cell] = value


def rate_text(tenths):
    sign = "-" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"


def check_reading(who, knowledge, small, truth):
    """Nothing small stands anywhere as such."""
    from sos.education.v1 import education_pb2 as education
    read = [c for c in small if c in knowledge.counts]
    check(f"{who}: no count of {len(small)} small cells is read", not read, (len(read), read[:3]))
    rated = [c for c in small if c in knowledge.statuses]
    check(f"{who}: no rate either", not rated, (len(rated), rated[:3]))
    placed = [c for c in small if c in knowledge.placed]
    check(f"{who}: none of them among {len(knowledge.placed)} groups in grids", not placed and knowledge.placed, placed[:3])
    code = {v: k.removeprefix("INDICATOR_") for k, v in education.Indicator.items()}
    short = {"CHRONIC_ABSENTEEISM": "CHRO", "SUSPENSION": "SUSP", "ENGLISH_LEARNER_PROGRESS": "ELPI", "GRADUATION": "GRAD",
             "ENGLISH_LANGUAGE_ARTS": "ELA", "MATHEMATICS": "MATH", "COLLEGE_CAREER": "CCI", "SCIENCE": "SCIENCE"}
    small_by_group = collections.defaultdict(list)
    for cell in small:
        small_by_group[cell.entity, cell.group, cell.year].append(cell)
    told = []
    for context, text in knowledge.sentences:
        for cell in small_by_group.get((context.get("entity"), context.get("StudentGroup"), context.get("year")), []):
            if re.search(rf"\b{short[code[cell.indicator]]}\b[^,]*\({re.escape(rate_text(truth[cell][1]))}\)", text):
                told.append((cell, text))
    check(f"{who}: no sentence of {len(knowledge.sentences)} tells one", not told, told[:2])
    before = [c for c in small if c._replace(year=c.year + 1) in knowledge.changes and c._replace(year=c.year + 1) in knowledge.statuses]
    check(f"{who}: no change tells last year's rate", not before, before[:3])


def check_sums(who, knowledge, own, small, truth):
    """Nothing small follows from all sums together; and the same attack finds plenty where only the small cells are left out."""
    known = {c: n for c, n in knowledge.counts.items() if c in truth} | own
    found = sums.solve(known, truth, CHARTER_OF)
    right = [c for c in small if found.get(c) == truth[c][0] and c not in own]
    check(f"{who}: sums of {len(known)} known cells give none of {len(small)} small ones away", not right, (len(right), right[:3]))
    naive = sums.solve({c: n for c, (n, _) in truth.items() if n not in SMALL and c.year in YEARS}, truth, CHARTER_OF)
    right = sum(naive.get(c) == truth[c][0] for c in small)
    check(f"the same attack finds {right} where only small cells are left out", right > 20, right)


def check_documents(suite, token, entities):
    """Every number of a page, a text or a table stands in the JSON of the same document, which is read above."""
    from google.protobuf import json_format
    from sos.reporting.v1 import report_pb2, reporting_service_pb2 as pb2, reporting_service_pb2_grpc as grpc_pb2
    wrong = tried = 0
    with suite.channel("reporting", token) as channel:
        stub = grpc_pb2.ReportingServiceStub(channel)

        def render(name, kind):
            request = pb2.RenderDocumentRequest(name=name, format=kind)
            return b"".join(chunk.data for chunk in stub.RenderDocument(request, timeout=60)).decode()

        for entity in entities:
            name = f"{entity}/reports/{YEARS[0]}"
            try:
                report = json.loads(render(name, pb2.DOCUMENT_FORMAT_JSON))
            except Exception:  # noqa: BLE001  An entity without a report.
                continue
            json_format.ParseDict(report, report_pb2.Report())
            numbers = set(re.findall(r"-?\d+\.\d", json.dumps(report)))
            for value in pb2.DocumentFormat.values():
                if value in (0, pb2.DOCUMENT_FORMAT_JSON):
                    continue
                body = re.sub(r"<style.*?</style>|<svg.*?</svg>|style=\"[^\"]*\"|<[^>]*>", " ", render(name, value), flags=re.S)
                extra = {n for n in re.findall(r"(?<![\d.])-?\d+\.\d(?![\d.])", body)} - numbers
                tried += 1
                wrong += bool({n for n in extra if fractions.Fraction(n) != 0} - {n.lstrip("-") for n in numbers} - {f"-{n}" for n in numbers})
    check(f"{tried} rendered documents say no number that the report does not", not wrong and tried > 50, (wrong, tried))


def check_history(suite, token, who, entity):
    """Whoever has no right to counts reads the newest revision only, in every RPC that takes one."""
    import grpc
    wrong, refused = [], 0
    for name, service, stub in real.services():
        if name == "ingestion":
            continue  # Files and directories: no counts of groups.
        with suite.channel(name, token) as channel:
            for method in service.methods:
                if "revision" not in method.input_type.fields_by_name or method.client_streaming:
                    continue
                asker = Asker(suite, token, [entity], YEARS[:1])
                for _, request in asker.requests(method):
                    request.revision = 1
                    try:
                        answer = getattr(stub(channel), method.name)(request, timeout=60)
                        list(answer) if method.server_streaming else None
                        wrong.append((method.name, str(request)[:60]))
                    except grpc.RpcError as error:
                        refused += real.reason_of(error) == "REVISION_NOT_PUBLIC"
    check(f"{who}: older revisions are not read, in {refused} requests", not wrong and refused > 20, (wrong[:3], refused))


def main():
    real.skip_unless_possible("attack on small groups")
    if PUBLISHED and not DATA.exists():
        print(f"SKIP attack on published small groups: {DATA} does not exist")
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        real.generate_client(folder / "client")
        suite = real.RealSuite(folder)
        try:
            load(suite, folder)
            attack(suite)
        finally:
            suite.close()
    print(f"attack on small groups: {len(FAILURES)} failures")
    return 1 if FAILURES else 0


def load(suite, folder):
    if PUBLISHED:
        suite.sos("ingest", *sorted(f for year in YEARS for f in (DATA / str(year)).glob("*download*.txt")))
        return
    suite.load_sample()
    # Nobody has published the year after: it is counted from student records.
    real.sos("generate", "--years", YEARS[1], "--output", folder / "records")
    records = sorted((folder / "records").iterdir())
    # The state describes the schools, the county sends the rest.
    for who, whose in (("state",), True), (("county", "99"), False):
        suite.sos("ingest", *[f for f in records if f.name.startswith("directory") == whose], token=suite.token(*who))


def attack(suite):
    from sos.education.v1 import education_pb2 as education
    from sos.ingestion.v1 import ingestion_service_pb2 as pb2, ingestion_service_pb2_grpc as grpc_pb2
    truth = truth_of(suite)
    request = pb2.ListEntitiesRequest(page_size=1000, county_name="Monterey" if PUBLISHED else "")
    with suite.channel("ingestion", suite.token("public")) as channel:
        listed = grpc_pb2.IngestionServiceStub(channel).ListEntities(request, timeout=60).entities
    entities = sorted({c.entity for c in truth} | {e.entity.name for e in listed})
    charters = [e.entity.name for e in listed if e.entity.type == education.ENTITY_TYPE_CHARTER_SCHOOL]
    CHARTER_OF.update({e: True for e in charters})
    small = [c for c, (n, _) in truth.items() if n in SMALL and c.year in YEARS]
    # The LEA that has the most to hide, and so the most to know.
    lea = collections.Counter(c.entity.removeprefix("entities/")[:7] for c in small).most_common(1)[0][0] + "0000000"
    others = next(e for e in entities if e.endswith("0000000") and "00000" not in e[11:16] and lea[:7] not in e)
    callers = {"the public": (("public",), lambda e: False),
               "an LEA": (("lea", lea), lambda e: e.startswith(f"entities/{lea[:7]}"))}
    if charters:
        callers["a charter school"] = (("lea", charters[0].removeprefix("entities/")), lambda e: e == charters[0])
    for who, (token, owns) in callers.items():
        asker = Asker(suite, suite.token(*token), entities, YEARS)
        knowledge = Knowledge()
        for _, _, message in asker.everything():
            knowledge.take(message)
        check(f"{who} is answered by {len(asker.answered)} methods, {sum(asker.answered.values())} times, and sees {len(knowledge.counts)} counts",
              len(asker.answered) >= 10 and len(knowledge.counts) > 500, asker.answered)
        foreign = [c for c in small if not owns(c.entity)]
        own = {c: n for c, (n, _) in truth.items() if owns(c.entity)}
        check_reading(who, knowledge, foreign, truth)
        check_sums(who, knowledge, own, foreign, truth)
    check_documents(suite, suite.token("public"), entities)
    check_history(suite, suite.token("public"), "the public", others)
    check_history(suite, suite.token("lea", lea), "an LEA, of others", others)


if __name__ == "__main__":
    sys.exit(main())
