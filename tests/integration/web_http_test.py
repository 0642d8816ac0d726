# SPDX-License-Identifier: Apache-2.0
"""`sos-web` as clients reach it that send what they like: raw bytes, slowly, too much, or over too many connections;
and `sos serve`, which shows pages beside its RPCs. Every server has a free port.
"""

import re
import resource
import signal
import socket
import subprocess
import urllib.request

import pytest
from harness import real_suite as real
from harness.real_suite import BIN, wait_until

# Nobody answers there: these tests ask for nothing that needs a service.
TARGETS = {f"SOS_{name.upper()}_TARGET": "127.0.0.1:1" for name in real.SERVICES}
PATIENCE = 60
PER_ADDRESS = 64


class Web:
    """A `sos-web` of its own, with the port that its log names."""

    def __init__(self, folder, **settings):
        self.log = folder / f"web-{len(list(folder.iterdir()))}.log"
        self.program = real.Program([BIN / "sos-web"], self.log, {
            "SOS_HTTP_LISTEN": "localhost:0", "SOS_METRICS_LISTEN": "localhost:0", **TARGETS, **settings})
        wait_until("sos-web serves", lambda: self.port_of("serving"))
        self.port, self.metrics_port = self.port_of("serving"), self.port_of("serving metrics")

    def port_of(self, message):
        return next((int(line["port"]) for line in self.program.lines() if line["message"] == message), None)

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def send(self, request):
        """Everything that is answered to these bytes, up to the end of the connection."""
        with self.connect() as connection:
            connection.sendall(request)
            return read_to_end(connection)

    # An address that is answered without any other service.
    ALONE = "/assets/icon.svg"

    def get(self, path=ALONE, headers="", method="GET"):
        return self.send(f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n".encode())


def read_to_end(connection):
    read = b""
    try:
        while piece := connection.recv(65536):
            read += piece
    except ConnectionResetError:
        pass
    return read


def status(answer):
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else None


@pytest.fixture(scope="module")
def web(folder):
    running = Web(folder, SOS_HTTP_HEADER_TIMEOUT="1s", SOS_HTTP_BODY_TIMEOUT="1s", SOS_HTTP_BODY_BYTES="65536",
                  SOS_HTTP_CONNECTIONS_PER_ADDRESS=str(PER_ADDRESS))
    yield running
    running.program.kill()


def test_every_answer_forbids_what_is_foreign(web):
    for path in ("/", "/nowhere"):
        answer = web.get(path)
        assert b"Content-Security-Policy: default-src 'none'; style-src 'self'" in answer, path
        assert b"X-Content-Type-Options: nosniff" in answer, path
        assert b"Referrer-Policy: same-origin" in answer, path
        assert b"unsafe" not in answer, path


@pytest.mark.parametrize("host", ("attacker.example", "localhost.attacker.example", "192.168.0.1", ""))
def test_another_name_of_this_machine_is_misdirected(web, host):
    answer = web.send(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    assert status(answer) in (400, 421), answer[:200]


@pytest.mark.parametrize("request_bytes, code", (
    (b"GET /../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    (b"GET /%2e%2e%2fetc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    (b"GET /a%00b HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    (b"GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    (b"GET //attacker.example HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    (b"GET http://attacker.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: attacker.example\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\n\r\n", 400),
    (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
    (b"BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
    (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n", 413),
    (b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
    (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Large: " + b"x" * 20_000 + b"\r\n\r\n", 431),
))
def test_bad_requests_are_answered_and_the_connection_ends(web, request_bytes, code):
    assert status(web.send(request_bytes)) == code


@pytest.mark.parametrize("request_bytes", (
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"\r\n\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
def test_what_is_no_http_ends_and_others_are_served(web, request_bytes):
    with web.connect() as connection:
        try:
            connection.sendall(request_bytes)
        except (BrokenPipeError, ConnectionResetError):
            pass
        assert status(read_to_end(connection)) in (None, 400, 413, 414, 431, 505)
    assert status(web.get()) == 200


def test_a_body_beyond_the_limit_is_refused_when_it_was_read(web):
    body = b"x" * 65537
    request = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(body)
    assert status(web.send(request + body)) == 413


@pytest.mark.parametrize("beginning", (
    b"", b"GET", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: a",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc"), ids=("nothing", "line", "header", "body"))
def test_slow_and_half_open_connections_end(web, beginning):
    with web.connect() as connection:
        connection.sendall(beginning)
        connection.settimeout(0.2)
        sent = 0
        while True:
            # A byte now and then, which would keep a timeout of silence from ever coming.
            try:
                if beginning:
                    connection.sendall(b"a" if beginning != b"GET" else b"E")
                    sent += 1
                if connection.recv(1000) == b"":
                    break
            except TimeoutError:
                assert sent < 10 * PATIENCE
                continue
            except (BrokenPipeError, ConnectionResetError):
                break
    assert status(web.get()) == 200


def test_pipelined_requests_are_answered_in_their_order(web):
    one = b"GET /%d HTTP/1.1\r\nHost: localhost\r\n\r\n"
    last = b"GET /assets/icon.svg HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    answer = web.send(one % 1 + one % 2 + one % 3 + last)
    assert [int(code) for code in re.findall(rb"HTTP/1.1 (\d+)", answer)] == [404, 404, 404, 200]


def test_a_thousand_connections_of_one_address_leave_it_its_share(web):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    connections = []
    try:
        for _ in range(1000):
            connections.append(web.connect())
        answered = 0
        for connection in connections:
            try:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                answered += status(read_to_end(connection)) == 200
            except (BrokenPipeError, ConnectionResetError):
                pass
        assert answered <= PER_ADDRESS, "the others are closed at once"
    finally:
        for connection in connections:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    wait_until("the address may connect again", lambda: status(web.get()) == 200)


def test_an_unchanged_page_is_not_sent_twice(web):
    answer = web.get()
    tag = re.search(rb"ETag: (\"[0-9a-f]+\")", answer).group(1).decode()
    again = web.get(headers=f"If-None-Match: {tag}\r\n")
    assert status(again) == 304
    assert again.endswith(b"\r\n\r\n")
    assert web.get(method="HEAD").endswith(b"\r\n\r\n")


def test_health_and_metrics_have_a_listener_of_their_own(web):
    for path, text in (("/healthz", "alive"), ("/readyz", "ready"), ("/metrics", "sos_http_requests_total")):
        with urllib.request.urlopen(f"http://localhost:{web.metrics_port}{path}", timeout=PATIENCE) as answer:
            assert text in answer.read().decode(), path
    assert status(web.get("/metrics")) == 404


def test_drains_and_exits_with_0(folder):
    assert Web(folder).program.send(signal.SIGTERM) == 0


def test_refuses_wrong_settings_all_at_once(folder):
    done = subprocess.run([BIN / "sos-web"], capture_output=True, text=True, check=False, timeout=PATIENCE,
                          env={"SOS_HTTP_CONNECTIONS": "none", "SOS_LOG_LEVEL": "loud"})
    assert done.returncode == 2
    for name in (*TARGETS, "SOS_HTTP_CONNECTIONS", "SOS_LOG_LEVEL"):
        assert name in done.stderr, name


def test_serves_others_in_clear_text_only_where_that_is_meant(folder):
    done = subprocess.run([BIN / "sos-web"], capture_output=True, text=True, check=False, timeout=PATIENCE,
                          env={**TARGETS, "SOS_HTTP_LISTEN": "0.0.0.0:0"})
    assert done.returncode == 2
    assert "SOS_INSECURE" in done.stderr


class TestServe:
    def start(self, folder, *arguments):
        return subprocess.Popen([BIN / "sos", "serve", "--data-dir", folder / "data", "--listen", "localhost:0", *arguments],
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def test_prints_both_addresses_also_of_free_ports(self, tmp_path):
        with self.start(tmp_path, "--http", "localhost:0") as program:
            assert re.fullmatch(r"RPCs on localhost:[1-9]\d*\n", program.stdout.readline())
            line = program.stdout.readline()
            assert re.fullmatch(r"Pages on http://localhost:[1-9]\d*/\n", line)
            with urllib.request.urlopen(line.split()[-1], timeout=PATIENCE) as answer:
                assert answer.status == 200
            program.send_signal(signal.SIGTERM)
            assert program.stdout.read() == ""
            assert program.wait(timeout=PATIENCE) == 0

    def test_shows_no_pages_where_it_is_told_so(self, tmp_path):
        with self.start(tmp_path, "--http", "") as program:
            assert program.stdout.readline().startswith("RPCs on localhost:")
            program.send_signal(signal.SIGTERM)
            assert program.stdout.read() == ""

    @pytest.mark.parametrize("arguments, said", (
        (("--view", "state", "--http", "0.0.0.0:0"), "--view state shows the counts of small groups"),
        (("--view", "state", "--http", ""), "--view state is about pages"),
        (("--http", "0.0.0.0:0"), "SOS_INSECURE"),
        (("--http", "nowhere"), "refusing to serve pages on nowhere")))
    def test_refuses_what_would_show_too_much(self, tmp_path, arguments, said):
        done = subprocess.run([BIN / "sos", "serve", "--data-dir", tmp_path / "data", "--listen", "localhost:0", *arguments],
                              capture_output=True, text=True, check=False, timeout=PATIENCE)
        assert done.returncode == 2
        assert said in done.stderr
