# SPDX-License-Identifier: Apache-2.0
"""Names that were written to do harm, in pages, tables, workbooks, pictures and JSON."""

import csv
import html.parser
import io
import json
import re
import xml.etree.ElementTree
import zipfile

import pytest
from harness import real_suite as real
from harness.served import served
from security.attacks.browsing import FILES, OF_LEA, PAGES, Browser

NAME = "Synthetic Valley 2 Unified"
HOSTILE = {
    "markup": "=<script>alert(1)</script><img src=x onerror=alert(1)>\"' onmouseover='alert(1)",
    "a formula": "=HYPERLINK(A1)|cmd\"+1",
    "an at sign": "@SUM(1+1)*cmd|' /C calc'!A0",
    "the end of something": "</title></textarea></style>]]>--></svg>{{SECRET}}${x}%s&#0;&lt;",
    "an address": "javascript:alert(1)//",
}
FORMULA = re.compile(r"\s*[=+@\-\uff1d\uff0b\uff0d\uff20\t\r]")
NUMBER = re.compile(r"[-+]?[0-9]*\.?[0-9]+|-")
EVENT = re.compile(r"on[a-z]+")


class Reader(html.parser.HTMLParser):
    """What a browser would run or load of a page."""

    def __init__(self):
        super().__init__()
        self.runs = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "script" and not str(attributes.get("src", "")).startswith("/assets/"):
            self.runs.append((tag, attributes))
        if tag in ("img", "iframe", "object", "embed", "base", "style") and "onerror" in str(attributes):
            self.runs.append((tag, attributes))
        for name, value in attrs:
            address = name in ("href", "src", "action", "formaction") and re.match(r"\s*(javascript|data|vbscript):|//", value or "")
            if EVENT.fullmatch(name) or address or name == "style":
                self.runs.append((tag, name, value))


@pytest.fixture(scope="module", params=HOSTILE, ids=lambda what: what.replace(" ", "_"))
def hostile(request, folder):
    """(browser, name) of pages about an LEA that has such a name."""
    place = folder / request.param.replace(" ", "-")
    real.sos("sample", "--output", place / "sample")
    (place / "files").mkdir()
    for file in (place / "sample").iterdir():
        (place / "files" / file.name).write_text(file.read_text().replace(NAME, HOSTILE[request.param]))
    with served(place, sorted((place / "files").iterdir())) as addresses:
        yield Browser(int(addresses["http"].rpartition(":")[2])), HOSTILE[request.param]


def cells(answer):
    return [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]


def test_pages_run_nothing_of_a_name(hostile):
    browser, name = hostile
    shown = 0
    for path in (*PAGES, "/search?q=99600020000000", "/search?q=" + "a", f"{OF_LEA}/compare?with={real.LEA}"):
        answer = browser.ask(path)
        reader = Reader()
        reader.feed(answer.text)
        assert not reader.runs, path
        assert name not in answer.text or not set(name) & set("<>\"'&"), path
        shown += name[:6].replace("<", "&lt;").replace("\"", "&quot;") in answer.text
    assert shown > 5, "the name is shown"


def test_tables_compute_nothing(hostile):
    browser, name = hostile
    for path in [file for file in FILES if file.endswith(".csv")]:
        found = cells(browser.ask(path))
        assert [cell for cell in found if name[1:] in cell], path
        assert not [cell for cell in found if FORMULA.match(cell) and not NUMBER.fullmatch(cell)], path


def test_workbooks_have_no_formula_and_no_link(hostile):
    browser, name = hostile
    with zipfile.ZipFile(io.BytesIO(browser.ask(f"{OF_LEA}.xlsx").body)) as book:
        for part in book.namelist():
            root = xml.etree.ElementTree.fromstring(book.read(part))
            tags = {element.tag.rpartition("}")[2] for element in root.iter()}
            assert not tags & {"f", "hyperlink", "externalLink", "ddeLink"}, part
        texts = "".join("".join(xml.etree.ElementTree.fromstring(book.read(part)).itertext()) for part in book.namelist()
                        if part.endswith(("sharedStrings.xml", "sheet1.xml")))
    assert name in texts


def test_pictures_are_well_formed_and_run_nothing(hostile):
    browser, _ = hostile
    for path in (f"{OF_LEA}/indicators/chronic.svg", f"{OF_LEA}/five-by-five/chronic.svg"):
        answer = browser.ask(path)
        assert answer.status == 200
        for element in xml.etree.ElementTree.fromstring(answer.body).iter():
            assert element.tag.rpartition("}")[2] not in ("script", "foreignObject", "image", "use", "a", "img"), path
            assert not [key for key in element.attrib if EVENT.fullmatch(key) or key.endswith("href")], path


def test_json_is_json_and_says_the_name_as_it_is(hostile):
    browser, name = hostile
    for path in (f"{OF_LEA}.json", f"{OF_LEA}/support.json", f"/search.json?q={real.LEA}"):
        answer = browser.ask(path)
        assert name in json.dumps(json.loads(answer.body), ensure_ascii=False).replace("\\\"", "\""), path
        assert answer["Content-Type"].startswith("application/json") and answer["X-Content-Type-Options"] == "nosniff"
