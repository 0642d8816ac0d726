# SPDX-License-Identifier: Apache-2.0
"""Every source of a room has a test of its name.

The rooms are `rpc/`, `sources/`, `convert/` and `domain/` of each service, and `common/rpc/`. A source `a/b.cc` is covered if `a/b_test.cc`
exists, or if a test of the same room includes its header `a/b.h`. Every test of a room is in a CMakeLists.txt, so that it runs.
"""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROOMS = ("common/rpc", "services/*/convert", "services/*/domain", "services/*/rpc", "services/*/sources")
MINIMUM_SOURCES = 100
INCLUDE = re.compile(r'^#include "([^"]+)"', re.MULTILINE)


def uncovered(files):
    """The sources of one room that no test of it names. `files`: text by path, tests among them."""
    tests = {path: text for path, text in files.items() if path.endswith("_test.cc")}
    included = {header for text in tests.values() for header in INCLUDE.findall(text)}
    sources = (path[:-len(".cc")] for path in files if path.endswith(".cc") and path not in tests)
    return sorted(stem + ".cc" for stem in sources
                  if stem + "_test.cc" not in tests and stem + ".h" not in included)


def rooms():
    for pattern in ROOMS:
        for folder in sorted(ROOT.glob(pattern)):
            yield folder, {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
                           for path in sorted(folder.rglob("*.cc"))}


def test_finds_what_is_not_covered():
    room = {
        "services/x/domain/named.cc": "",
        "services/x/domain/named_test.cc": '#include "gtest/gtest.h"',
        "services/x/domain/included.cc": "",
        "services/x/domain/deep/neighbor_test.cc": '#include "services/x/domain/included.h"\n',
        "services/x/domain/deep/alone.cc": "",
        "services/x/domain/mentioned.cc": "",
        "services/x/domain/deep/other_test.cc": '// #include "services/x/domain/mentioned.h"\n',
    }
    assert uncovered(room) == ["services/x/domain/deep/alone.cc", "services/x/domain/mentioned.cc"]


def test_every_source_of_a_room_has_a_test():
    missing = []
    sources = 0
    for _, files in rooms():
        missing += uncovered(files)
        sources += sum(not path.endswith("_test.cc") for path in files)
    assert sources >= MINIMUM_SOURCES, f"only {sources} sources are looked at"
    assert not missing, "no test of their room names these; add <name>_test.cc beside them: " + ", ".join(missing)


def test_every_test_of_a_room_is_built():
    for folder, files in rooms():
        lists = [parent / "CMakeLists.txt" for parent in folder.parents if (parent / "CMakeLists.txt").exists()]
        text = lists[0].read_text(encoding="utf-8")
        listed = set(re.findall(r"[\w./-]+_test\.cc", text))
        tests = {pathlib.PurePosixPath(ROOT / path).relative_to(lists[0].parent).as_posix()
                 for path in files if path.endswith("_test.cc")}
        assert tests <= listed, f"{lists[0].relative_to(ROOT)} does not list {sorted(tests - listed)}"
