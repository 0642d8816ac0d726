# SPDX-License-Identifier: Apache-2.0
"""A partner's program in Java."""

import pathlib
import shutil

import pytest
from clients.partner import HERE, OURS, PROTO, Steps, need, run

JARS = pathlib.Path("/usr/share/java")
JAVA_NEEDS = ("geronimo-annotation-1.3-spec", "grpc-api", "grpc-context", "grpc-core", "grpc-netty", "grpc-protobuf", "grpc-protobuf-lite",
              "grpc-stub", "guava", "netty-buffer", "netty-codec", "netty-codec-http", "netty-codec-http2", "netty-codec-socks",
              "netty-common", "netty-handler", "netty-handler-proxy", "netty-resolver", "netty-tcnative", "netty-transport",
              "netty-transport-native-unix-common", "perfmark-api", "proto-google-common-protos", "protobuf")


@pytest.fixture(scope="module")
def program(servers_run, folder):
    folder = folder / "java"
    folder.mkdir()
    need("java", "javac", "grpc_java_plugin")
    missing = [name for name in JAVA_NEEDS if not (JARS / f"{name}.jar").exists()]
    if missing:
        pytest.skip(f"{JARS / missing[0]}.jar is not installed")
    native = next(pathlib.Path("/usr/lib").glob("*/jni/libnetty-tcnative.so"), None)
    if native is None:
        pytest.skip("libnetty-tcnative-jni is not installed")
    # Debian's Netty has lost ALPN with the JDK's own TLS, so OpenSSL does it; Netty looks for it under this name.
    shutil.copy(native, folder / "libnetty_tcnative.so")
    path = ":".join(str(JARS / f"{name}.jar") for name in JAVA_NEEDS)
    generated, classes = folder / "generated", folder / "classes"
    generated.mkdir()
    # com.google.rpc is in the package proto-google-common-protos. Debian's is of 2019 and has no ErrorInfo, so that one file is
    # generated; its classes are in a package of another name.
    run("protoc", f"-I{PROTO}", f"-I{HERE}", f"--java_out={generated}", f"--grpc_out={generated}",
        f"--plugin=protoc-gen-grpc={shutil.which('grpc_java_plugin')}", *OURS, "google/rpc/error_details.proto", "reflection.proto")
    run("javac", "-nowarn", "-cp", path, "-d", classes, HERE / "java" / "Client.java", *generated.rglob("*.java"))
    return ["java", f"-Djava.library.path={folder}", "-cp", f"{classes}:{path}", "Client"], {}


class TestJava(Steps):
    pass
