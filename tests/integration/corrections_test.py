# SPDX-License-Identifier: Apache-2.0
"""What a second file of the same year does to the first: a file that was cut is refused, one that is meant to be
smaller is taken with an option, and a correction changes its own rows and no others, also where several come at once.
"""

import csv
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "reference"))
import records_reference_test as reference  # noqa: E402

SOS = pathlib.Path(os.environ.get("SOS_BUILD_DIR", ROOT / "build")) / "bin" / "sos"
HEADER = "cds,rtype,districtname,countyname,studentgroup,currnumer,currdenom,currstatus,type,indicator,reportingyear"
GROUPS = ("AA", "AI", "ALL", "AS", "EL", "FI", "FOS", "HI", "HOM", "MR", "PI", "SED", "SWD", "WH")
FAILURES = []


def check(what, found, seen=""):
    print(f"{'ok  ' if found else 'FAIL'} {what}", "" if found else seen)
    if not found:
        FAILURES.append(what)


def write(path, rows):
    """A suspension file with the numerators of `rows`, by LEA and group."""
    lines = [f"{lea},D,Alder Creek Unified,Made Up,{group},{count},1000,{count / 10},UD,SUSP,2023" for (lea, group), count in rows.items()]
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="ascii")
    return path


def ingest(path, *more, code=0):
    done = subprocess.run([SOS, "ingest", "--format", "json", path, *map(str, more)], capture_output=True, text=True, check=False)
    assert done.returncode == code, f"exit {done.returncode}: {done.stderr}"
    return json.loads(done.stdout), done.stderr


def stored(data):
    listed = subprocess.run([SOS, "results", "--data-dir", data, "--year", "2023", "--format", "csv"], capture_output=True, text=True, check=True)
    return {(row["cds"], row["group"]): round(float(row["status"]) * 10) for row in csv.DictReader(io.StringIO(listed.stdout))}


def main():
    first, second = "99990010000000", "99990020000000"
    rows = {(lea, group): 100 + number for lea in (first, second) for number, group in enumerate(GROUPS)}
    with tempfile.TemporaryDirectory() as directory:
        work = pathlib.Path(directory)
        data = work / "data"
        where = ("--data-dir", data)
        whole, said = ingest(write(work / "susp2023.csv", rows), *where)
        check("a first file replaces nothing", whole["replacements"] == [] and "replace" not in said, said)
        check("every row counts", stored(data) == rows, stored(data))

        # Cut at a line end: the second LEA has lost all but three rows.
        kept = dict(list(rows.items())[:len(GROUPS) + 3])
        cut = write(work / "cut_susp2023.csv", kept)
        dry, said = ingest(cut, "--validate-only", *where, code=2)
        check("a dry run says what would vanish", dry["state"] == "rejected" and
              f"would replace 14 rows of LEA {second} (suspension 2023) by 3; 11 rows and 11 groups vanish" in said and
              "would replace 14 rows of 1 other LEA by 14; nothing vanishes" in said, said)
        refused, said = ingest(cut, *where, code=2)
        check("a file that was cut is refused", refused["state"] == "rejected" and second in refused["message"] and
              "11 of 14 rows" in refused["message"] and "--allow-shrink" in said, (refused["message"], said))
        check("and nothing has vanished", stored(data) == rows)
        allowed, said = ingest(cut, "--allow-shrink", *where)
        check("it is taken where that is meant", stored(data) == kept and
              [(r["lea"], r["vanished_groups"]) for r in allowed["replacements"]] == [(second, 11), (first, 0)], allowed["replacements"])
        check("and says so", f"replaces 14 rows of LEA {second} (suspension 2023) by 3; 11 rows and 11 groups vanish" in said, said)

        ingest(work / "susp2023.csv", *where)
        one = {(first, "SWD"): 777}
        alone, _ = ingest(write(work / "one_susp2023.csv", one), *where, code=2)
        check("one changed row alone is refused", "--correct" in alone["message"], alone["message"])
        _, said = ingest(work / "one_susp2023.csv", "--correct", *where)
        check("sent as a correction it changes its row and no other", stored(data) == {**rows, **one})
        check("and says so", "corrects 14 rows of 1 LEA, which are now 14; nothing vanishes" in said, said)

        # Several at once: each corrects another row of one LEA.
        corrections = {(first, group): 500 + number for number, group in enumerate(GROUPS[:6])}
        with reference.serving(data) as address:
            senders = []
            for (lea, group), count in corrections.items():
                path = write(work / f"{group}_susp2023.csv", {(lea, group): count})
                senders.append(subprocess.Popen([SOS, "ingest", "--server", address, "--correct", path], stdout=subprocess.DEVNULL))
            codes = [sender.wait(timeout=120) for sender in senders]
        check("corrections that come at once are all taken", codes == [0] * len(corrections), codes)
        check("and none is lost", stored(data) == {**rows, **one, **corrections}, stored(data))
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
