# SPDX-License-Identifier: Apache-2.0
"""Metacharacters in every text field of every request."""

from harness import real_suite as real
from security.attacks.asking import answer, empty_request, every_method


NASTY = ("'; DROP TABLE submissions; --", "../../etc/passwd", "entities/../../x", "%00%n%s", "$(reboot)", "\" OR 1=1 --", "a\tb\nc",
         "submissions/1 OR 1=1", "\u0000", "\u202e\ufeff", "x" * 100_000)


HARMLESS = {"OK", "INVALID_ARGUMENT", "NOT_FOUND", "PERMISSION_DENIED", "FAILED_PRECONDITION", "ALREADY_EXISTS", "OUT_OF_RANGE"}


def text_fields(descriptor, depth=3, path=()):
    for field in descriptor.fields:
        if field.type == field.TYPE_STRING:
            yield (*path, field)
        elif field.type == field.TYPE_MESSAGE and depth > 1 and not field.message_type.GetOptions().map_entry:
            yield from text_fields(field.message_type, depth - 1, (*path, field))


def put(message, path, text):
    for field in path[:-1]:
        message = getattr(message, field.name).add() if field.label == field.LABEL_REPEATED else getattr(message, field.name)
    if path[-1].label == path[-1].LABEL_REPEATED:
        getattr(message, path[-1].name).append(text)
    else:
        setattr(message, path[-1].name, text)


def test_metacharacters_are_harmless_in_every_text_field_of_every_request(suite):
    """One at a time, with the role that may do most."""
    before = real.sos("backup", suite.folder / "before", "--data-dir", suite.folder / "data", "--format", "csv")
    wrong, tried = [], 0
    for name, method, stub in every_method():
        with suite.channel(name, suite.token("state")) as channel:
            for path in text_fields(method.input_type):
                for text in NASTY:
                    request = empty_request(method)
                    put(request, path, text)
                    code, reason = answer(stub(channel), method, [request])
                    tried += 1
                    if code not in HARMLESS:
                        wrong.append((method.name, ".".join(f.name for f in path), text[:20], code, reason))
    assert not wrong and tried > 500, f"{tried} requests with metacharacters are harmless: {wrong[:10]}"
    after = real.sos("backup", suite.folder / "after", "--data-dir", suite.folder / "data", "--format", "csv")
    counts = lambda text: {line.split(",")[0]: line.split(",")[1] for line in text.decode().splitlines()}  # noqa: E731
    changed = {t for t in counts(before) if counts(before)[t] != counts(after)[t]}
    # A submission may have any display name, so those were made.
    assert changed <= {"submissions"}, "and no table is the worse for it"
