# SPDX-License-Identifier: Apache-2.0
"""Alerts, dashboard and what the servers really measure: promtool tests each rule, every metric that a rule or a panel
names is one that the real suite shows Prometheus, every alert is explained to operators, and no label names an entity,
a caller or a student.
"""

import json
import re
import shutil
import subprocess
import urllib.request

import pytest
from harness import real_suite as real

MONITORING = real.ROOT / "deploy" / "monitoring"
RULES, TESTS = MONITORING / "alerts.yaml", real.ROOT / "tests" / "monitoring" / "alerts_test.yaml"
LABELS = {"service", "method", "code", "reason", "tier", "outcome", "value", "sqlstate", "le", "quantile", "route", "status"}


@pytest.fixture(scope="module")
def alerts():
    return set(re.findall(r"alert: (\w+)", RULES.read_text()))


@pytest.fixture(scope="module")
def dashboard():
    return (MONITORING / "dashboard.json").read_text()


@pytest.fixture(scope="module")
def samples(postgres_runs, folder):
    """What the metrics of every server say once the sample, two reports, a page and a lost database were at work."""
    suite = real.RealSuite(folder, store="postgres")
    try:
        # A server more of each kind that shows its metrics, and what the sample makes them do.
        ports = []
        for service in real.SERVICES:
            ports.append(real.free_port())
            suite.programs[service, 0].kill()
            suite.programs[service, 0] = suite.server(service, suite.ports[service, 0], folder / f"{service}.log",
                                                      {"SOS_METRICS_LISTEN": f"127.0.0.1:{ports[-1]}"})
            real.wait_until(service, lambda s=service: real.accepts(suite.ports[s, 0]))
        suite.load_sample()
        suite.sos("report", "--entity", real.LEA, "--year", real.YEAR)
        suite.sos("report", "--entity", "00000000000001", "--year", real.YEAR, code=2)
        ports.append(real.free_port())
        web = suite.start_web({"SOS_METRICS_LISTEN": f"127.0.0.1:{ports[-1]}"})
        suite.page(web, f"/leas/{real.LEA}/{real.YEAR}")
        suite.postgres.restart()
        suite.postgres.program.send(2)
        suite.sos("release", code=2)
        text = "".join(urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10).read().decode() for port in ports)
    finally:
        suite.close()
    return [line for line in text.splitlines() if not line.startswith("#")]


def test_every_rule_rings_when_it_should(folder):
    if shutil.which("promtool") is None:
        pytest.skip("promtool (Debian: prometheus) is not installed")
    for file in (RULES, TESTS):
        shutil.copy(file, folder)
    run = subprocess.run(["promtool", "test", "rules", TESTS.name], cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-1500:] + run.stderr[-500:]


def test_each_alert_is_tested(alerts):
    assert alerts == set(re.findall(r"alertname: (\w+)", TESTS.read_text()))


def test_each_alert_is_explained_to_operators(alerts):
    guide = (real.ROOT / "deploy" / "README.md").read_text()
    assert alerts and not [alert for alert in alerts if alert not in guide]


def test_every_metric_that_is_asked_for_is_measured(samples, dashboard):
    wanted = set(re.findall(r"\bsos_\w+", RULES.read_text() + dashboard))
    missing = wanted - {re.match(r"\w+", line)[0] for line in samples}
    assert wanted and not missing


def test_every_panel_has_a_title_a_unit_and_a_description(dashboard):
    for panel in json.loads(dashboard)["panels"]:
        assert panel["title"] and panel["description"] and panel["fieldConfig"]["defaults"]["unit"], panel


def test_labels_are_names_of_methods_and_kinds_only(samples):
    labels = {label for line in samples for label in re.findall(r"(\w+)=\"", line)}
    assert labels and labels <= LABELS


def test_no_label_names_an_entity_or_a_caller(samples):
    assert not [line for line in samples if re.search(r"\{.*(\d{14}|identity\.example).*\}", line)]
