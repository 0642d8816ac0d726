# SPDX-License-Identifier: Apache-2.0
"""A partner's program in Go."""

import os
import pathlib

import pytest
from clients.partner import HERE, OURS, PROTO, Steps, need, run

GOCODE = pathlib.Path("/usr/share/gocode")


@pytest.fixture(scope="module")
def program(servers_run, folder):
    folder = folder / "go"
    folder.mkdir()
    need("go", "protoc-gen-go", "protoc-gen-go-grpc")
    if not (GOCODE / "src" / "google.golang.org" / "grpc" / "reflection").is_dir():
        pytest.skip("golang-google-grpc-dev is not installed")
    source = folder / "src"
    source.mkdir()
    # The contract names its packages of Go. google.rpc is not made: grpc links its own, and a name is registered once.
    run("protoc", f"-I{PROTO}", f"--go_out={source}", f"--go-grpc_out={source}", *OURS)
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": f"{folder}:{GOCODE}", "GOCACHE": str(folder / "cache"), "GOFLAGS": "",
                   "CGO_ENABLED": "0"}
    run("go", "build", "-o", folder / "client", HERE / "go" / "client.go", env=environment)
    return [folder / "client"], {"GRPC_GO_RETRY": "on"}


class TestGo(Steps):
    pass
