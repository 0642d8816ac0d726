# SPDX-License-Identifier: Apache-2.0
"""What holds for every file: sources carry their license, files that comments and documents name exist, the README is short.

The checks find what they look for in a sample of wrong text first, so that none of them can pass by looking at nothing.
"""

import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("common", "deploy", "k8s", "proto", "services", "tests")
SOURCES = {".cc", ".h", ".proto", ".py", ".sh", ".cmake", ".go", ".ts", ".java", ".mjs"}
TEXTS = SOURCES | {".md", ".textproto", ".yaml", ".txt"}
LICENSE = "SPDX-License-Identifier: Apache-2.0"
MAX_README_LINES = 150
# A file in a comment or document: `domain/programs.cc`, (ARCHITECTURE.md). Angle brackets and URLs are something else.
NAMED = re.compile(r"(?<![\w/.:<{}*-])((?:[\w-]+/)*[\w-]+\.(?:md|h|cc|proto|py|sh))\b(?![\w(/])")
# Names of files that others bring, or that a build makes.
ELSEWHERE = re.compile(r"(\.pb\.h|\.grpc\.pb\.h|_pb2\.py|libpq-fe\.h|sqlite3\.h|expat\.h|zip\.h|hiredis\.h|zstd\.h|call_op_set\.h|"
                       r"rulebook_files\.h|descriptor\.proto)$")


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


@pytest.fixture(scope="module")
def paths():
    found = list(files())
    assert len(found) >= 500, f"only {len(found)} files are looked at"
    return found


@pytest.fixture(scope="module")
def known(paths):
    return ["/" + str(path.relative_to(ROOT)) for path in paths]


def is_written_as(path, endings):
    return path.suffix in endings or path.name == "CMakeLists.txt"


def test_a_file_that_is_gone_is_found(known):
    assert missing_files("see gone_away.md and tests/README.md", ROOT / "x", known) == ["gone_away.md"]


def test_every_source_says_its_license_in_its_first_lines(paths):
    lacking = [str(path.relative_to(ROOT)) for path in paths
               if is_written_as(path, SOURCES) and LICENSE not in path.read_text(encoding="utf-8")[:300]]
    assert not lacking, f"their first lines lack `{LICENSE}`: " + ", ".join(lacking)


def test_every_file_that_a_comment_or_document_names_exists(paths, known):
    wrong = [f"{path.relative_to(ROOT)}: names {other}, which does not exist"
             for path in paths if is_written_as(path, TEXTS) for other in missing_files(prose(path), path, known)]
    assert not wrong, "\n".join(wrong)


def test_the_readme_is_short():
    lines = len((ROOT / "README.md").read_text(encoding="utf-8").splitlines())
    assert lines <= MAX_README_LINES
