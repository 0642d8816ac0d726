# SPDX-License-Identifier: Apache-2.0
"""A site with the synthetic county, and a browser for it. What the machine lacks makes a test skip."""

import json
import os
import pathlib
import shutil
import subprocess

import pytest
from browser.site import Site
from browser.walk import KINDS
from clients.partner import npm_install

HERE = pathlib.Path(__file__).resolve().parent
CHROMIUM = os.environ.get("SOS_CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="session")
def whole(pytestconfig):
    """True where every page is asked for, and not only one of each kind."""
    return pytestconfig.getoption("--whole")


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """`sos serve` with the synthetic county, in a process of its own."""
    running = Site(tmp_path_factory.mktemp("site"))
    yield running
    running.close()


@pytest.fixture(scope="session")
def node(tmp_path_factory):
    """A function: runs one of the programs beside this file, with an object as its input; gives the objects it prints."""
    if not pathlib.Path(CHROMIUM).exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    folder = tmp_path_factory.mktemp("npm")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    npm_install(folder, "ci")
    for program in HERE.glob("*.mjs"):
        shutil.copy(program, folder)

    def run(program, given, timeout=3600):
        done = subprocess.run(["node", folder / program], input=json.dumps(given), capture_output=True, text=True, check=False,
                              timeout=timeout)
        assert done.returncode == 0, f"{program} ended with {done.returncode}: {done.stderr[-1500:]}"
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run


@pytest.fixture(scope="session")
def pages(site):
    """{kind: path} of one page of each kind."""
    return {kind: path.format(**site.places()) for kind, path in KINDS.items()}
