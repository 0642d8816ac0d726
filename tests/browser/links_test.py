# SPDX-License-Identifier: Apache-2.0
"""A walk over the whole synthetic site: no dead link, no key or placeholder in place of a text, no English on Spanish pages."""

import json
import re
from collections import Counter

import pytest
from browser.walk import KINDS, Document, Walk, shape_of
from harness.real_suite import ROOT

CATALOGS = sorted([*ROOT.glob("services/*/messages/en.json"), *ROOT.glob("common/language/*en.json")])
# Of a message with placeholders: a piece of text this long is not found by chance in Spanish.
LONG_ENOUGH = 18


def catalog(path):
    return {key: value for key, value in json.loads(path.read_text(encoding="utf-8")).items() if isinstance(value, str)}


def spanish(path):
    return catalog(path.with_name(path.name.replace("en.json", "es.json")))


@pytest.fixture(scope="module")
def walk(site, pages, whole):
    """Every page of every entity where all are asked for; else three of each shape."""
    starts = [f"{path}{'&' if '?' in path else '?'}lang={language}"
              for kind, path in pages.items() if kind != "error" for language in ("en", "es")]
    return Walk(site, ["/", *starts], most=100_000 if whole else 2, most_files=3 if whole else 1)


@pytest.fixture(scope="module")
def english():
    """(whole texts, long pieces) of English messages that Spanish has in other words."""
    texts, pieces = {}, {}
    for path in CATALOGS:
        other = spanish(path)
        for key, message in catalog(path).items():
            if other.get(key) == message:
                continue
            if "{" not in message:
                if " " in message:
                    texts[message.replace("''", "'")] = key
            else:
                # What lies outside of all braces.
                depth, piece = 0, ""
                for character in message + "{":
                    if character == "{" and depth == 0:
                        if len(piece.strip()) >= LONG_ENOUGH:
                            pieces[piece.strip().replace("''", "'")] = key
                        piece = ""
                    depth += (character == "{") - (character == "}")
                    if depth == 0 and character != "}":
                        piece += character
    return texts, pieces


def test_no_link_is_dead(walk):
    assert len(walk.pages) >= 2 * (len(KINDS) - 1)
    # One of each shape is shown, with how many there are.
    shapes = Counter(shape_of(dead.split(" ")[1]) for dead in walk.dead)
    shown = {shape_of(dead.split(" ")[1]): dead for dead in reversed(walk.dead)}
    assert [f"{shapes[shape]} like {dead}" for shape, dead in shown.items()] == []


def test_every_kind_of_page_is_reached_by_links_from_the_start(site, whole):
    shapes = set(Walk(site, ["/"], most=3, most_files=1).shapes)
    for wanted in ("/state ", "/counties/{county}", "/leas/{cds}", "/schools/{cds}", "/groups", "/indicators/{indicator}",
                   "/indicators/{indicator}/{group}", "/five-by-five/{indicator}", "/support", "/compare", "/what-if",
                   "/about/indicators", "/about/colors", "/about/support", "/about/data", "/about/dataquest", "/about/api",
                   ".csv", ".xlsx", ".json", ".svg"):
        assert any(wanted.strip() in shape for shape in shapes), f"nothing links to {wanted}"


def test_both_languages_have_the_same_keys():
    assert CATALOGS
    for path in CATALOGS:
        assert set(catalog(path)) == set(spanish(path)), path


def test_no_page_shows_the_key_of_a_message_or_a_placeholder(walk):
    prefixes = {key.split(".")[0] for path in CATALOGS for key in catalog(path)}
    key = re.compile(rf"(?<![\w/.@-])(?:{'|'.join(sorted(prefixes))})\.[a-z_]+\w*(?![\w(/@]|\.\w)")
    placeholder = re.compile(r"\{[a-z_]+[,}]|\{\{|%\(\w+\)")
    bad = [f"{url}: {text[:120]}" for url, document in walk.pages.items() for text in document.texts
           if key.search(text) and not text.endswith((".json", ".csv")) or placeholder.search(text)]
    assert bad == []


def test_spanish_pages_show_no_english_message(walk, english):
    texts, pieces = english
    pages = {url: document for url, document in walk.pages.items() if document.language == "es"}
    assert texts and pieces and pages
    bad = []
    for url, document in pages.items():
        for text in document.texts:
            if text in texts:
                bad.append(f"{url}: {texts[text]}: {text[:100]}")
            bad += [f"{url}: {key}: {text[:100]}" for piece, key in pieces.items() if piece in text]
    assert sorted(set(bad)) == []


def test_a_page_whose_english_is_marked_as_english_is_no_page_with_english_messages():
    document = Document('<html lang="es"><p>Rojo</p><ol lang="en"><li>Red</li></ol><p>Azul<img alt="Mapa"></p></html>')
    assert document.texts == ["Rojo", "Azul", "Mapa"] and document.language == "es"
