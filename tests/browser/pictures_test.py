# SPDX-License-Identifier: Apache-2.0
"""Screenshots of ten kinds of pages at two widths, in build/browser/screenshots, for people to look at."""

import pytest
from harness.real_suite import BIN

SHOWN = ("home", "search", "county", "lea", "groups", "indicator", "result", "support", "compare", "what-if")


def test_ten_pages_are_pictured_at_two_widths_and_the_same_twice(node, site, pages, whole):
    if not whole:
        pytest.skip("belongs to `tests/run.sh browser`")
    folder = BIN.parent / "browser" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [{"name": kind, "path": pages[kind], "width": width, "language": language, "scheme": scheme}
            for kind in SHOWN for width, language, scheme in ((360, "es", "light"), (1280, "en", "light"), (1280, "en", "dark"))]
    made = [answer["file"] for answer in node("pictures.mjs", {"site": site.url, "folder": str(folder), "jobs": jobs})]
    first = {name: open(name, "rb").read() for name in made}
    node("pictures.mjs", {"site": site.url, "folder": str(folder), "jobs": jobs})
    assert len(first) == len(jobs)
    assert [name for name, picture in first.items() if open(name, "rb").read() != picture] == []
