# SPDX-License-Identifier: Apache-2.0
"""The page that proto/reference.py writes names whatever the contract has, and holds no markup but its own."""

import html
import re
import sys

import pytest
from clients.partner import PROTO, PROTOS, run
from harness import real_suite as real


@pytest.fixture(scope="module")
def page(stubs, folder):
    described = folder / "contract.binpb"
    run("protoc", f"-I{PROTO}", "--include_source_info", f"--descriptor_set_out={described}", *PROTOS)
    return run(sys.executable, PROTO / "reference.py", described)


def test_describes_every_call_of_the_contract(page):
    methods = [f"{service.full_name}.{method.name}" for _, service, _ in real.services() for method in service.methods]
    missing = [m for m in methods if f'id="{m}"' not in page]
    assert methods and not missing


def test_holds_every_comment_of_the_contract(page):
    text = html.unescape(re.sub(r"<[^>]*>", "", page))
    commented = [line[4:].replace("`", "") for p in PROTOS for line in (PROTO / p).read_text(encoding="utf-8").splitlines()
                 if line.startswith("  // ") and "[" not in line and "- " not in line]
    lost = [c for c in commented if re.sub(r"\s+", " ", c.strip("/ ")) not in re.sub(r"\s+", " ", text)]
    assert commented and not lost


def test_has_no_link_that_leads_nowhere(page):
    targets = set(re.findall(r'href="#([^"]*)"', page))
    dangling = [t for t in targets if f'id="{t}"' not in page]
    assert targets and not dangling
