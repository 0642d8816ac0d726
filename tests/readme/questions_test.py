# SPDX-License-Identifier: Apache-2.0
"""The commands of services/suite/QUESTIONS.md print what the page shows."""

import os
import re
import subprocess

import pytest
from harness import real_suite as real

PAGE = real.ROOT / "services" / "suite" / "QUESTIONS.md"
BLOCKS = re.findall(r"^```\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def county(folder):
    """A folder in which `sos` is the program under test, with a store of its own."""
    (folder / "bin").mkdir()
    program = folder / "bin" / "sos"
    program.write_text(f'#!/bin/bash\nexec "{real.SOS}" "$@"\n')
    program.chmod(0o755)
    environment = os.environ | {"PATH": f"{program.parent}:{os.environ['PATH']}", "XDG_DATA_HOME": str(folder / "data")}

    def run(command):
        return subprocess.run(["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True,
                              check=False)

    for line in BLOCKS[0].splitlines():
        done = run(line.removeprefix("$ "))
        assert done.returncode == 0, done.stderr
    return run


@pytest.mark.parametrize("block", BLOCKS[1:], ids=[block.split("\n")[0][2:60] for block in BLOCKS[1:]])
def test_a_question_is_answered_as_the_page_says(county, block):
    command, answer = block.split("\n", 1)
    printed = "".join(line.rstrip() + "\n" for line in county(command.removeprefix("$ ")).stdout.splitlines())
    assert printed == answer
    assert answer.strip(), "the page shows no answer"
    assert "UNDECIDED" not in answer
