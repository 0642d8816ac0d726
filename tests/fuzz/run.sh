#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the fuzzers with clang, AddressSanitizer and UndefinedBehaviorSanitizer, and runs each for some
# seconds (60) on a copy of its corpus, as many at once as there are processors. Ends with
# `N passed, N failed`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export seconds="${1:-60}"
deploy/install.sh build test
CC=clang CXX=clang++ cmake -S . -B build-fuzz -G Ninja -DBUILD_TESTING=ON -DSOS_FUZZ=ON -DSOS_SANITIZER=address -DSOS_BENCHMARK=OFF >/dev/null
targets=(credentials_fuzz file_reader_fuzz column_fuzz table_fuzz workbook_fuzz names_fuzz rulebook_fuzz text_fuzz)
cmake --build build-fuzz --target "${targets[@]}"
export results
results=$(mktemp -d)

run_one() {
  local target="$1" work
  work=$(mktemp -d)
  mkdir -p "$work/artifacts"
  if build-fuzz/fuzz/"$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$work/artifacts/" "$work" "tests/fuzz/corpus/$target" >"$work/log" 2>&1; then
    echo "== $target for $seconds s:" "$(grep -oE '(number_of_executed_units|peak_rss_mb): *[0-9]+' "$work/log" | tr -s ' ' | tr '\n' ' ')"
    touch "$results/$target"
    rm -rf "$work"
  else
    echo "== $target for $seconds s: failed"
    tail -30 "$work/log"
    echo "inputs that failed are in $work/artifacts; add them to tests/fuzz/corpus/$target once mended"
  fi
}
export -f run_one
printf '%s\n' "${targets[@]}" | xargs -P "$(nproc)" -I TARGET bash -c 'run_one TARGET'

passed=$(find "$results" -type f | wc -l)
rm -rf "$results"
echo "$passed passed, $((${#targets[@]} - passed)) failed"
[ "$passed" -eq "${#targets[@]}" ]
