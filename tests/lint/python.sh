#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# flake8 on every Python file, as .flake8 says.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if ! command -v flake8 >/dev/null; then
  echo "SKIP flake8: flake8 is not installed"
  exit 77
fi
mapfile -t files < <(find common deploy k8s proto services tests -name '*.py' -not -path '*/node_modules/*' | sort)
flake8 "${files[@]}"
echo "${#files[@]} Python files"
[ "${#files[@]}" -gt 20 ]
