# SPDX-License-Identifier: Apache-2.0
"""One suite for all attacks: the last tests read in its logs what became of them."""

import pathlib
import tempfile

import pytest
from harness import real_suite as real
from security.attacks.browsing import Browser

# Where a test file stands here, what it does is of no harm to those behind it.
ORDER = ("callers", "clock", "submissions", "streams", "small_groups", "texts", "pages", "gateway", "hostile_pages",
         "releases", "logs")


def pytest_collection_modifyitems(items):
    def place(item):
        here = item.path.parent == pathlib.Path(__file__).parent
        return ORDER.index(item.path.stem.removesuffix("_test")) if here else -1

    items.sort(key=place)


@pytest.fixture(scope="session")
def folder():
    with tempfile.TemporaryDirectory() as name:
        yield pathlib.Path(name)


@pytest.fixture(scope="session")
def suite(servers_run, stubs, folder):
    """With the synthetic county."""
    running = real.RealSuite(folder)
    try:
        running.load_sample()
        yield running
    finally:
        running.close()


@pytest.fixture(scope="session")
def browser_of(suite):
    """A function that makes a Browser(port, source address)."""
    return lambda port, source="127.0.0.1": Browser(port, suite.certificates / "ca.pem", source)


@pytest.fixture(scope="session")
def browser(suite, browser_of):
    """Asks the pages of the suite."""
    return browser_of(suite.start_web())


class Extra:
    """One more server of the suite, with settings of its own."""

    def __init__(self, suite, service, name, settings):
        self.suite, self.name, self.port = suite, name, real.free_port()
        self.log = suite.folder / f"{name}.log"
        self.program = suite.programs[name] = suite.server(service, self.port, self.log, settings)
        suite.ports[name, 0] = self.port
        real.wait_until(name, lambda: real.accepts(self.port))

    def lines(self):
        return self.program.lines()


@pytest.fixture
def extra(suite):
    """A function that starts an Extra(service, name, settings). It ends with the test; its log stays."""
    started = []

    def start(service, name, **settings):
        started.append(Extra(suite, service, name, settings))
        return started[-1]

    yield start
    for server in started:
        server.program.kill()
