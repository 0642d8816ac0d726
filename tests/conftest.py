# SPDX-License-Identifier: Apache-2.0
"""Fixtures of all suites: a folder, the Python client of the contract, real servers. What the machine lacks makes a test
skip. A run in which every test skips ends with 77, which ctest counts as skipped; `SKIP suite: reason` says why.
"""

import os
import pathlib
import tempfile

import pytest
from harness import real_suite as real

# Programs are started by exec only; gRPC's handlers of fork can lock a process with many threads for good.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "false")

# These hold asserts, too.
pytest.register_assert_rewrite("clients.partner", "harness.records")

SKIPPED = 77


def pytest_addoption(parser):
    chaos = parser.getgroup("chaos", "how long the suites in tests/chaos go on")
    for option, default, what in (
            ("--commits", 10_000, "commits of a store that must be acknowledged"),
            ("--kills", 50, "kills meanwhile"),
            ("--reads", 1000, "reads of each history"),
            ("--uploads", 200, "uploads to a store that are killed"),
            ("--seed", 1, "of the moments of their kills, and of random cases"),
            ("--calls-per-second", 500, "of the load beside restarts")):
        chaos.addoption(option, type=int, default=default, help=f"{what} ({default})")
    parser.getgroup("browser", "how much of tests/browser runs").addoption(
        "--whole", action="store_true", help="every page for every visitor, all years and all stories, not one of each kind")
    parser.getgroup("missing data", "how long the suites in tests/missing_data go on").addoption(
        "--cases", type=int, default=3, help="of each property (3)")


@pytest.fixture(scope="module")
def folder():
    """A directory of the test file's own, gone afterwards."""
    with tempfile.TemporaryDirectory() as name:
        yield pathlib.Path(name)


@pytest.fixture
def tmp_path():
    """A directory of the test's own; pytest's would be kept for some runs."""
    with tempfile.TemporaryDirectory() as name:
        yield pathlib.Path(name)


@pytest.fixture(scope="session")
def servers_run():
    """Skips where something that the real servers or their client need is not here."""
    if reason := real.missing_for_servers():
        pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres_runs():
    if reason := real.missing_for_servers(postgres=True):
        pytest.skip(reason)


@pytest.fixture(scope="session")
def stubs():
    """Python stubs from the contract, importable from now on."""
    if reason := real.missing():
        pytest.skip(reason)
    with tempfile.TemporaryDirectory() as name:
        real.generate_client(pathlib.Path(name) / "client")
        yield


@pytest.fixture(scope="module")
def suite(servers_run, stubs, folder):
    """The four servers over TLS, with a Redis and SQLite; nothing is loaded."""
    running = real.RealSuite(folder)
    yield running
    running.close()


@pytest.fixture(scope="module")
def sample(suite):
    """The files of the synthetic county, which `suite` has taken in."""
    return suite.load_sample()


@pytest.fixture(scope="session")
def records_client(stubs):
    """A client that reads what is counted of student records."""
    from harness import records
    return records.Client()


@pytest.fixture(scope="session")
def published_data():
    """Skips where the files that the state published are not at hand."""
    if not real.PUBLISHED.is_dir():
        pytest.skip(f"{real.PUBLISHED} does not exist; set SOS_PUBLISHED_DATA to a folder of published files")
    return real.PUBLISHED


def pytest_sessionfinish(session):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    ran = any(reporter.stats.get(outcome) for outcome in ("passed", "failed", "error"))
    if session.exitstatus == pytest.ExitCode.OK and reporter.stats.get("skipped") and not ran:
        session.exitstatus = SKIPPED


def pytest_terminal_summary(terminalreporter):
    reasons = {}
    for report in terminalreporter.stats.get("skipped", []):
        file = pathlib.Path(report.nodeid.split("::")[0])
        suite = file.stem.removesuffix("_test").replace("_", " ")
        reasons[f"SKIP {file.parent.name} {suite}: {report.longrepr[2].removeprefix('Skipped: ')}"] = None
    for line in reasons:
        terminalreporter.write_line(line)
