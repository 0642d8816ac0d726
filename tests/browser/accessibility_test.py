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


def wrong(views, of_view):
    """What is wrong with each view, after its visitor; nothing of views with which nothing is."""
    return [f"{visitor(view)}: {what}" for view in views if (what := of_view(view))]


@every_kind
def test_a_page_opens_without_complaints(seen, kind):
    assert seen[kind]
    for view in seen[kind]:
        assert "failed" not in view, f"{visitor(view)}: {view.get('failed')}"
        assert view["status"] == ERRORS.get(kind, 200), visitor(view)
    assert wrong(seen[kind], lambda view: [c for c in view["complaints"] if str(ERRORS.get(kind, "no error")) not in c]) == []


@every_kind
def test_axe_finds_no_violation_and_nothing_that_it_cannot_judge(seen, kind):
    assert wrong(seen[kind], lambda view: view["passes"] <= 10 and "axe looked at nothing") == []
    assert wrong(seen[kind], lambda view: view["violations"]) == []
    assert wrong(seen[kind], lambda view: view["incomplete"]) == []


@every_kind
def test_a_page_does_not_scroll_sideways(seen, kind):
    assert wrong(seen[kind], lambda view: view["sideways"] > 0 and (view["sideways"], view["wide"])) == []


@every_kind
def test_tables_fit_a_wide_screen_without_a_scroll_bar_of_their_own(seen, kind):
    assert wrong(seen[kind], lambda view: view["width"] >= 1280 and view["inner"]) == []


@every_kind
def test_text_is_at_least_16_pixels_high(seen, kind):
    assert wrong(seen[kind], lambda view: view["small"]) == []


@every_kind
def test_a_page_names_its_language_and_has_a_title(seen, kind):
    assert wrong(seen[kind], lambda view: not (view["language"] and view["title"].strip()) and "no language or no title") == []


@every_kind
def test_a_page_weighs_less_than_150_kb_with_everything(seen, kind):
    assert wrong(seen[kind], lambda view: not 0 < view["weight"] < HEAVIEST and view["weight"]) == []


def test_the_language_that_is_asked_for_is_the_one_of_the_page(node, site):
    jobs = [{"path": f"/?lang={language}", "width": 360, "language": other} for language, other in (("en", "es"), ("es", "en"))]
    jobs += [{"path": "/", "width": 360, "language": language} for language in LANGUAGES]
    assert [view["language"] for view in node("look.mjs", {"site": site.url, "jobs": jobs})] == ["en", "es", "en", "es"]
