# SPDX-License-Identifier: Apache-2.0
"""The output that the README shows is what `deploy/quickstart.sh` prints, line by line; `...` stands for lines left out."""

import os
import pathlib
import re
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("SOS_BUILD_DIR", ROOT / "build")) / "bin" / "sos"
# What comes before this line tells of installing and building, which a test does not repeat.
FIRST_LINE = "No files named: using a synthetic county. Nothing in it is real."


def shown() -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    matching = [block for block in blocks if FIRST_LINE in block]
    assert len(matching) == 1, f"{len(matching)} blocks of the README show the quickstart, not one"
    return matching[0][matching[0].index(FIRST_LINE):].splitlines()


def printed() -> list[str]:
    with tempfile.TemporaryDirectory() as directory:
        environment = os.environ | {
            "SOS_QUICKSTART_DIR": directory,
            "SOS_QUICKSTART_PROGRAM": str(PROGRAM),
        }
        run = subprocess.run(
            [ROOT / "deploy" / "quickstart.sh"], env=environment, capture_output=True, text=True)
        assert run.returncode == 0, f"quickstart.sh ended with {run.returncode}:\n{run.stderr}"
        return run.stdout.replace(directory, "build/quickstart").splitlines()


def difference(expected: list[str], actual: list[str]) -> str:
    """What of the expected lines was not printed; a line `...` stands for any lines. Empty if all were."""
    position, anywhere = 0, False
    for number, want in enumerate(expected, start=1):
        if want == "...":
            anywhere = True
            continue
        found = position
        while anywhere and found < len(actual) and actual[found] != want:
            found += 1
        if found >= len(actual) or actual[found] != want:
            got = "nothing" if position >= len(actual) else actual[position]
            return f"line {number} of the README's output was not printed there:\n  README  {want}\n  printed {got}"
        position, anywhere = found + 1, False
    return ""


def test_the_readme_shows_what_the_quickstart_prints():
    expected = shown()
    assert len([line for line in expected if line != "..."]) >= 15, "the README shows fewer than 15 lines of the quickstart's output"
    wrong = difference(expected, printed())
    assert not wrong, wrong
