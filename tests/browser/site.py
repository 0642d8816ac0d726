# SPDX-License-Identifier: Apache-2.0
"""`sos serve` with the synthetic county of the quickstart, as a person starts it on a laptop."""

import csv
import http.client
import os
import re
import select
import subprocess
import urllib.parse

from harness import real_suite as real

# Red as the files and `sos results --format csv` write it.
RED = "1"
INDICATORS = {"CHRO": "chronic", "SUSP": "suspension", "ELPI": "elpi", "GRAD": "graduation", "ELA": "ela", "MATH": "mathematics",
              "CCI": "college-career"}


class Site:
    """A running site, as the public sees it."""

    def __init__(self, folder):
        self.folder, self.data = folder, folder / "data"
        real.sos("sample", "--output", folder / "files")
        real.sos("ingest", "--data-dir", self.data, *sorted((folder / "files").iterdir()))
        self.log = (folder / "serve.log").open("wb")
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", real.SOS, "serve", "--data-dir", self.data, "--listen", "localhost:0", "--http",
             "localhost:0"],
            stdout=subprocess.PIPE, stderr=self.log)
        said = self._said(2)
        self.rpcs = re.search(r"^RPCs on (\S+)$", said, re.MULTILINE)[1]
        self.url = re.search(r"^Pages on (http://\S+/)$", said, re.MULTILINE)[1]
        self.netloc = urllib.parse.urlsplit(self.url).netloc
        self._places = None

    def _said(self, lines, seconds=120):
        """The first lines of its standard output."""
        text = b""
        while text.count(b"\n") < lines:
            ready, _, _ = select.select([self.process.stdout], [], [], seconds)
            piece = os.read(self.process.stdout.fileno(), 4096) if ready else b""
            assert piece, f"sos serve printed {text!r} and no more: {(self.folder / 'serve.log').read_text()[-1500:]}"
            text += piece
        return text.decode()

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=60)
        self.log.close()

    def get(self, path, **headers):
        """(status, headers by name in lower case, body) of a path or address here, after redirects."""
        path = urllib.parse.urlunsplit(("", "", *urllib.parse.urlsplit(path)[2:4], ""))
        for _ in range(4):
            connection = http.client.HTTPConnection(self.netloc, timeout=120)
            try:
                connection.request("GET", path, headers=headers)
                answer = connection.getresponse()
                body = answer.read()
            finally:
                connection.close()
            known = {name.lower(): value for name, value in answer.getheaders()}
            if answer.status not in (301, 302, 303, 307, 308):
                return answer.status, known, body
            path = urllib.parse.urlunsplit(("", "", *urllib.parse.urlsplit(urllib.parse.urljoin(path, known["location"]))[2:4], ""))
        raise AssertionError(f"{path} redirects without end")

    def sos(self, *arguments):
        """A command of `sos` against this program."""
        servers = ",".join(f"{name}={self.rpcs}" for name in real.SERVICES)
        return real.sos(*arguments, "--server", servers)

    def rows(self, *arguments):
        """The rows of a listing as {column: text}."""
        return list(csv.DictReader(self.sos(*arguments, "--format", "csv").decode().splitlines()))

    def places(self):
        """What the addresses of the tests name: an LEA with two others beside it, and the school with the most groups in Red."""
        if self._places is None:
            leas = [row["cds"] for row in self.rows("eligibility", "--program", "lcff", "--year", real.YEAR)]
            others = [lea for lea in dict.fromkeys(leas) if lea != real.LEA][:2]
            school, name, reds = self._school_with_reds()
            self._places = {"county": real.LEA[:2], "lea": real.LEA, "others": ",".join(others), "other": others[0], "school": school,
                            "school_name": name, "year": real.YEAR, "indicator": reds[0][0], "group": reds[0][1], "reds": reds}
        return self._places

    def _school_with_reds(self):
        """(code, name, [(indicator, group)]) of the school with the most Red results that are large enough to be shown to all."""
        reds = {}
        for row in self.rows("results", "--year", real.YEAR):
            if row["color"] == RED and row["group"] != "ALL" and not row["cds"].endswith("0000000") and int(row["students"] or 0) >= 30:
                reds.setdefault((row["cds"], row["name"]), []).append((INDICATORS[row["indicator"]], row["group"]))
        (code, name), found = max(reds.items(), key=lambda item: (len({group for _, group in item[1]}), item[0]))
        return code, name, found
