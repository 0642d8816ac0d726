"""The output that the README shows is what `deploy/quickstart.sh` prints, line by line."""

import os
import pathlib
import re
import subprocess
import sys
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


def main() -> int:
    expected, actual = shown(), printed()
    for number, (want, got) in enumerate(zip(expected, actual), start=1):
        if want != got:
            print(f"line {number} of the quickstart's output:\n  README  {want}\n  printed {got}")
            return 1
    if len(expected) != len(actual):
        print(f"the README shows {len(expected)} lines, quickstart.sh prints {len(actual)}")
        return 1
    print(f"{len(expected)} lines, all as the README shows them")
    return 0


if __name__ == "__main__":
    sys.exit(main())
