# SPDX-License-Identifier: Apache-2.0
"""Each kind of page as each visitor has it: what axe finds, sideways scrolling, text that is too small, weight, language."""

import concurrent.futures
import itertools
import os

import pytest
from browser.walk import ERRORS, KINDS

WIDTHS, LANGUAGES, SCHEMES = (360, 768, 1280), ("en", "es"), ("light", "dark")
# A page with everything it loads, in bytes as they are sent: two seconds on a slow phone.
HEAVIEST = 150_000


@pytest.fixture(scope="module")
def seen(node, site, pages, whole):
    """What was seen of each page by each visitor, by kind. One visitor, on a phone, where not all are asked for."""
    visitors = list(itertools.product(WIDTHS, LANGUAGES, SCHEMES, (True, "blocked"))) if whole else [(360, "es", "light", True)]
    jobs = {kind: [{"path": f"{path}{'&' if '?' in path else '?'}lang={language}", "width": width, "language": language,
                    "scheme": scheme, "scripts": scripts} for width, language, scheme, scripts in visitors]
            for kind, path in pages.items()}
    if not whole:
        # One browser for all: it takes longer to begin than to look.
        answers = node("look.mjs", {"site": site.url, "jobs": [job for of_kind in jobs.values() for job in of_kind]})
        return {kind: [answer] for kind, answer in zip(jobs, answers, strict=True)}
    # A browser for each processor: many visitors take long.
    found = {}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        looks = pool.map(lambda of_kind: node("look.mjs", {"site": site.url, "jobs": of_kind}), jobs.values())
        for kind, answers in zip(jobs, looks, strict=True):
            found[kind] = answers
            print(f"looked at {len(found)} of {len(jobs)} kinds of pages: {kind}", flush=True)
    return found


def visitor(view):
    return f"{view['path']} at {view['width']} px, {view['scheme']}, scripts {view['scripts']}"


every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
def test_a_page_opens_without_complaints(seen, kind):
    assert seen[kind]
    for view in seen[kind]:
        assert "failed" not in view, f"{visitor(view)}: {view.get('failed')}"
        assert view["status"] == ERRORS.get(kind, 200), visitor(view)
        assert [c for c in view["complaints"] if not (kind in ERRORS and str(ERRORS[kind]) in c)] == [], visitor(view)


@every_kind
def test_axe_finds_no_violation_and_nothing_that_it_cannot_judge(seen, kind):
    for view in seen[kind]:
        assert view["passes"] > 10, f"axe looked at nothing: {visitor(view)}"
        assert view["violations"] == [], visitor(view)
        assert view["incomplete"] == [], visitor(view)


@every_kind
def test_a_page_does_not_scroll_sideways(seen, kind):
    for view in seen[kind]:
        assert view["sideways"] <= 0, f"{visitor(view)}: {view['wide']}"


@every_kind
def test_tables_fit_a_wide_screen_without_a_scroll_bar_of_their_own(seen, kind):
    for view in seen[kind]:
        assert view["width"] < 1280 or view["inner"] == [], visitor(view)


@every_kind
def test_text_is_at_least_16_pixels_high(seen, kind):
    for view in seen[kind]:
        assert view["small"] == [], visitor(view)


@every_kind
def test_a_page_names_its_language_and_has_a_title(seen, kind):
    for view in seen[kind]:
        assert view["language"] and view["title"].strip(), visitor(view)


@every_kind
def test_a_page_weighs_less_than_150_kb_with_everything(seen, kind):
    for view in seen[kind]:
        assert 0 < view["weight"] < HEAVIEST, visitor(view)


def test_the_language_that_is_asked_for_is_the_one_of_the_page(node, site):
    jobs = [{"path": f"/?lang={language}", "width": 360, "language": other} for language, other in (("en", "es"), ("es", "en"))]
    jobs += [{"path": "/", "width": 360, "language": language} for language in LANGUAGES]
    assert [view["language"] for view in node("look.mjs", {"site": site.url, "jobs": jobs})] == ["en", "es", "en", "es"]
