# SPDX-License-Identifier: Apache-2.0
"""A partner's program in Python."""

import shutil
import sys

import pytest
from clients.partner import HERE, PROTO, PROTOS, Steps, run


@pytest.fixture(scope="module")
def program(servers_run, folder):
    folder = folder / "python"
    folder.mkdir()
    run("protoc", f"-I{PROTO}", f"-I{HERE}", f"--python_out={folder}", f"--grpc_out={folder}",
        f"--plugin=protoc-gen-grpc={shutil.which('grpc_python_plugin')}", *PROTOS, "reflection.proto")
    return [sys.executable, HERE / "python" / "client.py"], {"PYTHONPATH": folder}


class TestPython(Steps):
    pass
