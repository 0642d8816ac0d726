# SPDX-License-Identifier: Apache-2.0
"""Stubs as a partner makes them without protoc."""

from clients.partner import PROTO, PROTOS, npm_install, run


def test_buf_generate_makes_the_python_stubs(folder):
    npm_install(folder, "install", "@bufbuild/buf@1.75.0")
    run(folder / "node_modules" / ".bin" / "buf", "generate", "--output", folder, cwd=PROTO)
    made = {str(p.relative_to(folder / "generated" / "python")) for p in (folder / "generated" / "python").rglob("*.py")}
    wanted = {p.replace(".proto", suffix) for p in PROTOS for suffix in ("_pb2.py", "_pb2_grpc.py")}
    assert not wanted - made
