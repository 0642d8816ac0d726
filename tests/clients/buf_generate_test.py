# SPDX-License-Identifier: Apache-2.0
"""Stubs as a partner makes them without protoc."""

from clients.partner import OURS, PROTO, npm_install, run


def test_buf_generate_makes_the_python_stubs(folder):
    npm_install(folder, "install", "@bufbuild/buf@1.75.0")
    run(folder / "node_modules" / ".bin" / "buf", "generate", "--output", folder, cwd=PROTO)
    made = {str(p.relative_to(folder / "generated" / "python")) for p in (folder / "generated" / "python").rglob("*.py")}
    wanted = {p.replace(".proto", suffix) for p in OURS for suffix in ("_pb2.py", "_pb2_grpc.py")}
    assert not wanted - made
    # A program takes google.rpc from googleapis-common-protos; a part of it in front would hide the rest.
    assert not {p for p in made if p.startswith("google/")}
