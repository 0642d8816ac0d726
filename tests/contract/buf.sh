#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# `buf lint` on the contract, and `buf breaking` against the tag v1.0.0, with the npm package @bufbuild/buf.
# Skipped where npm or its registry is out of reach; contract_test needs neither.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
tools="${SOS_BUILD_DIR:-build}/npm"
skip() {
  echo "SKIP buf: $1"
  exit 77
}
command -v npm >/dev/null || skip "npm is not installed"
if [ ! -x "$tools/node_modules/.bin/buf" ]; then
  mkdir -p "$tools"
  timeout 120 npm install --silent --no-fund --no-audit --prefix "$tools" @bufbuild/buf@1.75.0 >/dev/null 2>&1 ||
    skip "npm cannot install @bufbuild/buf here"
fi
buf="$PWD/$tools/node_modules/.bin/buf"
[ -x "$buf" ] || buf="$tools/node_modules/.bin/buf"

(cd proto && "$buf" lint)
echo "buf lint: clean"

# From that release on, clients rely on the contract. A clone without tags has the commit all the same.
base=$(git rev-parse --verify -q "refs/tags/v1.0.0^{commit}" || git rev-parse --verify -q "df273ec224562b2a256fd67e93dd7b5e0a098a1a^{commit}" || true)
[ -n "$base" ] || skip "the history here does not reach back to v1.0.0"
before=$(mktemp -d)
trap 'rm -rf "$before"' EXIT
git archive "$base" proto | tar -x -C "$before"
(cd proto && "$buf" breaking --against "$before/proto")
echo "buf breaking: nothing broken since ${base:0:12}"
