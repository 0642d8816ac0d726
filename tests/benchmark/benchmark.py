# SPDX-License-Identifier: Apache-2.0
"""Runs the benchmark programs against synthetic data and prints one JSON line a figure."""

import json
import os
import pathlib
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from harness import real_suite  # noqa: E402

BIN = pathlib.Path(os.environ.get("SOS_BUILD_DIR", ROOT / "build")) / "bin"
DATA = pathlib.Path(os.environ.get("SOS_PUBLISHED_DATA", ROOT.parent / "shared" / "data"))
SECONDS = 3
ROUNDS = 5
IN_FLIGHT = 64


def figure(name, value, unit, **more):
    print(json.dumps({"figure": name, "value": value, "unit": unit, **more}), flush=True)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(port):
    for _ in range(2000):
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise TimeoutError(port)


def one_file(path):
    """`sos reconcile` of one official file: wall time and peak memory of the whole program."""
    with tempfile.TemporaryDirectory() as data:
        start = time.monotonic()
        process = subprocess.Popen([BIN / "sos", "reconcile", "--data-dir", data + "/none", "--format", "json", path],
                                   stdout=subprocess.DEVNULL)
        _, _, usage = os.wait4(process.pid, 0)
        figure(f"ingested, computed and reconciled: {path.name}", round(time.monotonic() - start, 3), "s",
               peak_memory_mb=round(usage.ru_maxrss / 1024, 1))


def statewide(folder):
    subprocess.run([BIN / "sos", "sample", "--scale", "state", "--output", folder / "state"], check=True, stdout=subprocess.DEVNULL)
    files = sorted(f for f in (folder / "state").iterdir() if "download" in f.name)
    subprocess.run([BIN / "suite_benchmark", folder / "state-data", *files], check=True)


def determinations(folder):
    """Five years of the synthetic state: its one year under other years' numbers."""
    (folder / "years").mkdir()
    state = sorted((folder / "state").iterdir())
    files = [f for f in state if "download" not in f.name]
    for source in (f for f in state if "download" in f.name):
        text = source.read_text()
        for year in (2018, 2019, 2022, 2023, 2024):
            files.append(folder / "years" / source.name.replace("2024", str(year)))
            files[-1].write_text(text.replace("\t2024\n", f"\t{year}\n"))
    subprocess.run([BIN / "determination_benchmark", folder / "years-data", "2024", *files], check=True)


def load(port, name, **environment):
    out = subprocess.run([BIN / "load_client", str(port), name, str(IN_FLIGHT), str(SECONDS)], capture_output=True, text=True, check=True,
                         env={**os.environ, **environment})
    return float(out.stdout.split()[0])


def cached_reports(folder):
    sos, data = BIN / "sos", folder / "county-data"
    subprocess.run([sos, "sample", "--output", folder / "county"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([sos, "ingest", "--data-dir", data, *(folder / "county").iterdir()], check=True, stdout=subprocess.DEVNULL)
    names = ("ingestion", "indicator", "eligibility", "memory", "redis")
    ports = {n: free_port() for n in names}
    redis_socket = folder / "redis.sock"
    processes = [subprocess.Popen(["redis-server", "--port", "0", "--unixsocket", redis_socket, "--save", "", "--dir", folder],
                                  stdout=subprocess.DEVNULL)]
    targets = {f"SOS_{n.upper()}_TARGET": f"127.0.0.1:{ports[n]}" for n in names[:3]}
    for name in names:
        program = "reporting" if name in ("memory", "redis") else name
        extra = {"SOS_REDIS_ADDRESS": f"unix:{redis_socket}", "SOS_CACHE_BYTES": "0"} if name == "redis" else {}
        settings = {"SOS_LISTEN": f"127.0.0.1:{ports[name]}", "SOS_DATA_DIR": str(data), **targets, **extra}
        processes.append(subprocess.Popen([BIN / f"sos-{program}"], stderr=subprocess.DEVNULL, env={**os.environ, **settings}))
    for name in names:
        wait_for(ports[name])
    report = "entities/99600020000000/reports/2024"
    size = len(subprocess.run([sos, "report", "--data-dir", data, "--entity", "99600020000000", "--year", "2024", "--format", "json"],
                              capture_output=True, check=True).stdout)
    time.sleep(1)  # Lets both reporting servers learn the rules in force; nothing is measured yet.
    for name in ("memory", "redis"):
        load(ports[name], report)
    # The answer's size on the wire, from the bytes kept in Redis (less the seal of twelve).
    redis_cli = ["redis-cli", "-s", redis_socket]
    keys = subprocess.run([*redis_cli, "keys", "sos:*:report:*"], capture_output=True, text=True, check=True).stdout.split("\n")
    length = subprocess.run([*redis_cli, "strlen", keys[0]], capture_output=True, text=True, check=True).stdout
    size = int(length) - 12
    echo, ports["echo"] = echo_server(size)
    processes.append(echo)
    rates = {n: [] for n in ("echo", "memory", "redis")}
    for _ in range(ROUNDS):
        for name, values in rates.items():
            values.append(load(ports[name], report))
    base = statistics.median(rates["echo"])
    for name, what in (("memory", "cached GetReport, from process memory"), ("redis", "cached GetReport, from Redis")):
        rate = statistics.median(rates[name])
        figure(what, round(rate), "calls/s", in_flight=IN_FLIGHT, answer_bytes=size, baseline="bare callback echo of the same size",
               baseline_value=round(base), of_baseline=round(rate / base, 2))
    for process in processes:
        process.send_signal(signal.SIGKILL)
        process.wait()
    return size


def echo_server(answer_bytes, **environment):
    """The baseline: a process, and the port it listens on."""
    echo = subprocess.Popen([BIN / "echo_server", str(answer_bytes)], stdout=subprocess.PIPE, text=True, env={**os.environ, **environment})
    return echo, int(echo.stdout.readline())


def guarded_reports(folder, answer_bytes):
    """The cached GetReport behind mutual TLS, tokens, the access table, metrics and traces: against the same without, and against
    what encryption costs a service that does nothing at all."""
    suites = {"plain": real_suite.RealSuite(folder / "plain", secure=False),
              "encrypted": real_suite.RealSuite(folder / "encrypted", settings={"SOS_AUTH_JWKS": ""}),
              "guarded": real_suite.RealSuite(folder / "guarded", settings={"SOS_METRICS_LISTEN": "127.0.0.1:0"})}
    shown = {"plain": {}, "echo": {}}
    for name in ("encrypted", "guarded"):
        certificates = suites[name].certificates
        shown[name] = {"SOS_TLS_CA": str(certificates / "ca.pem"), "SOS_TLS_CERTIFICATE": str(certificates / "reporting.pem"),
                       "SOS_TLS_KEY": str(certificates / "reporting-key.pem")}
    shown["encrypted echo"] = shown["encrypted"]
    shown["guarded"] = {**shown["guarded"], "SOS_TOKEN": suites["guarded"].token("public")}
    echoes = {name: echo_server(answer_bytes, **shown[name], SOS_TLS_CLIENTS=clients)
              for name, clients in (("echo", "none"), ("encrypted echo", "required"))}
    try:
        ports = {name: port for name, (_, port) in echoes.items()}
        for name, suite in suites.items():
            suite.load_sample()
            ports[name] = suite.ports["reporting", 0]
        rates = {name: [] for name in ports}
        report = "entities/99600020000000/reports/2024"
        for name, port in ports.items():
            load(port, report, **shown[name])  # Fills caches; nothing is measured yet.
        for _ in range(ROUNDS):
            for name, values in rates.items():
                values.append(load(ports[name], report, **shown[name]))
        rate = {name: statistics.median(values) for name, values in rates.items()}
        for name, what, baseline, of in (
                ("encrypted echo", "bare callback echo over mTLS", "echo",
                 "the same in the clear; the client pays for its half on the same cores"),
                ("encrypted", "cached GetReport over mTLS", "plain", "the same in the clear"),
                ("guarded", "cached GetReport over mTLS with token, access table and metrics shown", "plain",
                 "the same in the clear without them"),
                ("guarded", "that again", "encrypted echo", "bare callback echo over mTLS")):
            figure(what, round(rate[name]), "calls/s", in_flight=IN_FLIGHT, answer_bytes=answer_bytes, baseline=of,
                   baseline_value=round(rate[baseline]), of_baseline=round(rate[name] / rate[baseline], 2))
    finally:
        for suite in suites.values():
            suite.close()
        for process, _ in echoes.values():
            process.kill()
            process.wait()


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        official = DATA / "official" / "2017" / "graddownload2017f.txt"
        if official.exists():
            one_file(official)
        else:
            print(f"SKIP the figure of graddownload2017f.txt: {official} does not exist", file=sys.stderr)
        statewide(folder)
        determinations(folder)
        guarded_reports(folder, cached_reports(folder))
    subprocess.run([BIN / "redis_benchmark"], check=True)
    for other in ("records_benchmark.py", "scores_benchmark.py", "reading_benchmark.py", "overload_benchmark.py", "page_benchmark.py"):
        subprocess.run([sys.executable, ROOT / "tests" / "benchmark" / other], check=True)
    subprocess.run([BIN / "kernel_benchmark", "--benchmark_format=console", "--benchmark_min_time=0.2"], check=True, stdout=sys.stderr)


if __name__ == "__main__":
    main()
