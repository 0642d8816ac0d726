# SPDX-License-Identifier: Apache-2.0
"""The same calls in every language a partner may write a client in, against the real servers over TLS with a token.

Stubs are generated here as proto/README.md says. Each client does the steps of STEPS and prints a line for each. A
language whose tools are not installed is skipped, with the reason. The last line tells how many checks failed.
"""

import html
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))
import real_suite as real  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
PROTO = real.ROOT / "proto"
PROTOS = sorted(str(p.relative_to(PROTO)) for p in PROTO.rglob("*.proto"))
OURS = [p for p in PROTOS if p.startswith("sos/")]
STEPS = {"discover": "discovers services and their methods by reflection",
         "pages": "lists entities page by page",
         "stream": "reads a stream of results to its end",
         "upload": "uploads a file in two parts, repeats the creation and the commit",
         "error": "reads the reason of an error",
         "deadline": "meets a deadline",
         "retry": "gets an answer from a server that starts late, by its service config"}
FAILURES = []
GOCODE = pathlib.Path("/usr/share/gocode")
JARS = pathlib.Path("/usr/share/java")
JAVA_NEEDS = ("geronimo-annotation-1.3-spec", "grpc-api", "grpc-context", "grpc-core", "grpc-netty", "grpc-protobuf", "grpc-protobuf-lite",
              "grpc-stub", "guava", "netty-buffer", "netty-codec", "netty-codec-http", "netty-codec-http2", "netty-codec-socks",
              "netty-common", "netty-handler", "netty-handler-proxy", "netty-resolver", "netty-tcnative", "netty-transport",
              "netty-transport-native-unix-common", "perfmark-api", "protobuf")


class Missing(Exception):
    """What a language needs and this machine has not."""


def check(what, holds, detail=""):
    print(f"{'ok  ' if holds else 'FAIL'} {what}{'' if holds else f': {detail}'}", flush=True)
    if not holds:
        FAILURES.append(what)


def need(*programs):
    for program in programs:
        if shutil.which(program) is None:
            raise Missing(f"{program} is not installed")


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
        raise Missing(f"npm cannot install its packages here ({str(failure)[:100].strip()})") from failure


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


def prepare_python(folder):
    run("protoc", f"-I{PROTO}", f"-I{HERE}", f"--python_out={folder}", f"--grpc_out={folder}",
        f"--plugin=protoc-gen-grpc={shutil.which('grpc_python_plugin')}", *PROTOS, "reflection.proto")
    return [sys.executable, HERE / "python" / "client.py"], {"PYTHONPATH": folder}


def prepare_typescript(folder):
    for source in (HERE / "typescript").iterdir():
        shutil.copy(source, folder)
    npm_install(folder, "ci")
    binaries = folder / "node_modules" / ".bin"
    (folder / "generated").mkdir()
    run("protoc", f"-I{PROTO}", f"-I{HERE}", f"--plugin={binaries / 'protoc-gen-ts_proto'}", f"--ts_proto_out={folder / 'generated'}",
        "--ts_proto_opt=outputServices=grpc-js,forceLong=bigint,esModuleInterop=true", *PROTOS, "reflection.proto")
    run(binaries / "tsc", "--project", folder, cwd=folder)
    return ["node", folder / "build" / "client.js"], {}


def prepare_go(folder):
    need("go", "protoc-gen-go", "protoc-gen-go-grpc")
    if not (GOCODE / "src" / "google.golang.org" / "grpc" / "reflection").is_dir():
        raise Missing("golang-google-grpc-dev is not installed")
    source = folder / "src"
    source.mkdir()
    # The contract names no packages of Go. google.rpc is not made: grpc links its own, and a name is registered once.
    packages = [f"M{p}={pathlib.PurePath(p).parent};{pathlib.PurePath(p).parts[1]}" for p in OURS]
    options = ",".join(packages)
    run("protoc", f"-I{PROTO}", f"--go_out={source}", f"--go_opt={options}", f"--go-grpc_out={source}",
        f"--go-grpc_opt={options}", *OURS)
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": f"{folder}:{GOCODE}", "GOCACHE": str(folder / "cache"), "GOFLAGS": "",
                   "CGO_ENABLED": "0"}
    run("go", "build", "-o", folder / "client", HERE / "go" / "client.go", env=environment)
    return [folder / "client"], {"GRPC_GO_RETRY": "on"}


def prepare_java(folder):
    need("java", "javac", "grpc_java_plugin")
    missing = [name for name in JAVA_NEEDS if not (JARS / f"{name}.jar").exists()]
    if missing:
        raise Missing(f"{JARS / missing[0]}.jar is not installed")
    native = next(pathlib.Path("/usr/lib").glob("*/jni/libnetty-tcnative.so"), None)
    if native is None:
        raise Missing("libnetty-tcnative-jni is not installed")
    # Debian's Netty has lost ALPN with the JDK's own TLS, so OpenSSL does it; Netty looks for it under this name.
    shutil.copy(native, folder / "libnetty_tcnative.so")
    path = ":".join(str(JARS / f"{name}.jar") for name in JAVA_NEEDS)
    generated, classes = folder / "generated", folder / "classes"
    generated.mkdir()
    run("protoc", f"-I{PROTO}", f"-I{HERE}", f"--java_out={generated}", f"--grpc_out={generated}",
        f"--plugin=protoc-gen-grpc={shutil.which('grpc_java_plugin')}", *PROTOS, "reflection.proto")
    run("javac", "-nowarn", "-cp", path, "-d", classes, HERE / "java" / "Client.java", *generated.rglob("*.java"))
    return ["java", f"-Djava.library.path={folder}", "-cp", f"{classes}:{path}", "Client"], {}


LANGUAGES = {"python": prepare_python, "typescript": prepare_typescript, "go": prepare_go, "java": prepare_java}


def check_language(suite, language, file, folder):
    folder.mkdir()
    try:
        command, environment = LANGUAGES[language](folder)
    except Missing as missing:
        print(f"SKIP clients {language}: {missing}", flush=True)
        return
    except (RuntimeError, subprocess.TimeoutExpired) as failure:
        check(f"{language}: builds", False, failure)
        return
    late = LateServer(suite, f"late-{language}")
    address = {f"SOS_{name.upper()}": f"127.0.0.1:{suite.ports[name, 0]}" for name in ("ingestion", "indicator", "reporting")}
    environment |= address | {
        "SOS_LATE_REPORTING": f"127.0.0.1:{late.port}", "SOS_TLS_CA": suite.certificates / "ca.pem", "SOS_TOKEN": suite.token("state"),
        "SOS_SERVICE_CONFIG": HERE / "service_config.json", "SOS_LEA": real.LEA, "SOS_YEAR": real.YEAR, "SOS_FILE": file,
        "SOS_REQUEST_ID": uuid.uuid4(), "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    try:
        done = subprocess.run(list(map(str, command)), env={**os.environ, **{k: str(v) for k, v in environment.items()}},
                              capture_output=True, text=True, check=False, timeout=180)
        said = dict(re.findall(r"^(?:ok|FAIL) (\w+)(.*)$", done.stdout, re.MULTILINE))
        passed = set(re.findall(r"^ok (\w+)$", done.stdout, re.MULTILINE))
    except subprocess.TimeoutExpired as slow:
        said, passed, done = {}, set(), slow
    for step, what in STEPS.items():
        check(f"{language}: {what}", step in passed, said.get(step, "not reached").lstrip(": "))
    if len(said) < len(STEPS):
        print(str(done.stderr or "")[-1500:], flush=True)
    check(f"{language}: made one call more than it failed", late.calls == 2, late.calls)
    late.close()


def methods():
    return [f"{service.full_name}.{method.name}" for _, service, _ in real.services() for method in service.methods]


def check_reference(folder):
    """The page that proto/reference.py writes names whatever the contract has, and holds no markup but its own."""
    described = folder / "contract.binpb"
    run("protoc", f"-I{PROTO}", "--include_source_info", f"--descriptor_set_out={described}", *PROTOS)
    page = run(sys.executable, PROTO / "reference.py", described)
    missing = [m for m in methods() if f'id="{m}"' not in page]
    check(f"the reference describes every one of {len(methods())} calls", not missing and methods(), missing)
    text = html.unescape(re.sub(r"<[^>]*>", "", page))
    commented = [line[4:].replace("`", "") for p in PROTOS for line in (PROTO / p).read_text(encoding="utf-8").splitlines()
                 if line.startswith("  // ") and "[" not in line and "- " not in line]
    lost = [c for c in commented if re.sub(r"\s+", " ", c.strip("/ ")) not in re.sub(r"\s+", " ", text)]
    check("and holds every comment", not lost and commented, lost[:3])
    targets = set(re.findall(r'href="#([^"]*)"', page))
    dangling = [t for t in targets if f'id="{t}"' not in page]
    check("and every link in it leads somewhere", targets and not dangling, dangling[:3])


def check_buf(folder):
    folder.mkdir()
    try:
        npm_install(folder, "install", "@bufbuild/buf@1.75.0")
    except Missing as missing:
        print(f"SKIP clients buf generate: {missing}", flush=True)
        return
    try:
        run(folder / "node_modules" / ".bin" / "buf", "generate", "--output", folder, cwd=PROTO)
        made = {str(p.relative_to(folder / "generated" / "python")) for p in (folder / "generated" / "python").rglob("*.py")}
        wanted = {p.replace(".proto", suffix) for p in PROTOS for suffix in ("_pb2.py", "_pb2_grpc.py")}
        check("buf generate makes the Python stubs", wanted <= made, wanted - made)
    except RuntimeError as failure:
        check("buf generate makes the Python stubs", False, failure)


def main():
    real.skip_unless_possible("clients")
    chosen = sys.argv[1:] or list(LANGUAGES)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        real.generate_client(folder / "client")
        check_reference(folder)
        check_buf(folder / "buf")
        suite = real.RealSuite(folder)
        try:
            file = next(f for f in suite.load_sample() if "chronic" in f.name)
            for language in chosen:
                check_language(suite, language, file, folder / language)
        finally:
            suite.close()
    print(f"clients: {len(FAILURES)} failures")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
