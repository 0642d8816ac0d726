# SPDX-License-Identifier: Apache-2.0
"""Writes built manifests as a TypeScript program in which each object is a literal of its type.

    typescript.py BUILT.yaml... > manifests.ts
"""

import json
import pathlib
import sys

import yaml


def main(paths):
    objects = [(pathlib.Path(path).stem, o) for path in paths for o in yaml.safe_load_all(open(path, encoding="utf-8")) if o]
    modules = {(o["apiVersion"], o["kind"]) for _, o in objects}
    names = {key: f"{key[1]}_{index}" for index, key in enumerate(sorted(modules))}
    for (version, kind), name in sorted(names.items()):
        print(f'import {{ {kind} as {name} }} from "kubernetes-models/{version}/{kind}";')
    print("let checked = 0;\nlet failed = 0;")
    print("function check(where: string, object: { validate(): void }): void {")
    print("  try {\n    object.validate();\n    checked += 1;\n  } catch (error) {")
    print("    failed += 1;\n    console.log(`FAIL ${where}: ${error}`);\n  }\n}")
    for variant, o in objects:
        where = f"{variant}/{o['kind']}/{o['metadata']['name']}"
        # The class stands for these two.
        fields = {key: value for key, value in o.items() if key not in ("apiVersion", "kind")}
        print(f"check({json.dumps(where)}, new {names[o['apiVersion'], o['kind']]}({json.dumps(fields)}));")
    print("console.log(`${checked} passed, ${failed} failed`);\nprocess.exit(failed === 0 && checked > 0 ? 0 : 1);")


if __name__ == "__main__":
    main(sys.argv[1:])
