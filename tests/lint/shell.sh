#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs shellcheck on every shell script and on what continuous integration runs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if ! command -v shellcheck >/dev/null; then
  echo "SKIP shellcheck: shellcheck is not installed"
  exit 77
fi
mapfile -t files < <(find common deploy k8s proto services tests -name '*.sh' -not -path '*/node_modules/*' | sort)
shellcheck .ci/run "${files[@]}"
echo "$((${#files[@]} + 1)) shell scripts"
[ "${#files[@]}" -gt 10 ]
