# SPDX-License-Identifier: Apache-2.0
"""The whole suite as an agency runs it, on one machine: four servers over TLS with client certificates between
them and tokens for callers, a real Redis with a user, and SQLite or a real PostgreSQL. For the suites that attack
it, break it, or call it as a partner would.
"""

import importlib
import importlib.util
import json
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("SOS_BUILD_DIR", ROOT / "build")) / "bin"
SOS = BIN / "sos"
POSTGRES = pathlib.Path("/usr/lib/postgresql/15/bin")
YEAR = 2024
LEA = "99600020000000"
SERVICES = ("ingestion", "indicator", "eligibility", "reporting")
# Every server: web has no RPCs, and runs where a suite starts it.
SERVERS = (*SERVICES, "web")
# Files that the state published, which are no part of this project.
PUBLISHED = pathlib.Path(os.environ.get("SOS_PUBLISHED_DATA", ROOT.parent / "shared" / "data"))
ISSUER, AUDIENCE = "https://identity.example", "sos"


def missing(*more, postgres=False):
    """What a Python client needs, and `more` programs, that this machine has not; empty if it has all."""
    for program in ("protoc", "grpc_python_plugin", *more):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    if postgres and not (POSTGRES / "postgres").exists():
        return "PostgreSQL 15 is not installed"
    if importlib.util.find_spec("grpc") is None:
        return "python3-grpcio is not installed"
    return ""


def missing_for_servers(postgres=False):
    return missing("redis-server", "openssl", postgres=postgres)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_until(what, condition, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.02)
    raise TimeoutError(what)


def accepts(port):
    with socket.socket() as s:
        return s.connect_ex(("127.0.0.1", port)) == 0


def sos(*arguments, code=0, **environment):
    run = subprocess.run([SOS, *map(str, arguments)], capture_output=True, check=False, timeout=300,
                         env={**os.environ, **environment})
    if run.returncode != code:
        raise RuntimeError(f"sos {' '.join(map(str, arguments[:5]))}: exit {run.returncode}: {run.stderr.decode()[-400:]}")
    return run.stdout


def generate_client(folder):
    """Python stubs from the contract, importable afterwards."""
    folder.mkdir(exist_ok=True)
    protos = [str(p.relative_to(ROOT / "proto")) for p in (ROOT / "proto").rglob("*.proto")]
    subprocess.run(["protoc", f"-I{ROOT / 'proto'}", f"--python_out={folder}", f"--grpc_out={folder}",
                    f"--plugin=protoc-gen-grpc={shutil.which('grpc_python_plugin')}", *protos], check=True)
    sys.path.insert(0, str(folder))
    import google  # Whose own folder is that of protobuf.
    google.__path__.append(str(folder / "google"))


class Program:
    """A process with its log, startable again as it was. It ends with the thread that started it, also where a test is killed."""

    def __init__(self, command, log, environment=None, user=None):
        self.command, self.log, self.environment, self.user = command, log, environment, user
        self.process = None
        self.start()

    def start(self):
        command = ["setpriv", "--pdeathsig", "TERM", *map(str, self.command)]
        self.process = subprocess.Popen(command, env={**os.environ, **(self.environment or {})},
                                        stdout=subprocess.DEVNULL, stderr=self.log.open("ab"), user=self.user,
                                        group=pwd.getpwnam(self.user).pw_gid if self.user else None, cwd="/")

    def send(self, number):
        self.process.send_signal(number)
        return self.process.wait(timeout=60)

    def kill(self):
        if self.process.poll() is None:
            self.send(signal.SIGKILL)

    def lines(self):
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]


class PostgresServer:
    """On a socket of its own. `copy_of` makes it a streaming standby of another."""

    def __init__(self, folder, settings=("fsync=off",), start=True, copy_of=None):
        self.user = "postgres" if os.getuid() == 0 else None
        # The path of a socket has at most 107 bytes, and the server's user must reach it.
        self.folder = pathlib.Path(subprocess.check_output(["mktemp", "-d", "/tmp/sos-postgres-XXXXXX"], text=True).strip())
        if self.user:
            shutil.chown(self.folder, self.user)
        self.log = folder / f"{self.folder.name}.log"
        if copy_of:
            self.run("pg_basebackup", "-h", copy_of.folder, "-U", "sos", "-D", self.folder / "data", "-R", "--checkpoint=fast")
        else:
            self.run("initdb", "-D", self.folder / "data", "-U", "sos", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
        options = [word for setting in ("listen_addresses=", "max_connections=100", *settings) for word in ("-c", setting)]
        self.command = [POSTGRES / "postgres", "-D", self.folder / "data", "-k", self.folder, *options]
        self.connection = f"host={self.folder} user=sos dbname=postgres"
        self.program = None
        if start:
            self.start()

    def run(self, program, *arguments):
        return subprocess.run([str(POSTGRES / program), *map(str, arguments)], check=True, capture_output=True, text=True,
                              user=self.user, cwd="/").stdout.strip()

    def start(self):
        self.program = Program(self.command, self.log, user=self.user)
        self.wait()

    def query(self, sql):
        """The one value that a statement gives."""
        return self.run("psql", "-h", self.folder, "-U", "sos", "-d", "postgres", "-tAc", sql)

    def wait(self):
        wait_until("postgres", lambda: subprocess.run([POSTGRES / "pg_isready", "-q", "-h", self.folder], check=False).returncode == 0)

    def restart(self):
        self.program.send(signal.SIGINT)
        self.program.start()
        self.wait()

    def close(self):
        if self.program and self.program.process.poll() is None:
            self.program.send(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)


class RealSuite:
    """`replicas` says how many servers of a service there are (1); `settings` are those of every server. `store` is
    "sqlite", "postgres", or what has a `connection` of PostgreSQL and a `close()`. `redis_of` is a suite whose Redis
    this one shares.
    """

    def __init__(self, folder, store="sqlite", replicas=None, settings=None, secure=True, redis_of=None):
        self.folder, self.secure = folder, secure
        folder.mkdir(exist_ok=True)
        self.certificates = folder / "certificates"
        subprocess.run([ROOT / "deploy" / "development" / "certificates.sh", self.certificates], check=True)
        self.programs = {}
        self.redis_password = "the-password-of-redis"
        self.redis_port = redis_of.redis_port if redis_of else free_port()
        if not redis_of:
            self.programs["redis"] = Program(
                ["redis-server", "--port", self.redis_port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder,
                 "--user", "sos", "on", f">{self.redis_password}", "~sos:*", "-@all", "+get", "+set", "--user", "default", "off"],
                folder / "redis.log")
        self.postgres = PostgresServer(folder) if store == "postgres" else None if store == "sqlite" else store
        self.replicas = {name: (replicas or {}).get(name, 1) for name in SERVICES}
        self.ports = {(name, n): free_port() for name in SERVICES for n in range(self.replicas[name])}
        (folder / "data").mkdir(exist_ok=True)
        for name, n in self.ports:
            self.programs[name, n] = self.server(name, self.ports[name, n], folder / f"{name}-{n}.log", settings or {})
        try:
            for what, port in (("redis", self.redis_port), *self.ports.items()):
                wait_until(what, lambda p=port: accepts(p))
        except TimeoutError:
            self.close()
            raise

    def target(self, name):
        addresses = ",".join(f"127.0.0.1:{self.ports[name, n]}" for n in range(self.replicas[name]))
        return f"ipv4:{addresses}"

    def settings_of(self, name):
        settings = {"SOS_DATA_DIR": str(self.folder / "data"), "SOS_REDIS_ADDRESS": f"127.0.0.1:{self.redis_port}",
                    "SOS_REDIS_USER": "sos", "SOS_REDIS_PASSWORD": self.redis_password, "SOS_REDIS_TIMEOUT": "200ms"}
        for other in SERVICES:
            settings[f"SOS_{other.upper()}_TARGET"] = self.target(other)
        if self.postgres and name == "ingestion":
            settings["SOS_POSTGRES"] = self.postgres.connection
        if self.secure:
            settings |= {"SOS_TLS_CERTIFICATE": str(self.certificates / f"{name}.pem"),
                         "SOS_TLS_KEY": str(self.certificates / f"{name}-key.pem"),
                         "SOS_TLS_CA": str(self.certificates / "ca.pem"), "SOS_TLS_CLIENTS": "optional", "SOS_TLS_SERVER_NAME": "localhost",
                         "SOS_AUTH_JWKS": str(self.certificates / "jwks.json"), "SOS_AUTH_ISSUER": ISSUER,
                         "SOS_AUTH_AUDIENCE": AUDIENCE}
        return settings

    def server(self, name, port, log, settings):
        return Program([BIN / f"sos-{name}"], log,
                       {**self.settings_of(name), "SOS_LISTEN": f"127.0.0.1:{port}", **settings})

    def start_web(self, settings=None):
        """Starts the pages of these servers; gives their port."""
        port = free_port()
        self.programs["web", 0] = Program([BIN / "sos-web"], self.folder / "web-0.log",
                                          {**self.settings_of("web"), "SOS_HTTP_LISTEN": f"127.0.0.1:{port}", **(settings or {})})
        wait_until("web", lambda: accepts(port))
        return port

    def page(self, port, path):
        """The body of a page, over TLS as a browser asks for it."""
        import ssl
        import urllib.request
        context = ssl.create_default_context(cafile=self.certificates / "ca.pem")
        with urllib.request.urlopen(f"https://localhost:{port}{path}", context=context, timeout=60) as answer:
            return answer.read()

    def token(self, role, *scope, **environment):
        return subprocess.check_output([ROOT / "deploy" / "development" / "token.sh", self.certificates, role, *scope], text=True,
                                       env={**os.environ, **{k: str(v) for k, v in environment.items()}}).strip()

    def sos(self, *arguments, token=None, code=0):
        """A command of `sos` against these servers."""
        servers = ",".join(f"{name}=127.0.0.1:{self.ports[name, 0]}" for name in SERVICES)
        environment = {}
        if self.secure:
            environment = {"SOS_TLS_CA": str(self.certificates / "ca.pem"), "SOS_TOKEN": token or self.token("state")}
        return sos(*arguments, "--server", servers, code=code, **environment)

    def channel(self, name, token=None, replica=0, certificate=None, options=()):
        """A channel as a partner's client opens it; `certificate` names a service to be taken for."""
        import grpc
        address = f"127.0.0.1:{self.ports[name, replica]}"
        if not self.secure:
            return grpc.insecure_channel(address, options=options)
        shown = {}
        if certificate:
            shown = {"private_key": (self.certificates / f"{certificate}-key.pem").read_bytes(),
                     "certificate_chain": (self.certificates / f"{certificate}.pem").read_bytes()}
        credentials = grpc.ssl_channel_credentials((self.certificates / "ca.pem").read_bytes(), **shown)
        if token:
            credentials = grpc.composite_channel_credentials(credentials, grpc.access_token_call_credentials(token))
        return grpc.secure_channel(address, credentials, options=options)

    def load_sample(self):
        """The synthetic county of the quickstart."""
        sos("sample", "--output", self.folder / "files")
        files = sorted((self.folder / "files").iterdir())
        self.sos("ingest", *files)
        return files

    def close(self):
        for program in self.programs.values():
            program.kill()
        if self.postgres:
            self.postgres.close()


def services():
    """(package, service descriptor, stub class) of the four services, once the client is generated."""
    for name in SERVICES:
        module = importlib.import_module(f"sos.{name}.v1.{name}_service_pb2")
        stubs = importlib.import_module(f"sos.{name}.v1.{name}_service_pb2_grpc")
        service = module.DESCRIPTOR.services_by_name[f"{name.capitalize()}Service"]
        yield name, service, getattr(stubs, f"{service.name}Stub")


def reason_of(error):
    """The ErrorInfo reason of a failed call; empty if it has none."""
    from google.rpc import error_details_pb2, status_pb2
    details = dict(error.trailing_metadata() or ()).get("grpc-status-details-bin", b"")
    info = error_details_pb2.ErrorInfo()
    for detail in status_pb2.Status.FromString(details).details:
        if detail.Unpack(info):
            return info.reason
    return ""


def certificate_serial(port):
    """The serial number of the certificate that a server shows."""
    shown = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-servername", "localhost", "-alpn", "h2"],
                           stdin=subprocess.DEVNULL, capture_output=True, check=False).stdout
    return subprocess.run(["openssl", "x509", "-noout", "-serial"], input=shown, capture_output=True, check=False).stdout
