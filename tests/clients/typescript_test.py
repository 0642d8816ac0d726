# SPDX-License-Identifier: Apache-2.0
"""A partner's program in TypeScript."""

import shutil

import pytest
from clients.partner import HERE, PROTO, PROTOS, Steps, npm_install, run


@pytest.fixture(scope="module")
def program(servers_run, folder):
    folder = folder / "typescript"
    folder.mkdir()
    for source in (HERE / "typescript").iterdir():
        shutil.copy(source, folder)
    npm_install(folder, "ci")
    binaries = folder / "node_modules" / ".bin"
    (folder / "generated").mkdir()
    run("protoc", f"-I{PROTO}", f"-I{HERE}", f"--plugin={binaries / 'protoc-gen-ts_proto'}", f"--ts_proto_out={folder / 'generated'}",
        "--ts_proto_opt=outputServices=grpc-js,forceLong=bigint,esModuleInterop=true", *PROTOS, "reflection.proto")
    run(binaries / "tsc", "--project", folder, cwd=folder)
    return ["node", folder / "build" / "client.js"], {}


class TestTypeScript(Steps):
    pass
