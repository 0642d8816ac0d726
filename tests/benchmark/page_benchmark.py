# SPDX-License-Identifier: Apache-2.0
"""What a page costs: pages a second and the slowest hundredth against the same bytes from memory by the same HTTP server, the first
byte of a page that nobody asked for yet, and what a browser loads for it. Prints one JSON line a figure.

    page_benchmark.py            needs sos, sos-web and static_server; wrk drives the load

Pages come from `sos serve`, which has the services in its process, and from a sos-web that asks the same services over the network. Each
baseline is measured in turns with its page.
"""

import http.client
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("SOS_BUILD_DIR", ROOT / "build")) / "bin"
CONNECTIONS = 16
SECONDS = 3
ROUNDS = 5
COLD_PAGES = 100
DISTRICT = "/leas/99600020000000"
BASELINE = "the same bytes from memory by the same HTTP server, with neither routes nor services"


def figure(name, value, unit, **more):
    print(json.dumps({"figure": name, "value": round(value, 3), "unit": unit, **more}), flush=True)


def started(arguments, text, **environment):
    """A program, and the ports that match `text` in what it prints first."""
    command = [str(argument) for argument in arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, **environment})
    said, ports = "", []
    while not (ports := re.findall(text, said)):
        line = process.stdout.readline()
        if not line:
            sys.exit(f"{arguments[0]} ended: {said}")
        said += line
    return process, ports


def serve(data):
    command = [BIN / "sos", "serve", "--data-dir", data, "--listen", "localhost:0", "--http", "localhost:0"]
    process, ((rpcs, pages),) = started(command, r"(?s)RPCs on localhost:(\d+).*Pages on http://localhost:(\d+)/")
    return process, int(rpcs), int(pages)


def get(port, path, encoding="gzip", tag=""):
    """One request on a connection of its own: status, headers, body, and seconds to the first byte."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.connect()
    start = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": encoding, "If-None-Match": tag})
    response = connection.getresponse()
    first = time.perf_counter() - start
    body = response.read()
    connection.close()
    return response.status, dict(response.getheaders()), body, first


def load(port, path, *headers):
    """Answers a second, and how long the slowest hundredth took, in seconds."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency"]
    for header in headers:
        command += ["-H", header]
    said = subprocess.run([*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(f"{path} was not answered: {said}")
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1)), float(value) * {"us": 1e-6, "ms": 1e-3, "s": 1}[unit]


def compare(name, page_port, static_port, size, *headers):
    """Pages a second and their slowest hundredth beside the baseline."""
    measured = {page_port: [], static_port: []}
    load(page_port, DISTRICT, *headers)
    for _ in range(ROUNDS):
        for port, values in measured.items():
            values.append(load(port, DISTRICT, *headers))
    (pages, slowest), (base, base_slowest) = (tuple(map(statistics.median, zip(*values))) for values in measured.values())
    common = {"connections": CONNECTIONS, "answer_bytes": size, "baseline": BASELINE}
    figure(name, pages, "pages/s", **common, baseline_value=round(base), of_baseline=round(pages / base, 2))
    figure(f"{name}: 99th percentile", slowest * 1e3, "ms", **common, baseline_value=round(base_slowest * 1e3, 3),
           of_baseline=round(slowest / base_slowest, 2))


def cached_pages(folder, data):
    processes = []
    try:
        suite, rpc_port, http_port = serve(data)
        processes.append(suite)
        targets = {f"SOS_{name}_TARGET": f"127.0.0.1:{rpc_port}" for name in ("INGESTION", "INDICATOR", "ELIGIBILITY", "REPORTING")}
        ports = {"sos serve": http_port}
        for name, size in (("sos-web", ""), ("sos-web without its cache of pages", "0")):
            settings = {"SOS_HTTP_LISTEN": "localhost:0", "SOS_HTTP_CACHE_BYTES": size, **targets}
            web, (port,) = started([BIN / "sos-web"], r'"port":\s*"?(\d+)', **settings)
            processes.append(web)
            ports[name] = port
        status, _, page, _ = get(http_port, DISTRICT, encoding="identity")
        packed = get(http_port, DISTRICT)[2]
        if status != 200:
            sys.exit(f"{DISTRICT} was answered with {status}")
        (folder / "page").write_bytes(page)
        (folder / "page.gz").write_bytes(packed)
        static, (static_port,) = started([BIN / "static_server", folder / "page", folder / "page.gz"], r"^(\d+)")
        processes.append(static)
        for name, port in ports.items():
            compare(f"district page, gzip, from {name}", port, static_port, len(packed), "Accept-Encoding: gzip")
        compare("district page as it is, from sos-web", ports["sos-web"], static_port, len(page))
        weight(http_port, page, packed)
    finally:
        for process in processes:
            process.kill()
            process.wait()


def weight(port, page, packed):
    """The page with every style, script and picture that it names."""
    names = sorted(set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.decode())))
    modules = [name for asset in names if asset.split("?")[0].endswith("mjs")
               for name in re.findall(r'["\'](?:\./|/assets/)([\w.]+\.mjs)', get(port, asset, "identity")[2].decode())]
    names += [f"/assets/{module}" for module in sorted(set(modules))]
    sent = len(packed) + sum(len(get(port, name)[2]) for name in names)
    whole = len(page) + sum(len(get(port, name, "identity")[2]) for name in names)
    figure("district page with everything that it loads", whole / 1000, "kB", files=1 + len(names), compressed_kb=round(sent / 1000, 1),
           goal=150)


def paths_in(files):
    """The pages of the entities in published files, in the order of their codes."""
    found = set()
    for file in files:
        with file.open(encoding="utf-8") as rows:
            columns = next(rows).rstrip("\n").split("\t")
            cds, kind = columns.index("cds"), columns.index("rtype")
            for row in rows:
                cells = row.split("\t")
                if cells[kind] in "DS":
                    found.add(("/leas/" if cells[kind] == "D" else "/schools/") + cells[cds])
    return sorted(found)


def cold_pages(name, folder, data):
    """The first answer for each of many pages, after the start page was asked for once."""
    process, _, port = serve(data)
    try:
        start = get(port, "/")[3]
        figure(f"first byte of the first page after a start ({name})", start * 1e3, "ms", page="/")
        pages = paths_in(sorted(folder.glob("*download2024*"))[:2])
        pages = pages[::max(1, len(pages) // COLD_PAGES)][:COLD_PAGES]
        county = f"/counties/{pages[0].split('/')[2][:2]}"
        figure(f"first byte of a cold county page ({name})", get(port, county)[3] * 1e3, "ms", goal=50)
        cold = sorted(get(port, path)[3] * 1e3 for path in pages)
        again = sorted(get(port, path)[3] * 1e3 for path in pages)
        figure(f"first byte of a cold page of a district or school, median ({name})", statistics.median(cold), "ms", goal=50,
               pages=len(pages), baseline="the same page asked for again", baseline_value=round(statistics.median(again), 2))
        figure(f"first byte of the slowest of them ({name})", cold[-1], "ms", goal=50, slowest_again=round(again[-1], 2))
    finally:
        process.kill()
        process.wait()


def pack(folder, target, *words):
    """Seconds and files of the pack of one county."""
    start = time.perf_counter()
    subprocess.run([BIN / "sos", "pack", "--data-dir", folder / "state-data", "--county", "Synthetic 1", "--year", "2024",
                    "--output", target, *words], check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start, [path for path in target.rglob("*") if path.is_file()]


def packs(folder):
    """What a county office sends out, and what the pages of its schools add to it."""
    seconds, files = pack(folder, folder / "pack")
    leas = len([path for path in (folder / "pack").iterdir() if path.is_dir()]) - 1
    figure("pack of a county of the synthetic state", seconds, "s", leas=leas, files=len(files),
           megabytes=round(sum(path.stat().st_size for path in files) / 1e6),
           seconds_for_25_leas=round(seconds / leas * 25, 1), goal_for_25_leas=10)
    with_schools, more = pack(folder, folder / "pack-with-schools", "--with-schools")
    schools = len(more) - len(files)
    figure("ten thousand school pages rendered to files", (with_schools - seconds) / schools * 10000, "s", goal=60, school_pages=schools,
           seconds_for_them=round(with_schools - seconds, 2))


def main():
    if shutil.which("wrk") is None:
        print("SKIP page_benchmark: wrk is not installed (apt-get install wrk)")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for scale in ("county", "state"):
            written = folder / scale
            subprocess.run([BIN / "sos", "sample", "--scale", scale, "--output", written], check=True, stdout=subprocess.DEVNULL)
            subprocess.run([BIN / "sos", "ingest", "--data-dir", folder / f"{scale}-data", *sorted(written.iterdir())], check=True,
                           stdout=subprocess.DEVNULL)
        packs(folder)
        cached_pages(folder, folder / "county-data")
        for scale in ("county", "state"):
            cold_pages(f"synthetic {scale}", folder / scale, folder / f"{scale}-data")


if __name__ == "__main__":
    main()
