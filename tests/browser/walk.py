# SPDX-License-Identifier: Apache-2.0
"""The kinds of pages, and a walk over all links of a site without a browser."""

import html.parser
import re
import shutil
import urllib.parse
from collections import Counter, deque

# One page of each kind. The names in braces are those of Site.places().
KINDS = {
    "home": "/",
    "search": "/search?q=synthetic",
    "search-nothing": "/search?q=zzzzzzzz",
    "state": "/state",
    "county": "/counties/{county}",
    "lea": "/leas/{lea}",
    "school": "/schools/{school}",
    "school-year": "/schools/{school}/{year}",
    "groups": "/leas/{lea}/{year}/groups",
    "indicator": "/leas/{lea}/{year}/indicators/suspension",
    "result": "/schools/{school}/{year}/indicators/{indicator}/{group}",
    "five-by-five": "/leas/{lea}/{year}/five-by-five/chronic",
    "five-by-five-leas": "/counties/{county}/{year}/five-by-five/suspension",
    "changes": "/leas/{lea}/{year}/changes",
    "changes-county": "/counties/{county}/{year}/changes",
    "support": "/leas/{lea}/{year}/support",
    "lcap": "/leas/{lea}/{year}/lcap",
    "similar": "/leas/{lea}/{year}/similar",
    "gaps": "/leas/{lea}/{year}/gaps/suspension",
    "compare": "/leas/{lea}/{year}/compare?with={others}",
    "what-if": "/leas/{lea}/{year}/what-if",
    "reds": "/leas/{lea}/{year}/reds",
    "reds-county": "/counties/{county}/{year}/reds",
    "reds-school": "/schools/{school}/{year}/reds",
    "targets": "/leas/{lea}/{year}/targets",
    "about-indicator": "/about/indicators/chronic",
    "about-colors": "/about/colors",
    "about-support": "/about/support",
    "about-data": "/about/data",
    "about-dataquest": "/about/dataquest",
    "about-api": "/about/api",
    "absent": "/leas/{lea}/{year}/five-by-five/science",
    "error": "/leas/00000000000001",
}
# What is answered with an error on purpose.
ERRORS = {"error": 404}

# A line of progress after so many pages.
PROGRESS_PAGES = 1000
FILES = re.compile(r"\.(json|csv|xlsx|svg|png|pdf)$")
# These arguments name a moment: the pages behind them have the same links once more.
MOMENTS = {"release", "revision", "revision_identity"}


class Document(html.parser.HTMLParser):
    """The links of a page and its text, piece by piece, without what is marked as another language."""

    VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.links, self.texts, self.language = [], [], ""
        self._open = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "html":
            self.language = given.get("lang", "")
        for name in ("href", "src", "action"):
            if given.get(name):
                self.links.append(given[name])
        foreign = "lang" in given and given["lang"] != self.language
        hidden = foreign or tag in ("script", "style") or bool(self._open and self._open[-1][1])
        if not hidden:
            self.texts += [given[name] for name in ("aria-label", "alt", "title", "placeholder") if given.get(name)]
        if tag not in self.VOID:
            self._open.append((tag, hidden))

    def handle_endtag(self, tag):
        while any(name == tag for name, _ in self._open):
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data):
        text = " ".join(data.split())
        if text and not (self._open and self._open[-1][1]):
            self.texts.append(text)


def shape_of(url):
    """What pages of one kind have in common: the address without codes, years, indicators, groups and values."""
    parts = urllib.parse.urlsplit(url)
    path = re.sub(r"\b\d{14}\b", "{cds}", parts.path)
    path = re.sub(r"/(20\d\d)(?=[/.]|$)", "/{year}", path)
    path = re.sub(r"/counties/\d\d", "/counties/{county}", path)
    path = re.sub(r"/(indicators|five-by-five)/[a-z-]+(/[A-Za-z-]+)?",
                  lambda m: f"/{m[1]}/{{indicator}}" + ("/{group}" if m[2] else ""), path)
    arguments = {name for name, _ in urllib.parse.parse_qsl(parts.query, keep_blank_values=True)}
    language = dict(urllib.parse.parse_qsl(parts.query)).get("lang", "")
    return f"{path}?{','.join(sorted(arguments))} {language}"


class Walk:
    """Every page that links lead to from the start. `most` is how many pages of one shape are opened."""

    def __init__(self, site, starts, most, most_files):
        self.site, self.most, self.most_files = site, most, most_files
        self.pages, self.dead, self.seen, self.shapes = {}, [], set(), Counter()
        self.waiting = deque()
        for start in starts:
            self.add(start, "the start")
        while self.waiting:
            self.open(*self.waiting.popleft())

    def add(self, address, source):
        url = urllib.parse.urldefrag(urllib.parse.urljoin(source, address)).url if source.startswith("/") else address
        parts = urllib.parse.urlsplit(url)
        if parts.netloc and parts.netloc != self.site.netloc or parts.scheme not in ("", "http"):
            return
        url = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
        if url in self.seen:
            return
        # A printed page takes seconds to make: one of all is opened where one of each file is.
        shape = ".pdf" if self.most_files == 1 and parts.path.endswith(".pdf") else shape_of(url)
        few = FILES.search(parts.path) or set(dict(urllib.parse.parse_qsl(parts.query))) & (MOMENTS | {"pick", "with", "add"})
        if self.shapes[shape] >= (self.most_files if few else self.most):
            return
        self.shapes[shape] += 1
        self.seen.add(url)
        self.waiting.append((url, source))

    def open(self, url, source):
        status, headers, body = self.site.get(url)
        # Without the program that prints pages, a printed page says so.
        if status == 501 and urllib.parse.urlsplit(url).path.endswith(".pdf") and shutil.which("weasyprint") is None:
            return
        if status >= 400:
            self.dead.append(f"{status} {url} (from {source})")
            return
        if not headers.get("content-type", "").startswith("text/html"):
            return
        document = Document(body.decode())
        self.pages[url] = document
        if len(self.pages) % PROGRESS_PAGES == 0:
            print(f"{len(self.pages)} pages read, {len(self.waiting)} addresses wait", flush=True)
        if set(dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))) & MOMENTS:
            return
        for link in document.links:
            self.add(link, url)
