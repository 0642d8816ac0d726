# SPDX-License-Identifier: Apache-2.0
"""The recipes of proto/README.md for R, as they stand there, against `sos serve`."""

import json
import re

import pytest
from clients.partner import PROTO, need, run
from harness.real_suite import LEA, YEAR
from harness.served import need_pages, served_sample


@pytest.fixture(scope="module")
def served(folder):
    need("Rscript")
    if "TRUE" not in run("Rscript", "-e", 'cat(requireNamespace("jsonlite", quietly = TRUE))'):
        pytest.skip("jsonlite (Debian: r-cran-jsonlite) is not installed")
    need_pages()
    with served_sample(folder) as addresses:
        yield addresses


def recipes():
    """The pieces of code in the paragraph about R."""
    paragraph = re.search(r"\*\*R\*\*(.*?)\*\*Python\*\*", (PROTO / "README.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    return re.findall(r"`([^`]+)`", paragraph)


def told(served, method, message, expression):
    [one, stream, url] = recipes()
    reading = {"one": one, "stream": stream}[expression]
    program = f"""address <- "{served['http']}/{method}"; message <- '{json.dumps(message)}'; {url}
        answer <- {reading}; cat(jsonlite::toJSON(names(answer)), "\\n"); cat(NROW(answer[[1]]))"""
    names, size = run("Rscript", "-e", program).splitlines()[-2:]
    return json.loads(names), int(size)


def test_one_answer_is_a_list_with_the_names_of_the_contract(served):
    names, _ = told(served, "sos.reporting.v1.ReportingService/GetReport", {"name": f"entities/{LEA}/reports/{YEAR}"}, "one")
    assert {"name", "dashboardYear", "rows"} <= set(names)


def test_a_stream_is_a_data_frame_with_a_row_for_each_message(served):
    names, size = told(served, "sos.indicator.v1.IndicatorService/StreamResults",
                       {"filter": {"entities": [f"entities/{LEA}"], "dashboardYears": [YEAR]}}, "stream")
    assert names == ["blocks"] and size > 0
