#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the contract as one HTML page: every service, call, message, field and enum value with its comment.

    protoc -I proto --include_source_info --descriptor_set_out=contract.binpb $(cd proto && find * -name '*.proto')
    /usr/bin/python3 proto/reference.py contract.binpb > reference.html

The page needs nothing beside itself. Comments are what they are in the .proto files: paragraphs, lists with `- `,
`code`, and [links][to.what.is.declared].
"""

import html
import re
import sys

from google.protobuf import descriptor_pb2 as pb

# Numbers of fields in descriptor.proto, of which the path of a comment is made.
FILE_MESSAGES, FILE_ENUMS, FILE_SERVICES, FILE_EXTENSIONS = 4, 5, 6, 7
MESSAGE_FIELDS, MESSAGE_MESSAGES, MESSAGE_ENUMS, MESSAGE_ONEOFS = 2, 3, 4, 8
ENUM_VALUES, SERVICE_METHODS = 2, 2

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; color: #1a1a1a; background: #fff }
code, td:nth-child(-n+2) { font: 14px/1.5 ui-monospace, monospace } a { color: #00509e } h2 { border-bottom: 2px solid #767676 }
h2, h3, h4 { overflow-wrap: anywhere; margin-top: 2rem } table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #c0c0c0; padding: .3rem .6rem .3rem 0 }
td p, td ul { margin: 0 } nav ul { columns: 2; list-style: none; padding: 0 } .deprecated { color: #8a1c00 }
"""


class Page:
    def __init__(self, files):
        self.files = files
        self.parts = []
        self.names = set()
        for file in files:
            self.names |= {f"{file.package}.{s.name}" for s in file.service} | {f"{file.package}.{e.name}" for e in file.enum_type}
            for message in file.message_type:
                self.declare(message, file.package)

    def declare(self, message, scope):
        name = f"{scope}.{message.name}"
        self.names |= {name} | {f"{name}.{e.name}" for e in message.enum_type}
        for nested in message.nested_type:
            self.declare(nested, name)

    def put(self, *lines):
        self.parts += lines

    def link(self, name, text=None):
        """A name that is declared on this page, as a link; others as they are."""
        name = name.removeprefix(".")
        text = html.escape(text or name)
        return f'<a href="#{html.escape(name)}">{text}</a>' if name in self.names else f"<code>{text}</code>"

    def inline(self, text):
        """Code and links; everything else is text, whatever it looks like."""
        parts = []
        for part in re.split(r"(`[^`]*`|\[[^\]]*\]\[[^\]]*\])", text):
            if part.startswith("`") and part.endswith("`") and len(part) > 1:
                parts.append(f"<code>{html.escape(part[1:-1])}</code>")
            elif match := re.fullmatch(r"\[([^\]]*)\]\[([^\]]*)\]", part):
                parts.append(self.link(match[2], match[1]))
            else:
                parts.append(html.escape(part))
        return "".join(parts)

    def comment(self, text):
        out = []
        for block in re.split(r"\n\s*\n", text.strip("\n")):
            lines = [line.removeprefix(" ") for line in block.splitlines()]
            items, plain = [], []
            for line in lines:
                if line.startswith("- "):
                    items.append(line[2:])
                elif items:
                    items[-1] += " " + line.strip()
                else:
                    plain.append(line.strip())
            if any(plain):
                out.append(f"<p>{self.inline(' '.join(plain))}</p>")
            if items:
                out.append("<ul>" + "".join(f"<li>{self.inline(i)}</li>" for i in items) + "</ul>")
        return "".join(out)

    def file(self, file):
        comments = {tuple(at.path): at.leading_comments or at.trailing_comments for at in file.source_code_info.location}
        said = lambda *path: self.comment(comments.get(path, ""))  # noqa: E731
        for i, service in enumerate(file.service):
            self.service(f"{file.package}.{service.name}", service, said, (FILE_SERVICES, i))
        for i, message in enumerate(file.message_type):
            self.message(f"{file.package}.{message.name}", message, said, (FILE_MESSAGES, i))
        for i, enum in enumerate(file.enum_type):
            self.enum(f"{file.package}.{enum.name}", enum, said, (FILE_ENUMS, i))
        for i, option in enumerate(file.extension):
            self.put(f"<h3>option {html.escape(option.name)} of {self.link(option.extendee)}</h3>", said(FILE_EXTENSIONS, i))

    def heading(self, level, name, what, options):
        old = ' <span class="deprecated">deprecated</span>' if options.deprecated else ""
        self.put(f'<h{level} id="{html.escape(name)}">{html.escape(what)}{old}</h{level}>')

    def service(self, name, service, said, path):
        self.heading(3, name, f"service {service.name}", service.options)
        self.put(said(*path))
        for i, method in enumerate(service.method):
            self.heading(4, f"{name}.{method.name}", f"rpc {method.name}", method.options)
            takes = ("stream of " if method.client_streaming else "") + self.link(method.input_type)
            gives = ("stream of " if method.server_streaming else "") + self.link(method.output_type)
            self.put(f"<p>{takes} → {gives}</p>", said(*path, SERVICE_METHODS, i))

    def message(self, name, message, said, path):
        if message.options.map_entry:
            return
        self.heading(3, name, f"message {name.split('.v1.')[-1]}", message.options)
        self.put(said(*path))
        rows, begun = [], set()
        for i, field in enumerate(message.field):
            in_oneof = field.HasField("oneof_index") and not field.proto3_optional
            if in_oneof and field.oneof_index not in begun:
                begun.add(field.oneof_index)
                choice = html.escape(message.oneof_decl[field.oneof_index].name)
                rows.append((f"oneof {choice}", "", said(*path, MESSAGE_ONEOFS, field.oneof_index)))
            name_and_number = f"{'&nbsp;&nbsp;' if in_oneof else ''}{html.escape(field.name)} = {field.number}"
            rows.append((name_and_number, self.type(field, message), said(*path, MESSAGE_FIELDS, i)))
        self.table(("Field", "Type", "Meaning"), rows)
        for i, nested in enumerate(message.nested_type):
            self.message(f"{name}.{nested.name}", nested, said, (*path, MESSAGE_MESSAGES, i))
        for i, enum in enumerate(message.enum_type):
            self.enum(f"{name}.{enum.name}", enum, said, (*path, MESSAGE_ENUMS, i))

    def type(self, field, message):
        kind = pb.FieldDescriptorProto
        entry = next((n for n in message.nested_type
                      if n.options.map_entry and field.type_name.endswith(f".{message.name}.{n.name}")), None)
        if entry:
            return f"map of {self.type(entry.field[0], entry)} to {self.type(entry.field[1], entry)}"
        if field.type in (kind.TYPE_MESSAGE, kind.TYPE_ENUM):
            name = self.link(field.type_name, field.type_name.split(".v1.")[-1].removeprefix("."))
        else:
            name = kind.Type.Name(field.type).removeprefix("TYPE_").lower()
        word = "repeated " if field.label == kind.LABEL_REPEATED else "optional " if field.proto3_optional else ""
        return word + name

    def enum(self, name, enum, said, path):
        self.heading(3, name, f"enum {name.split('.v1.')[-1]}", enum.options)
        self.put(said(*path))
        self.table(("Value", "Number", "Meaning"), [(html.escape(v.name), str(v.number), said(*path, ENUM_VALUES, i))
                                                    for i, v in enumerate(enum.value)])

    def table(self, head, rows):
        if rows:
            self.put("<table><thead><tr>", *(f'<th scope="col">{h}</th>' for h in head), "</tr></thead><tbody>")
            self.put(*("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows), "</tbody></table>")

    def write(self):
        self.put('<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Reference of the contract</title>',
                 '<meta name="viewport" content="width=device-width, initial-scale=1">', f"<style>{STYLE}</style></head><body>",
                 "<h1>Reference of the contract</h1>", "<nav><ul>")
        packages = sorted({f.package for f in self.files}, key=lambda p: (not any(f.service for f in self.files if f.package == p), p))
        for package in packages:
            self.put(f'<li><a href="#{package}">{package}</a></li>')
            for file in self.files:
                self.put(*(f'<li><a href="#{package}.{s.name}.{m.name}">{s.name}.{m.name}</a></li>'
                           for s in file.service if file.package == package for m in s.method))
        self.put("</ul></nav><main>")
        for package in packages:
            self.put(f'<h2 id="{package}">{package}</h2>')
            # Services first: whoever looks for a call does not want to pass the nouns.
            for file in sorted((f for f in self.files if f.package == package), key=lambda f: (not f.service, f.name)):
                self.file(file)
        self.put("</main></body></html>")
        return "\n".join(part for part in self.parts if part) + "\n"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], "rb") as described:
        files = pb.FileDescriptorSet.FromString(described.read()).file
    if not any(f.HasField("source_code_info") for f in files):
        sys.exit(f"{sys.argv[1]} holds no comments: make it with --include_source_info")
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(Page([f for f in files if not f.package.startswith("google.protobuf")]).write())


if __name__ == "__main__":
    main()
