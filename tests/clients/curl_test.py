# SPDX-License-Identifier: Apache-2.0
"""The curl examples of proto/README.md, as they stand there, against `sos serve`; and what they answer, against /openapi.json."""

import json
import os
import re
import subprocess
import urllib.request

import pytest
from clients.partner import PROTO, need
from harness.real_suite import LEA
from harness.served import need_pages, served_sample

SECTION = "## From a browser, curl, R and spreadsheets"
MINIMUM_EXAMPLES = 4


def examples():
    section = (PROTO / "README.md").read_text(encoding="utf-8").split(SECTION, 1)[1].split("\n## ", 1)[0]
    blocks = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    return [command for block in blocks for command in re.findall(r"^curl (?:.*\\\n)*.*$", block, re.MULTILINE)]


@pytest.fixture(scope="module")
def served(folder):
    need("curl")
    need_pages()
    with served_sample(folder) as addresses:
        yield addresses


def test_the_page_has_examples():
    assert len(examples()) >= MINIMUM_EXAMPLES


@pytest.mark.parametrize("command", examples())
def test_an_example_answers_json(served, command):
    command = command.replace("http://localhost:8088", served["http"]).replace("CODE", LEA)
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60,
                          env={**os.environ, "NO_PROXY": "localhost"})
    assert done.returncode == 0, f"{command}: {done.stderr}"
    lines = done.stdout.splitlines()
    assert lines, command
    for line in lines:
        answer = json.loads(line)
        assert isinstance(answer, dict), line
        assert "error" not in answer, line
        assert "code" not in answer, line


def test_the_description_is_served_and_every_schema_is_valid(served):
    jsonschema = pytest.importorskip("jsonschema", reason="python3-jsonschema is not installed")
    with urllib.request.urlopen(served["http"] + "/openapi.json", timeout=30) as answer:
        document = json.load(answer)
    assert document["openapi"] == "3.1.0"
    for name, schema in document["components"]["schemas"].items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert re.fullmatch(r"[a-zA-Z0-9._-]+", name), f"{name} is no name of a component"
