# SPDX-License-Identifier: Apache-2.0
"""What a partner's program does in every language, against the real servers over TLS with a token.

Stubs are generated as proto/README.md says. Each program does the same steps and prints a line for each, `ok STEP` or
`FAIL STEP: why`. A language whose tools are not installed is skipped, with the reason.
"""

import os
import pathlib
import re
import shutil
import subprocess
import uuid

import pytest
from harness import real_suite as real

HERE = pathlib.Path(__file__).resolve().parent
PROTO = real.ROOT / "proto"
PROTOS = sorted(str(p.relative_to(PROTO)) for p in PROTO.rglob("*.proto"))
OURS = [p for p in PROTOS if p.startswith("sos/")]


def need(*programs):
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")


def run(*command, **options):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, timeout=400, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]}: exit {done.returncode}: {(done.stderr or done.stdout)[-1500:]}")
    return done.stdout


def npm_install(folder, *arguments):
    """What needs a registry is no failure where none is in reach."""
    need("node", "npm")
    try:
        run("npm", *arguments, "--silent", "--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--no-fund", "--no-audit",
            "--ignore-scripts", "--prefix", folder, cwd=folder)
    except (RuntimeError, subprocess.TimeoutExpired) as failure:
        pytest.skip(f"npm cannot install its packages here ({str(failure)[:100].strip()})")


class LateServer:
    """Stands before a reporting server that starts only when the first call has found it missing. That call gets the
    real UNAVAILABLE; only a client that tries again gets the answer."""

    def __init__(self, suite, name):
        import grpc
        from concurrent import futures
        self.suite, self.name, self.calls = suite, name, 0
        self.behind = real.free_port()
        suite.ports[name, 0] = self.behind
        self.channel = suite.channel(name)
        key, certificate = ((suite.certificates / f).read_bytes() for f in ("reporting-key.pem", "reporting.pem"))

        class Handler(grpc.GenericRpcHandler):
            def service(_, details):  # noqa: N805  # `self` is the server around it.
                return grpc.unary_unary_rpc_method_handler(
                    lambda request, context: self.forward(details.method, request, context))

        self.server = grpc.server(futures.ThreadPoolExecutor(4), handlers=[Handler()])
        self.port = self.server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([(key, certificate)]))
        self.server.start()

    def forward(self, method, request, context):
        import grpc
        self.calls += 1
        token = [(k, v) for k, v in context.invocation_metadata() if k == "authorization"]
        try:
            return self.channel.unary_unary(method)(request, metadata=token, timeout=30, wait_for_ready=self.calls > 1)
        except grpc.RpcError as failure:
            if self.calls == 1:
                log = self.suite.folder / f"{self.name}.log"
                self.suite.programs[self.name] = self.suite.server("reporting", self.behind, log, {})
            context.abort(failure.code(), failure.details())

    def close(self):
        self.server.stop(None).wait()
        self.channel.close()


class Outcome:
    """What a program printed of its steps, and how many calls it made of the server that starts late."""

    def __init__(self, command, environment, late):
        try:
            done = subprocess.run(list(map(str, command)), env={**os.environ, **{k: str(v) for k, v in environment.items()}},
                                  capture_output=True, text=True, check=False, timeout=180)
            printed, self.errors = done.stdout, done.stderr[-1500:]
        except subprocess.TimeoutExpired as slow:
            printed, self.errors = "", str(slow)
        self.said = dict(re.findall(r"^(?:ok|FAIL) (\w+)(.*)$", printed, re.MULTILINE))
        self.passed = set(re.findall(r"^ok (\w+)$", printed, re.MULTILINE))
        self.late_calls = late.calls

    def of(self, step):
        """`ok`, or why not."""
        if step in self.passed:
            return "ok"
        return self.said.get(step, f"not reached; {self.errors}").lstrip(": ")


def run_client(suite, file, command, environment):
    late = LateServer(suite, f"late-{pathlib.Path(str(command[0])).name}")
    address = {f"SOS_{name.upper()}": f"127.0.0.1:{suite.ports[name, 0]}" for name in ("ingestion", "indicator", "reporting")}
    environment = environment | address | {
        "SOS_LATE_REPORTING": f"127.0.0.1:{late.port}", "SOS_TLS_CA": suite.certificates / "ca.pem", "SOS_TOKEN": suite.token("state"),
        "SOS_SERVICE_CONFIG": HERE / "service_config.json", "SOS_LEA": real.LEA, "SOS_YEAR": real.YEAR, "SOS_FILE": file,
        "SOS_REQUEST_ID": uuid.uuid4(), "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    try:
        return Outcome(command, environment, late)
    finally:
        late.close()


class Steps:
    """The tests of one language. Its file has a fixture `program`: the command that runs the client, and its environment."""

    @pytest.fixture(scope="class")
    def outcome(self, program, suite, sample):
        command, environment = program
        return run_client(suite, next(f for f in sample if "chronic" in f.name), command, environment)

    def test_discovers_services_and_their_methods_by_reflection(self, outcome):
        assert outcome.of("discover") == "ok"

    def test_lists_entities_page_by_page(self, outcome):
        assert outcome.of("pages") == "ok"

    def test_reads_a_stream_of_results_to_its_end(self, outcome):
        assert outcome.of("stream") == "ok"

    def test_uploads_a_file_in_two_parts_and_repeats_the_creation_and_the_commit(self, outcome):
        assert outcome.of("upload") == "ok"

    def test_reads_the_reason_of_an_error(self, outcome):
        assert outcome.of("error") == "ok"

    def test_meets_a_deadline(self, outcome):
        assert outcome.of("deadline") == "ok"

    def test_gets_an_answer_from_a_server_that_starts_late_by_its_service_config(self, outcome):
        assert outcome.of("retry") == "ok"

    def test_made_one_call_more_than_it_failed(self, outcome):
        assert outcome.late_calls == 2
