# SPDX-License-Identifier: Apache-2.0
"""Somebody with nothing but a `public` token asks every RPC of the contract about every entity and year, and works out
what is withheld: by reading it in another answer, in a sentence or a rendered page, by subtracting schools from
districts, districts from counties and groups from all students, by last year's status, and by older revisions. What-if
and the limits of nearest are tried as a binary search would. The same with the token of an LEA, which knows its own
counts, against the others. Not one count or rate of a small group may be found. `-k synthetic` attacks the synthetic
county, and a year counted from its student records; `-k published` attacks Monterey County's published files of 2018 and
2019.
"""

import collections
import fractions
import io
import json
import pathlib
import re
import tempfile
import zipfile

import pytest
from harness import real_suite as real
from security import sums
from security.curious import Asker, Cell, Knowledge, cell_named, result_name

DATA = real.PUBLISHED / "official"
SMALL = range(1, 11)
CALLERS = ("the public", "an LEA", "a charter school")


def truth_of(suite, attacked):
    """Every cell with its count and rate, as the state sees it."""
    from sos.indicator.v1 import indicator_service_pb2 as pb2
    from sos.indicator.v1 import indicator_service_pb2_grpc as grpc_pb2
    truth = {}
    with suite.channel("indicator", suite.token("state")) as channel:
        for message in grpc_pb2.IndicatorServiceStub(channel).StreamResults(pb2.StreamResultsRequest(), timeout=120):
            for block in message.blocks:
                for i, e in enumerate(block.entity_indexes):
                    cell = Cell(block.entities[e].name, block.student_groups[i], block.indicator, block.dashboard_year)
                    if cell.entity.startswith(attacked):
                        truth[cell] = (block.current_denominators[i], block.status_tenths[i])
    return truth


Asked = collections.namedtuple("Asked", "asker knowledge small own")


class County:
    """What is attacked: every cell as the state sees it, and what callers of every kind have learned of it."""

    def __init__(self, suite, attacked, years, county_name=""):
        from sos.education.v1 import education_pb2 as education
        from sos.ingestion.v1 import ingestion_service_pb2 as pb2, ingestion_service_pb2_grpc as grpc_pb2
        self.suite, self.years, self.asked = suite, years, {}
        self.truth = truth_of(suite, attacked)
        request = pb2.ListEntitiesRequest(page_size=1000, county_name=county_name)
        with suite.channel("ingestion", suite.token("public")) as channel:
            listed = grpc_pb2.IngestionServiceStub(channel).ListEntities(request, timeout=60).entities
        self.entities = sorted({c.entity for c in self.truth} | {e.entity.name for e in listed})
        self.charters = [e.entity.name for e in listed if e.entity.type == education.ENTITY_TYPE_CHARTER_SCHOOL]
        self.small = [c for c, (n, _) in self.truth.items() if n in SMALL and c.year in years]
        # The LEA that has the most to hide, and so the most to know.
        prefixes = collections.Counter(c.entity.removeprefix("entities/")[:7] for c in self.small)
        self.lea = prefixes.most_common(1)[0][0] + "0000000"
        self.others = next(e for e in self.entities if e.endswith("0000000") and "00000" not in e[11:16] and self.lea[:7] not in e)

    def callers(self):
        """The token of each caller, and which entities are its own."""
        found = {"the public": (("public",), lambda e: False),
                 "an LEA": (("lea", self.lea), lambda e: e.startswith(f"entities/{self.lea[:7]}"))}
        if self.charters:
            found["a charter school"] = (("lea", self.charters[0].removeprefix("entities/")), lambda e: e == self.charters[0])
        return found

    def of(self, who):
        """What a caller has learned, of which it asked once; the small cells that are not its own, and its own counts."""
        if who not in self.callers():
            pytest.skip(f"no entity is {who}")
        if who not in self.asked:
            token, owns = self.callers()[who]
            asker = Asker(self.suite, self.suite.token(*token), self.entities, self.years)
            knowledge = Knowledge()
            for _, _, message in asker.everything():
                knowledge.take(message)
            self.asked[who] = Asked(asker, knowledge, [c for c in self.small if not owns(c.entity)],
                                    {c: n for c, (n, _) in self.truth.items() if owns(c.entity)})
        return self.asked[who]


def synthetic(suite):
    suite.load_sample()
    # Nobody has published the year after: it is counted from student records.
    real.sos("generate", "--years", real.YEAR + 1, "--output", suite.folder / "records")
    records = sorted((suite.folder / "records").iterdir())
    # The state describes the schools, the county sends the rest.
    for who, whose in (("state",), True), (("county", "99"), False):
        suite.sos("ingest", *[f for f in records if f.name.startswith("directory") == whose], token=suite.token(*who))
    publish_estimates(suite, records)
    return County(suite, "entities/", (real.YEAR, real.YEAR + 1))


def publish_estimates(suite, records):
    """Every LEA lets everybody see its estimates: what is attacked is how they are masked."""
    directory = next(path for path in records if path.name.startswith("directory"))
    lines = directory.read_text(encoding="utf-8").splitlines()
    leas = sorted({f"{line.split(chr(9))[0][:7]}{'0' * 7}" for line in lines[1:]})
    path = suite.folder / f"published-{real.YEAR + 1}.csv"
    path.write_text("".join(["cds,PublishEstimates,year\n", *(f"{lea},Y,{real.YEAR + 1}\n" for lea in leas)]), encoding="utf-8")
    suite.sos("ingest", path)


def published(suite):
    """Some files are of the whole state; one county is attacked."""
    years = (2018, 2019)
    suite.sos("ingest", *sorted(f for year in years for f in (DATA / str(year)).glob("*download*.txt")))
    return County(suite, "entities/27", years, county_name="Monterey")


@pytest.fixture(scope="module", params=(synthetic, published), ids=("synthetic", "published"))
def county(request, servers_run, stubs):
    if request.param is published and not DATA.exists():
        pytest.skip(f"{DATA} does not exist")
    with tempfile.TemporaryDirectory() as name:
        suite = real.RealSuite(pathlib.Path(name))
        try:
            yield request.param(suite)
        finally:
            suite.close()


every_caller = pytest.mark.parametrize("who", CALLERS)


@every_caller
def test_many_methods_answer_a_caller_who_sees_many_counts(county, who):
    asked = county.of(who)
    assert len(asked.asker.answered) >= 10, asked.asker.answered
    assert len(asked.knowledge.counts) > 500


@every_caller
def test_no_count_and_no_rate_of_a_small_cell_is_read(county, who):
    asked = county.of(who)
    assert not [c for c in asked.small if c in asked.knowledge.counts]
    assert not [c for c in asked.small if c in asked.knowledge.statuses]


@every_caller
def test_no_distance_of_a_small_cell_is_read(county, who):
    asked = county.of(who)
    assert asked.knowledge.distances, "distances of what is shown are told"
    assert not [c for c in asked.small if c in asked.knowledge.distances]


@every_caller
def test_no_small_cell_is_among_the_groups_in_grids(county, who):
    asked = county.of(who)
    assert asked.knowledge.placed
    assert not [c for c in asked.small if c in asked.knowledge.placed]


@every_caller
def test_no_sentence_tells_a_small_cell(county, who):
    from sos.education.v1 import education_pb2 as education
    knowledge, small = county.of(who).knowledge, county.of(who).small
    code = {v: k.removeprefix("INDICATOR_") for k, v in education.Indicator.items()}
    short = {"CHRONIC_ABSENTEEISM": "CHRO", "SUSPENSION": "SUSP", "ENGLISH_LEARNER_PROGRESS": "ELPI", "GRADUATION": "GRAD",
             "ENGLISH_LANGUAGE_ARTS": "ELA", "MATHEMATICS": "MATH", "COLLEGE_CAREER": "CCI", "SCIENCE": "SCIENCE"}
    small_by_group = collections.defaultdict(list)
    for cell in small:
        small_by_group[cell.entity, cell.group, cell.year].append(cell)
    told = []
    for context, text in knowledge.sentences:
        for cell in small_by_group.get((context.get("entity"), context.get("StudentGroup"), context.get("year")), []):
            if re.search(rf"\b{short[code[cell.indicator]]}\b[^,]*\({re.escape(rate_text(county.truth[cell][1]))}\)", text):
                told.append((cell, text))
    assert not told, f"of {len(knowledge.sentences)} sentences"


@every_caller
def test_no_change_tells_last_years_rate_of_a_small_cell(county, who):
    changes, statuses = county.of(who).knowledge.changes, county.of(who).knowledge.statuses
    later = {c: c._replace(year=c.year + 1) for c in county.of(who).small}
    assert not [c for c, after in later.items() if after in changes and after in statuses]


@every_caller
def test_nothing_small_follows_from_all_sums_together(county, who):
    asked, truth = county.of(who), county.truth
    known = {c: n for c, n in asked.knowledge.counts.items() if c in truth} | asked.own
    found = sums.solve(known, truth, set(county.charters))
    right = [c for c in asked.small if found.get(c) == truth[c][0] and c not in asked.own]
    assert not right, f"{len(right)} of {len(asked.small)} small cells follow from {len(known)} known ones"


@every_caller
def test_the_same_attack_finds_plenty_where_only_the_small_cells_are_left_out(county, who):
    truth = county.truth
    naive = sums.solve({c: n for c, (n, _) in truth.items() if n not in SMALL and c.year in county.years}, truth, set(county.charters))
    assert sum(naive.get(c) == truth[c][0] for c in county.of(who).small) > 20


class Searcher:
    """Somebody who repeats a question with other numbers until the answer turns."""

    def __init__(self, county, who):
        self.county, self.suite = county, county.suite
        self.token = county.suite.token(*county.callers()[who][0])

    def stub(self, channel):
        from sos.eligibility.v1 import eligibility_service_pb2_grpc as grpc_pb2
        return grpc_pb2.EligibilityServiceStub(channel)

    def nearest(self, program, year, **options):
        from sos.eligibility.v1 import eligibility_service_pb2 as pb2
        request = pb2.StreamNearestRequest(filter=pb2.DeterminationFilter(program=program, dashboard_year=year), **options)
        with self.suite.channel("eligibility", self.token) as channel:
            return [n for m in self.stub(channel).StreamNearest(request, timeout=60) for n in m.nearest
                    if n.entity.name in self.county.entities]

    def change(self, program, cell, numerator):
        """The answer, or (code, reason) of the refusal."""
        import grpc
        from sos.eligibility.v1 import eligibility_service_pb2 as pb2
        request = pb2.EvaluateChangesRequest(filter=pb2.DeterminationFilter(program=program, dashboard_year=cell.year))
        change = request.changes.add(name=result_name(cell))
        if cell.indicator in (5, 6, 8):
            change.status.value = f"{numerator}.0"
        else:
            change.current_numerator = numerator
        with self.suite.channel("eligibility", self.token) as channel:
            try:
                return self.stub(channel).EvaluateChanges(request, timeout=60)
            except grpc.RpcError as error:
                return error.code().name, real.reason_of(error)


LCFF, ESSA = 1, 3
TRIED = 40  # Cells, spread over all.


@every_caller
def test_no_limit_and_no_margin_of_nearest_finds_a_withheld_cost_or_size(county, who):
    asked, searcher = county.of(who), Searcher(county, who)
    hidden = set(asked.small)
    withheld = sizes = 0
    for program, year in ((LCFF, county.years[0]), (ESSA, county.years[0])):
        costs = {n.entity.name: n.cost for n in searcher.nearest(program, year)}
        secret = {e for e, cost in costs.items() if cost == -1}
        withheld += len(secret)
        for limit in (1, 2, 5, 10, 100, 1 << 40):
            found = {n.entity.name for n in searcher.nearest(program, year, maximum_cost=limit)}
            assert not found & secret, "an entity within a limit has a cost within it"
        for margin in (1, 10, 1 << 20):
            crossings = [s for n in searcher.nearest(program, year, size_margin=margin) for s in n.size_crossings]
            sizes += len(crossings)
            assert not [s.result for s in crossings if cell_named(s.result) in hidden]
        plans = [{n.entity.name: [c.result for c in n.changes] for n in searcher.nearest(program, year, points_per_student=points)}
                 for points in (1, 10, 40, 500)]
        for entity in secret:
            assert len({tuple(plan.get(entity, ())) for plan in plans}) == 1, "a rate at which the plan turns is a cost"
    assert sizes, "sizes of what is shown are told"


@every_caller
def test_no_what_if_turns_on_a_small_cell(county, who):
    asked, searcher = county.of(who), Searcher(county, who)
    cells = sorted(asked.small)[::max(1, len(asked.small) // TRIED)]
    refusals = collections.Counter(searcher.change(program, cell, numerator) for cell in cells for program in (LCFF, ESSA)
                                   for numerator in (0, 1))
    assert set(refusals) == {("PERMISSION_DENIED", "RESULT_WITHHELD")}, refusals


@every_caller
def test_what_nobody_stored_is_refused_as_what_is_withheld(county, who):
    asked, searcher = county.of(who), Searcher(county, who)
    cell = next(c for c in asked.small if c.group != 18)
    for other in (cell._replace(group=18), cell._replace(entity="entities/12345678901234")):
        assert other not in county.truth
        assert searcher.change(LCFF, other, 1) == ("PERMISSION_DENIED", "RESULT_WITHHELD")


@every_caller
def test_a_what_if_on_what_is_shown_is_answered_and_opens_nothing(county, who):
    asked, searcher = county.of(who), Searcher(county, who)
    shown = sorted(c for c in asked.knowledge.changes if c in asked.knowledge.counts and c in county.truth
                   and c.entity.endswith("0000000") and c.indicator in (1, 2) and c.year == county.years[0])
    learned, answered = Knowledge(), 0
    for cell in shown[::max(1, len(shown) // TRIED)]:
        for numerator in (0, 3, county.truth[cell][0]):
            answer = searcher.change(LCFF, cell, numerator)
            if not isinstance(answer, tuple):
                answered += 1
                learned.take(answer)
    assert answered > TRIED
    for known in (learned.counts, learned.statuses, learned.changes):
        assert not [c for c in asked.small if c in known]


@every_caller
def test_views_tell_no_number_of_a_group_or_school_that_is_small(county, who):
    """Groups, members, trends and crossings of the views, each against the truth."""
    asked = county.of(who)
    assert asked.knowledge.view_cells, "views were read"
    small = set(asked.small)
    assert not [c for c in asked.knowledge.view_cells if c in small]
    # The sentences of small cells, too, hold no digit but the limit of 11 and years.
    told = [text for cell, text in asked.knowledge.view_sentences if cell in small
            and set(re.findall(r"\d+", text)) - {"11", *map(str, range(2017, 2030))}]
    assert not told


def rate_text(tenths):
    sign = "-" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"


def test_rendered_documents_say_no_number_that_the_report_does_not(county):
    """Every number of a page, a text or a table stands in the JSON of the same document, which is read above."""
    import grpc
    from google.protobuf import json_format
    from sos.reporting.v1 import report_pb2, reporting_service_pb2 as pb2, reporting_service_pb2_grpc as grpc_pb2, view_pb2
    wrong = tried = 0
    with county.suite.channel("reporting", county.suite.token("public")) as channel:
        stub = grpc_pb2.ReportingServiceStub(channel)

        def render(name, kind):
            request = pb2.RenderDocumentRequest(name=name, format=kind)
            data = b"".join(chunk.data for chunk in stub.RenderDocument(request, timeout=60))
            if kind != pb2.DOCUMENT_FORMAT_XLSX:
                return data.decode()
            with zipfile.ZipFile(io.BytesIO(data)) as workbook:
                sheets = [n for n in workbook.namelist() if n.startswith(("xl/worksheets/", "xl/sharedStrings"))]
                # Measures of the sheet are no numbers of students.
                return " ".join(re.sub(r"<(cols|sheetFormatPr|sheetViews).*?(</\\1>|/>)", " ", workbook.read(n).decode()) for n in sheets)

        names = [(f"{entity}/reports/{county.years[0]}", report_pb2.Report) for entity in county.entities]
        names += [(f"{entity}/indicatorViews/{county.years[0]}-{code}", view_pb2.IndicatorView)
                  for entity in county.entities[:20] for code in ("chro", "susp")]
        for name, kind in names:
            try:
                report = json.loads(render(name, pb2.DOCUMENT_FORMAT_JSON))
            except grpc.RpcError:  # An entity without a report.
                continue
            json_format.ParseDict(report, kind())
            numbers = set(re.findall(r"-?\d+\.\d", json.dumps(report)))
            for value in pb2.DocumentFormat.values():
                # A picture as PNG is drawn from the SVG.
                if value in (0, pb2.DOCUMENT_FORMAT_JSON, pb2.DOCUMENT_FORMAT_PNG):
                    continue
                if kind is view_pb2.IndicatorView and value in (pb2.DOCUMENT_FORMAT_ANSI, pb2.DOCUMENT_FORMAT_HTML,
                                                                pb2.DOCUMENT_FORMAT_SVG):
                    continue
                drawn = "" if value == pb2.DOCUMENT_FORMAT_SVG else r"<svg.*?</svg>|"
                body = re.sub(drawn + r"<style.*?</style>|style=\"[^\"]*\"|<[^>]*>", " ", render(name, value), flags=re.S)
                extra = {n for n in re.findall(r"(?<![\d.])-?\d+\.\d(?![\d.])", body)} - numbers
                tried += 1
                unsigned = {n.lstrip("-") for n in numbers}
                wrong += bool({n for n in extra if fractions.Fraction(n) != 0} - unsigned - {f"-{n}" for n in numbers})
    assert tried > 50
    assert wrong == 0, f"of {tried} documents"


@pytest.mark.parametrize("who", ("the public", "an LEA, of others"))
def test_whoever_has_no_right_to_counts_reads_the_newest_revision_only(county, who):
    """In every RPC that takes one."""
    import grpc
    suite = county.suite
    token = suite.token("public") if who == "the public" else suite.token("lea", county.lea)
    wrong, refused = [], 0
    for name, service, stub in real.services():
        if name == "ingestion":
            continue  # Files and directories: no counts of groups.
        with suite.channel(name, token) as channel:
            for method in service.methods:
                if "revision" not in method.input_type.fields_by_name or method.client_streaming:
                    continue
                asker = Asker(suite, token, [county.others], county.years[:1])
                for _, request in asker.requests(method):
                    request.revision = 1
                    try:
                        answer = getattr(stub(channel), method.name)(request, timeout=60)
                        list(answer) if method.server_streaming else None
                        wrong.append((method.name, str(request)[:60]))
                    except grpc.RpcError as error:
                        refused += real.reason_of(error) == "REVISION_NOT_PUBLIC"
    assert not wrong, f"{refused} were refused"
    assert refused > 20
