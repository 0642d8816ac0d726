# SPDX-License-Identifier: Apache-2.0
"""`sos serve` with its pages, on free ports that it chooses itself."""

import contextlib
import os
import re
import subprocess

import pytest
from harness.real_suite import SOS, sos

LINES = {"rpc": re.compile(r"^RPCs on (\S+)$"), "http": re.compile(r"^Pages on (http://\S+?)/?$")}


def need_pages():
    if b"--http" not in subprocess.run([SOS, "serve", "--help"], capture_output=True, check=False).stdout:
        pytest.skip("this build of sos serves no pages (sos serve --http)")


@contextlib.contextmanager
def served(folder, files, **settings):
    """Serves what is in files, with more settings in the environment. Yields the addresses: `rpc` is host:port, `http` is
    http://host:port."""
    need_pages()
    data = folder / "data"
    sos("ingest", "--data-dir", data, *files)
    with open(folder / "serve.log", "wb") as log, subprocess.Popen(
            [SOS, "serve", "--data-dir", data, "--listen", "localhost:0", "--http", "localhost:0"],
            stdout=subprocess.PIPE, stderr=log, text=True, env={**os.environ, **settings}) as server:
        try:
            addresses = {}
            for line in server.stdout:
                addresses |= {name: match[1] for name, form in LINES.items() if (match := form.match(line.strip()))}
                if len(addresses) == len(LINES):
                    break
            assert len(addresses) == len(LINES), (folder / "serve.log").read_text(encoding="utf-8", errors="replace")[-1500:]
            yield addresses
        finally:
            server.terminate()
            server.wait(timeout=30)


@contextlib.contextmanager
def served_sample(folder, **settings):
    """Serves the synthetic county, as `served` does."""
    sos("sample", "--output", folder / "files")
    with served(folder, sorted((folder / "files").iterdir()), **settings) as addresses:
        yield addresses
