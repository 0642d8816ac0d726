#!/usr/bin/env bash
# Builds the fuzzers with clang, AddressSanitizer and UndefinedBehaviorSanitizer, and runs each for some
# seconds (60) on a copy of its corpus. Ends with `N passed, N failed`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
seconds="${1:-60}"
deploy/install.sh build test
CC=clang CXX=clang++ cmake -S . -B build-fuzz -G Ninja -DBUILD_TESTING=ON -DSOS_FUZZ=ON -DSOS_SANITIZER=address -DSOS_BENCHMARK=OFF >/dev/null
targets=(column_fuzz table_fuzz file_reader_fuzz names_fuzz rulebook_fuzz)
cmake --build build-fuzz --target "${targets[@]}"
passed=0 failed=0
for target in "${targets[@]}"; do
  work=$(mktemp -d)
  mkdir -p "$work/artifacts"
  echo "== $target for $seconds s"
  if build-fuzz/fuzz/"$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$work/artifacts/" "$work" "tests/fuzz/corpus/$target" >"$work/log" 2>&1; then
    passed=$((passed + 1))
    grep -E 'stat::number_of_executed_units|stat::peak_rss_mb' "$work/log"
    rm -rf "$work"
  else
    failed=$((failed + 1))
    tail -30 "$work/log"
    echo "inputs that failed are in $work/artifacts; add them to tests/fuzz/corpus/$target once mended"
  fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
