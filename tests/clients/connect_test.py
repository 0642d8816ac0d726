# SPDX-License-Identifier: Apache-2.0
"""A generated Connect client from npm (connect-node), unchanged, against the JSON of `sos serve`."""

import os
import re
import shutil

import pytest
from clients.partner import HERE, PROTO, PROTOS, need, npm_install, run
from harness.real_suite import LEA, YEAR
from harness.served import need_pages, served_sample

STEPS = ("unary", "absent", "reason", "stream", "late_error", "deadline", "client_stream")


@pytest.fixture(scope="module")
def client(folder):
    need("protoc", "node")
    need_pages()
    folder = folder / "connect"
    shutil.copytree(HERE / "connect", folder)
    npm_install(folder, "install")
    (folder / "generated").mkdir()
    run("protoc", f"-I{PROTO}", f"--plugin={folder / 'node_modules' / '.bin' / 'protoc-gen-es'}", f"--es_out={folder / 'generated'}",
        "--es_opt=target=js,import_extension=js", *PROTOS)
    return folder / "client.mjs"


@pytest.fixture(scope="module")
def served(client, folder):
    with served_sample(folder) as addresses:
        yield addresses


@pytest.mark.parametrize("form", ("json", "binary"))
def test_a_generated_client_works_unchanged(client, served, form):
    said = run("node", client, env={**os.environ, "SOS_HTTP": served["http"], "SOS_FORM": form, "SOS_LEA": LEA, "SOS_YEAR": str(YEAR),
                                    "NO_PROXY": "localhost", "no_proxy": "localhost"})
    assert re.findall(r"^FAIL.*$", said, re.MULTILINE) == [], said
    assert re.findall(r"^ok (\w+)$", said, re.MULTILINE) == list(STEPS), said
