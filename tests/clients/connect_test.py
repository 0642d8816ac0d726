# SPDX-License-Identifier: Apache-2.0
"""Generated Connect clients from npm, unchanged, against `sos serve`: connect-node, and connect-web in a page of another origin."""

import contextlib
import functools
import http.server
import json
import os
import pathlib
import re
import shutil
import threading

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


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextlib.contextmanager
def web_site(folder):
    """Serves a folder as somebody else's site. Yields its origin."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def site_folder(client):
    """A page and its one script."""
    if not pathlib.Path(os.environ.get("SOS_CHROMIUM", "/usr/bin/chromium")).exists():
        pytest.skip("chromium is not installed")
    folder = client.parent / "site"
    folder.mkdir()
    (folder / "index.html").write_text('<!DOCTYPE html><html lang="en"><title>Client</title><body><script src="page.js"></script></body>',
                                       encoding="utf-8")
    run("node", client.parent / "node_modules" / "esbuild" / "bin" / "esbuild", client.parent / "page.mjs", "--bundle", "--format=iife",
        f"--outfile={folder / 'page.js'}", cwd=client.parent)
    return folder


@pytest.fixture(scope="module")
def other_origin(site_folder, folder):
    """A site whose scripts may call the suite, another whose may not, and the suite."""
    with web_site(site_folder) as allowed, web_site(site_folder) as refused:
        (folder / "cross").mkdir()
        with served_sample(folder / "cross", SOS_CORS_ORIGINS=allowed) as addresses:
            yield allowed, refused, addresses["http"]


def told_in_browser(client, site, suite, get):
    said = run("node", client.parent / "in_browser.mjs", f"{site}/index.html?suite={suite}&lea={LEA}&year={YEAR}&get={get}",
               cwd=client.parent)
    return json.loads(said)


@pytest.mark.parametrize("get", (0, 1), ids=("by POST", "by GET"))
def test_a_page_of_an_origin_that_is_listed_calls_the_suite(client, other_origin, get):
    allowed, _, suite = other_origin
    told = told_in_browser(client, allowed, suite, get)
    assert told.get("report") == f"entities/{LEA}/reports/{YEAR}", told
    assert told["results"] > 0
    assert (told["code"], told["reason"]) == ("NotFound", "ENTITY_NOT_FOUND")


def test_a_page_of_any_other_origin_learns_nothing(client, other_origin):
    _, refused, suite = other_origin
    told = told_in_browser(client, refused, suite, 0)
    assert "failed" in told and "report" not in told, told
