# SPDX-License-Identifier: Apache-2.0
"""What a program does by itself: wrong settings are refused all at once, arguments explained, nothing is open to others
that its operator has not opened, and whatever is written is its user's alone.
"""

import subprocess

import pytest
from harness.real_suite import BIN, LEA, SERVERS, YEAR


def run(program, *arguments, **environment):
    return subprocess.run([BIN / program, *map(str, arguments)], env=environment, capture_output=True, text=True, timeout=30, check=False)


def test_wrong_settings_are_refused_all_at_once():
    done = run("sos-reporting", SOS_WORKERS="many", SOS_DRAIN_TIMEOUT="soon")
    assert done.returncode == 2, done.stderr
    for name in ("SOS_WORKERS=many", "SOS_DRAIN_TIMEOUT=soon", "SOS_INGESTION_TARGET", "SOS_ELIGIBILITY_TARGET"):
        assert name in done.stderr


def test_a_certificate_that_is_not_there_is_named():
    done = run("sos-ingestion", SOS_TLS_CERTIFICATE="/nowhere/tls.crt", SOS_TLS_KEY="/nowhere/tls.key")
    assert done.returncode == 2 and "/nowhere/tls.crt" in done.stderr, done.stderr[-300:]


@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize("arguments, code", ((["--help"], 0), (["-h"], 0), (["--port", "1"], 2), (["serve"], 2), (["--help", "x"], 2)))
def test_a_server_takes_no_arguments_but_says_where_its_settings_are(tmp_path, name, arguments, code):
    data = tmp_path / "data of nobody"
    done = run(f"sos-{name}", *arguments, SOS_DATA_DIR=str(data))
    assert done.returncode == code, done.stderr
    assert code or "deploy/README.md" in done.stdout
    assert not data.exists(), "a server that only said how it is used made its data directory"


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_in_the_clear_without_tokens_serves_its_own_machine_alone(tmp_path, name):
    """Unless its operator says otherwise."""
    targets = {f"SOS_{other}_TARGET": "127.0.0.1:1" for other in ("INGESTION", "INDICATOR", "ELIGIBILITY", "REPORTING")}
    done = run(f"sos-{name}", SOS_LISTEN="0.0.0.0:0", SOS_HTTP_LISTEN="0.0.0.0:0", SOS_DATA_DIR=str(tmp_path / "unused"), **targets)
    assert done.returncode == 2 and "SOS_INSECURE" in done.stderr, done.stderr[-300:]
    assert not (tmp_path / "unused").exists(), "a server that refused to start made its data directory"


def test_so_does_sos_serve(tmp_path):
    done = subprocess.run([BIN / "sos", "serve", "--listen", "0.0.0.0:0", "--data-dir", tmp_path / "unused"], capture_output=True,
                          text=True, timeout=30, check=False)
    assert done.returncode == 2 and "SOS_INSECURE" in done.stderr, done.stderr[-300:]
    assert not (tmp_path / "unused").exists(), "a server that refused to start made its data directory"


def test_whatever_sos_writes_is_its_users_alone(tmp_path):
    """Also under the most open umask."""
    work = tmp_path / "private"

    def sos(*arguments):
        subprocess.run([BIN / "sos", *map(str, arguments)], umask=0, capture_output=True, check=True, timeout=300)

    sos("sample", "--output", work / "files")
    sos("generate", "--years", "2025", "--output", work / "records")
    sos("ingest", "--data-dir", work / "data", "--output", work / "ingested.csv", "--format", "csv", work / "files", work / "records")
    sos("students", "--data-dir", work / "data", "--entity", LEA, "--indicator", "CHRO", "--year", "2025", "--purpose", "a test",
        "--output", work / "students.csv", "--format", "csv")
    sos("report", "--data-dir", work / "data", "--entity", LEA, "--year", YEAR, "--output", work / "report.html", "--format", "html")
    sos("backup", work / "backup.sqlite", "--data-dir", work / "data")
    open_to_others = [f"{path.relative_to(work.parent)} {path.stat().st_mode & 0o777:04o}" for path in [work, *work.rglob("*")]
                      if path.stat().st_mode & 0o777 != (0o700 if path.is_dir() else 0o600)]
    assert not open_to_others
    assert (work / "students.csv").read_text().count("\n") > 10, "no students were listed"
