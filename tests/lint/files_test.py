# SPDX-License-Identifier: Apache-2.0
"""What holds for every file: sources carry their license, files that comments and documents name exist, the README is short.

The checks find what they look for in a sample of wrong text first, so that none of them can pass by looking at nothing.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("common", "deploy", "k8s", "proto", "services", "tests")
SOURCES = {".cc", ".h", ".proto", ".py", ".sh", ".cmake", ".go", ".ts", ".java", ".mjs"}
TEXTS = SOURCES | {".md", ".textproto", ".yaml", ".txt"}
LICENSE = "SPDX-License-Identifier: Apache-2.0"
MAX_README_LINES = 150
# A file in a comment or document: `domain/plans.cc`, (ARCHITECTURE.md). Angle brackets and URLs are something else.
NAMED = re.compile(r"(?<![\w/.:<{}*-])((?:[\w-]+/)*[\w-]+\.(?:md|h|cc|proto|py|sh))\b(?![\w(/])")
# Names of files that others bring, or that a build makes.
ELSEWHERE = re.compile(r"(\.pb\.h|\.grpc\.pb\.h|_pb2\.py|libpq-fe\.h|sqlite3\.h|expat\.h|zip\.h|hiredis\.h|zstd\.h|call_op_set\.h|rulebook_files\.h|descriptor\.proto)$")


def files():
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and not {"node_modules", "__pycache__", "corpus"} & set(path.parts):
                yield path
    yield from sorted(ROOT.glob("*.md"))


def prose(path):
    """The parts of a file that are written for people: all of a document, the comments of a source."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".md":
        return re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    mark = "//" if path.suffix in {".cc", ".h", ".proto", ".go", ".ts", ".java", ".mjs"} else "#"
    return "\n".join(line.split(mark, 1)[1] for line in text.splitlines() if mark in line and "#include" not in line)


def missing_files(text, path, known):
    found = set(NAMED.findall(text))
    return sorted(name for name in found if not ELSEWHERE.search(name) and not exists(name, path, known))


def exists(name, path, known):
    return any((base / name).exists() for base in (ROOT, path.parent)) or any(
        file.endswith("/" + name) for file in known)


def main():
    paths = list(files())
    known = ["/" + str(path.relative_to(ROOT)) for path in paths]
    assert missing_files("see gone_away.md and tests/README.md", ROOT / "x", known) == ["gone_away.md"]
    failures = []
    for path in paths:
        name = str(path.relative_to(ROOT))
        if (path.suffix in SOURCES or path.name == "CMakeLists.txt") and LICENSE not in path.read_text(encoding="utf-8")[:300]:
            failures.append(f"{name}: its first lines lack `{LICENSE}`")
        if path.suffix in TEXTS or path.name == "CMakeLists.txt":
            failures += [f"{name}: names {other}, which does not exist" for other in missing_files(prose(path), path, known)]
    lines = len((ROOT / "README.md").read_text(encoding="utf-8").splitlines())
    if lines > MAX_README_LINES:
        failures.append(f"README.md has {lines} lines; at most {MAX_README_LINES}")
    print("\n".join(failures + [f"{len(paths)} files: {len(failures)} failures"]))
    return 1 if failures or len(paths) < 500 else 0


if __name__ == "__main__":
    sys.exit(main())
