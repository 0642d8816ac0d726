# SPDX-License-Identifier: Apache-2.0
"""Alerts, dashboard and what the servers really measure: promtool tests each rule, every metric that a rule or a panel
names is one that the real suite shows Prometheus, every alert is explained to operators, and no label names an entity,
a caller or a student.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import real_suite as real  # noqa: E402

FAILURES = []
MONITORING = real.ROOT / "deploy" / "monitoring"


def check(what, holds, detail=""):
    print(f"{'ok  ' if holds else 'FAIL'} {what}{'' if holds else f': {detail}'}", flush=True)
    if not holds:
        FAILURES.append(what)


def check_rules(folder):
    for file in (MONITORING / "alerts.yaml", real.ROOT / "tests" / "monitoring" / "alerts_test.yaml"):
        shutil.copy(file, folder)
    run = subprocess.run(["promtool", "test", "rules", "alerts_test.yaml"], cwd=folder, capture_output=True, text=True, check=False)
    check("promtool: every rule rings when it should", run.returncode == 0, run.stdout[-1500:] + run.stderr[-500:])
    alerts = set(re.findall(r"alert: (\w+)", (MONITORING / "alerts.yaml").read_text()))
    tested = set(re.findall(r"alertname: (\w+)", (real.ROOT / "tests" / "monitoring" / "alerts_test.yaml").read_text()))
    check(f"each of {len(alerts)} alerts is tested", alerts == tested, alerts ^ tested)
    guide = (real.ROOT / "deploy" / "README.md").read_text()
    check("each alert is explained to operators", all(alert in guide for alert in alerts), [a for a in alerts if a not in guide])


def shown_metrics(suite, ports):
    text = "".join(urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10).read().decode() for port in ports)
    samples = [line for line in text.splitlines() if not line.startswith("#")]
    return {re.match(r"\w+", line)[0] for line in samples}, samples


def main():
    real.skip_unless_possible("monitoring", postgres=True)
    if shutil.which("promtool") is None:
        print("SKIP monitoring: promtool (Debian: prometheus) is not installed")
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        check_rules(folder)
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
            suite.postgres.restart()
            suite.postgres.program.send(2)
            suite.sos("release", code=2)
            names, samples = shown_metrics(suite, ports)
        finally:
            suite.close()
        rules = (MONITORING / "alerts.yaml").read_text()
        panels = (MONITORING / "dashboard.json").read_text()
        wanted = set(re.findall(r"\bsos_\w+", rules + panels))
        check(f"each of {len(wanted)} metrics that are asked for is there", wanted <= names, wanted - names)
        dashboard = json.loads(panels)
        check("every panel has a title, a unit and a description", all(
            p["title"] and p["description"] and p["fieldConfig"]["defaults"]["unit"] for p in dashboard["panels"]))
        labels = {label for line in samples for label in re.findall(r"(\w+)=\"", line)}
        check("labels are names of methods and kinds only", labels <= {"service", "method", "code", "reason", "tier", "outcome", "value",
                                                                       "sqlstate", "le", "quantile"}, labels)
        private = [line for line in samples if re.search(r"\{.*(\d{14}|identity\.example).*\}", line)]
        check("no label names an entity or a caller", not private, private[:3])
    print(f"monitoring: {len(FAILURES)} failures")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
