# SPDX-License-Identifier: Apache-2.0
"""A partner's program in Python."""

import importlib.util
import shutil
import subprocess
import sys

import pytest
from clients.partner import HERE, OURS, PROTO, PROTOS, Steps, run

# The complete google.rpc, as proto/README.md names it.
PACKAGE = "googleapis-common-protos==1.63.2"


@pytest.fixture(scope="module")
def google_rpc(folder):
    """Where the complete google.rpc is: a folder for PYTHONPATH, or None where it can't be installed."""
    packages = folder / "packages"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--retries=0", "--timeout=15", "--target", packages, PACKAGE]
    try:
        done = subprocess.run(install, capture_output=True, check=False, timeout=120)
    except subprocess.TimeoutExpired:
        return None
    return packages if done.returncode == 0 else None


@pytest.fixture(scope="module")
def program(servers_run, folder, google_rpc):
    folder = folder / "python"
    folder.mkdir()
    # Where it can't be installed, the part that the suite sends is generated instead.
    protos = OURS if google_rpc else PROTOS
    run("protoc", f"-I{PROTO}", f"-I{HERE}", f"--python_out={folder}", f"--grpc_out={folder}",
        f"--plugin=protoc-gen-grpc={shutil.which('grpc_python_plugin')}", *protos, "reflection.proto")
    return [sys.executable, HERE / "python" / "client.py"], {"PYTHONPATH": f"{folder}:{google_rpc}" if google_rpc else folder}


class TestPython(Steps):
    pass


def test_the_contract_needs_no_google_rpc_so_that_a_client_takes_the_complete_one(folder):
    described = folder / "ours.binpb"
    run("protoc", f"-I{PROTO}", "--include_imports", f"--descriptor_set_out={described}", *OURS)
    assert b"sos/education/v1/education.proto" in described.read_bytes()
    assert b"google/rpc/" not in described.read_bytes()


def test_the_definitions_of_google_rpc_that_the_suite_sends_agree_with_the_complete_ones(folder, google_rpc):
    """Each message and field of ours is there, with its number and type."""
    if google_rpc is None:
        pytest.skip(f"pip cannot install {PACKAGE} here")
    assert importlib.util.find_spec("google.protobuf")
    described = folder / "google_rpc.binpb"
    run("protoc", f"-I{PROTO}", f"--descriptor_set_out={described}", *[p for p in PROTOS if p not in OURS])
    program = """
import sys
from google.protobuf import descriptor_pb2
from google.rpc import error_details_pb2, status_pb2
complete = {"google/rpc/error_details.proto": error_details_pb2, "google/rpc/status.proto": status_pb2}
shape = lambda field: (field.name, field.number, field.type, field.label)
for file in descriptor_pb2.FileDescriptorSet.FromString(open(sys.argv[1], "rb").read()).file:
    theirs = descriptor_pb2.FileDescriptorProto()
    complete[file.name].DESCRIPTOR.CopyToProto(theirs)
    known = {message.name: set(map(shape, message.field)) for message in theirs.message_type}
    for message in file.message_type:
        assert set(map(shape, message.field)) <= known[message.name], message.name
        print(message.name)
"""
    compared = run(sys.executable, "-c", program, described, env={"PYTHONPATH": str(google_rpc)}).split()
    assert {"Status", "ErrorInfo", "RetryInfo", "BadRequest"} <= set(compared)
