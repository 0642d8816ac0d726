# SPDX-License-Identifier: Apache-2.0
"""How the attacks ask for pages: raw bytes over TLS or in clear text, from an address of their choice."""

import dataclasses
import socket
import ssl
import threading

from harness import real_suite as real

PATIENCE = 60
OF_LEA = f"/leas/{real.LEA}"
PAGES = ("/", "/search?q=valley", "/state", "/counties/99", OF_LEA, f"{OF_LEA}/{real.YEAR}", f"{OF_LEA}/groups",
         f"{OF_LEA}/indicators/chronic", f"{OF_LEA}/indicators/chronic/all", f"{OF_LEA}/five-by-five/chronic", f"{OF_LEA}/support",
         f"{OF_LEA}/compare", f"{OF_LEA}/what-if",
         "/about/indicators/chronic", "/about/colors", "/about/support", "/about/data", "/about/dataquest", "/about/api")
FILES = (f"{OF_LEA}.json", f"{OF_LEA}.csv", f"{OF_LEA}.xlsx", f"{OF_LEA}/indicators/chronic.csv", f"{OF_LEA}/indicators/chronic.svg",
         f"{OF_LEA}/indicators/chronic.png", f"{OF_LEA}/support.json", "/about/data.json", "/search.json?q=valley", "/openapi.json",
         "/assets/icon.svg", "/assets/site.css", "/assets/site.mjs")
MOVED = ("/e/" + real.LEA, f"{OF_LEA}/", f"{OF_LEA}/indicators/chro", f"/search?q={real.LEA}", f"{OF_LEA}/what-if?pick=chronic-ALL&n=1")
ERRORS = ("/nowhere", "/leas/1", "/leas/99600020000000/1999", "/counties/98", f"{OF_LEA}.docx", f"{OF_LEA}?release=none",
          f"{OF_LEA}?revision=x",
          "/sos.nothing.v1.Nothing/Get", "/sign-in", "/sign-out", "/assets/none.css", "/%zz", "//", "/a%00b")
RPC = "/sos.ingestion.v1.IngestionService/GetSnapshot?message=%7B%7D"
EVERYTHING = (*PAGES, *FILES, *MOVED, *ERRORS, RPC)


@dataclasses.dataclass
class Answer:
    status: int
    headers: list
    body: bytes

    def __getitem__(self, name):
        """The values of a header, joined; empty where it is not there."""
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower())

    @property
    def text(self):
        return self.body.decode()

    def same_as(self, other):
        """Whether another answer differs by nothing but the day."""
        def kept(answer):
            return [(key, value) for key, value in answer.headers if key not in ("Date", "Connection")]
        return (self.status, kept(self), self.body) == (other.status, kept(other), other.body)


def whole(body):
    """A body in chunks as one piece."""
    read = b""
    while body:
        length, _, rest = body.partition(b"\r\n")
        size = int(length, 16)
        read, body = read + rest[:size], rest[size + 2:]
    return read


def read_answer(data):
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = [tuple(line.split(": ", 1)) if ": " in line else (line.rstrip(":"), "") for line in lines[1:]]
    answer = Answer(int(lines[0].split(" ")[1]), headers, body)
    if answer["Transfer-Encoding"] == "chunked":
        answer.body = whole(body)
    return answer


class Browser:
    """Asks one server; each request has a connection of its own. `ca` is the file that its certificate is checked by."""

    def __init__(self, port, ca=None, source="127.0.0.1"):
        self.port, self.source = port, source
        self.tls = ssl.create_default_context(cafile=ca) if ca else None

    def send(self, data):
        """Everything that is answered to these bytes, up to the end of the connection."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE, source_address=(self.source, 0))
        if self.tls:
            connection = self.tls.wrap_socket(connection, server_hostname="localhost")
        read = b""
        with connection:
            try:
                connection.sendall(data)
                while piece := connection.recv(65536):
                    read += piece
            except (ConnectionError, ssl.SSLError):
                pass
        return read

    def ask(self, path, *headers, method="GET", body=None, host="localhost"):
        """The answer. A header is its whole line, as text or bytes; what is no ASCII in a path is sent as it is."""
        lines = [f"{method} {path} HTTP/1.1".encode(), b"Host: " + host.encode(), b"Connection: close"]
        lines += [header if isinstance(header, bytes) else header.encode() for header in headers]
        if body is not None:
            lines.append(b"Content-Length: %d" % len(body))
        data = self.send(b"\r\n".join(lines) + b"\r\n\r\n" + (body or b""))
        assert data, f"{method} {path[:200]} {headers} was not answered"
        return read_answer(data)

    def post(self, path, body=b"{}", *headers):
        if not any(str(header).lower().startswith("content-type") for header in headers):
            headers = ("Content-Type: application/json", *headers)
        return self.ask(path, *headers, method="POST", body=body)


class Web:
    """A `sos-web` of its own."""

    def __init__(self, suite, name, ca=None, **settings):
        self.port = real.free_port()
        self.program = real.Program([real.BIN / "sos-web"], suite.folder / f"{name}.log",
                                    {"SOS_HTTP_LISTEN": f"127.0.0.1:{self.port}", **settings})
        suite.programs[name] = self.program
        real.wait_until(name, lambda: real.accepts(self.port))
        self.browser = Browser(self.port, ca)


class Witness:
    """A server that answers every RPC with an empty message, and keeps the metadata of its calls."""

    def __init__(self):
        import grpc
        from concurrent import futures
        self.calls, self.lock = [], threading.Lock()
        witness = self

        class Handler(grpc.GenericRpcHandler):
            def service(self, details):
                if not details.method.startswith("/sos."):
                    return None  # The health of the server, for one.
                metadata = {key: value for key, value in details.invocation_metadata}
                # The site itself watches revisions, for nobody and on behalf of no request.
                if not details.method.endswith("/WatchRevisions") or "x-request-id" in metadata:
                    with witness.lock:
                        witness.calls.append(metadata)
                return grpc.unary_unary_rpc_method_handler(lambda request, context: b"")

        self.server = grpc.server(futures.ThreadPoolExecutor(4), handlers=(Handler(),))
        self.port = self.server.add_insecure_port("127.0.0.1:0")
        self.server.start()

    def heard(self):
        """The metadata since it was asked the last time."""
        with self.lock:
            calls, self.calls = self.calls, []
        return calls
