#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Finds words that this project writes otherwise (words.txt): British spellings, and phrases of an old dialect.
# Every hit is a failure; the better form stands behind it.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$root"
list=tests/lint/words.txt
files=$(mktemp)
trap 'rm -f "$files"' EXIT
find CMakeLists.txt ./*.md .ci common deploy k8s proto services tests -type f \
  -regextype posix-extended -regex '.*\.(cc|h|proto|md|py|sh|cmake|textproto|yaml|csv|tpl|ts|go|java|txt)' \
  -not -path '*/node_modules/*' -not -path '*/corpus/*' -not -path './LICENSE' -not -path "*$list" \
  -not -path '*/lint/words.sh' >"$files"
failures=0
patterns=0
while IFS=$'\t' read -r pattern better; do
  case "$pattern" in '#'* | '') continue ;; esac
  patterns=$((patterns + 1))
  hits=$(xargs grep -nIiE "$pattern" <"$files" || true)
  if [ -n "$hits" ]; then
    echo "write: $better"
    echo "$hits" | cut -c1-160 | sed -n 1,20p
    failures=$((failures + $(echo "$hits" | wc -l)))
  fi
done <"$list"
echo "$patterns patterns over $(wc -l <"$files") files: $failures hits"
[ "$failures" -eq 0 ] && [ "$patterns" -gt 10 ] && [ "$(wc -l <"$files")" -gt 500 ]
