#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Holds every built manifest against the types of the Kubernetes API: unknown, missing and wrong fields are found by
# `tsc --strict`, wrong values by the schemas' own validation (npm: kubernetes-models). No cluster is asked.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"

skip() {
  echo "SKIP kubernetes types: $1"
  exit 77
}
command -v kubectl >/dev/null || skip "kubectl is not installed"
command -v npm >/dev/null || skip "npm is not installed"
/usr/bin/python3 -c 'import yaml' 2>/dev/null || skip "PyYAML is not installed (Debian: python3-yaml)"

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cp "$root/tests/kubernetes/types/package.json" "$root/tests/kubernetes/types/package-lock.json" "$work/"
(cd "$work" && npm ci --silent --no-audit --no-fund >npm.log 2>&1) || skip "npm cannot install: $(tail -1 "$work/npm.log")"

for variant in k8s/base k8s/overlays/development k8s/overlays/staging k8s/overlays/production tests/kubernetes/cluster; do
  kubectl kustomize "$root/$variant" >"$work/$(basename "$variant").yaml"
done
cp "$root"/k8s/jobs/*.yaml "$work"
/usr/bin/python3 "$root/tests/kubernetes/types/typescript.py" "$work"/*.yaml >"$work/manifests.ts"
cd "$work"
npx tsc --strict --skipLibCheck --module node16 --moduleResolution node16 --target es2022 manifests.ts
node manifests.js
