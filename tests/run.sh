#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds, and runs tests. Ends with `N passed, N failed, N skipped`.
#
#   tests/run.sh              everything of the default run
#   tests/run.sh NAME...      only tests whose name matches one of the regular expressions
#
# Longer campaigns, each in a build of its own:
#   tests/run.sh asan         unit, golden, conformance, Redis and integration tests under AddressSanitizer and
#                             UndefinedBehaviorSanitizer
#   tests/run.sh tsan         what lies below the RPC layer under ThreadSanitizer: unit, golden and
#                             Redis tests
#   tests/run.sh fuzz [SECONDS]   every fuzz target for SECONDS (60)
#   tests/run.sh attack       everything under tests/security, on the synthetic county and on published files
#   tests/run.sh missing [CASES]  1000 times each: slices are cut from whole files, cells spoiled, files shuffled
#   tests/run.sh tidy         clang-tidy on every file (the default run looks at changed files)
#   tests/run.sh chaos        restarts of everything under load; 200 kills of ingestion on either store; 10,000 commits
#                             beside backups, readers, a second writer and 50 kills; restores and fail-overs
#   tests/run.sh browser      every page for every visitor, all links and all stories, in Chromium; screenshots in
#                             build/browser/screenshots
#   tests/run.sh reference    every count a second time in plain SQL, on a larger state too, and of each rule a wrong one
#   tests/run.sh season       the weeks after a release, step by step, on the synthetic state and on published files; time
#                             and size of each step, and the time of every command on all published files
#   tests/run.sh containers   tests/containers/run.sh: images, and the compose scenario (needs Docker)
#   tests/run.sh cluster      tests/kubernetes/run.sh: the development overlay on a real cluster
#   tests/run.sh benchmark    tests/benchmark/run.sh
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
campaign="${1:-default}"

# Where ccache is installed, another clone of the same sources takes what this one has compiled.
export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=true

build() { # build DIRECTORY CMAKE-OPTIONS...
  local directory="$1"
  shift
  # Configuring again is quick, and turns the tests on in a build the quickstart made.
  cmake -S . -B "$directory" -G Ninja -DBUILD_TESTING=ON -DSOS_BENCHMARK=ON "$@" >/dev/null
  cmake --build "$directory"
}

# Runs ctest in a build and prints the closing line. Fails if a test failed or none ran.
run_ctest() { # run_ctest DIRECTORY CTEST-OPTIONS...
  local directory="$1" log status=0
  shift
  log="$(mktemp)"
  ctest --test-dir "$directory" --output-on-failure --timeout 1200 "$@" 2>&1 | tee "$log" || status=$?
  local passed failed skipped
  passed=$(grep -cE '^ *[0-9]+/[0-9]+ Test +#.* Passed ' "$log" || true)
  skipped=$(grep -cE '^ *[0-9]+/[0-9]+ Test +#.*\*\*\*Skipped ' "$log" || true)
  failed=$(grep -E '^ *[0-9]+/[0-9]+ Test +#' "$log" | grep -cvE ' Passed |\*\*\*Skipped ' || true)
  grep -hE '^SKIP ' "$directory"/Testing/Temporary/LastTest.log 2>/dev/null | sort -u || true
  echo "The ten slowest tests:"
  sed -nE 's/^ *[0-9]+\/[0-9]+ Test +#[0-9]+: ([^ ]+) .* ([0-9.]+) sec.*/\2 s  \1/p' "$log" | sort -rn | sed -n 1,10p
  rm -f "$log"
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$status" -eq 0 ] && [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

# Runs suites in Python, each the words of one string, and prints the closing line. Fails if one failed or none ran.
run_suites() { # run_suites SUITE...
  local passed=0 failed=0 skipped=0 suite words status
  export SOS_BUILD_DIR="$root/build"
  for suite in "$@"; do
    read -ra words <<<"$suite"
    status=0
    /usr/bin/python3 -m pytest -q -rs "${words[@]}" || status=$?
    case "$status" in
      0) passed=$((passed + 1)) ;;
      77) skipped=$((skipped + 1)) ;;
      *) failed=$((failed + 1)) ;;
    esac
  done
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

deploy/install.sh build test
case "$campaign" in
  default)
    build build
    # Half of a test's time is waiting: two at once take little more than half as long.
    run_ctest build --parallel 2
    ;;
  asan)
    build build-asan -DSOS_SANITIZER=address -DSOS_BENCHMARK=OFF -DCMAKE_BUILD_TYPE=Debug
    # The allocator keeps gRPC's global objects reachable; leaks of ours are still found.
    run_ctest build-asan -L 'unit|golden|conformance|redis|postgres|integration'
    ;;
  tsan)
    build build-tsan -DSOS_SANITIZER=thread -DSOS_BENCHMARK=OFF -DCMAKE_BUILD_TYPE=Debug
    # Debian's gRPC is not instrumented: what it hands from thread to thread would look like a race.
    TSAN_OPTIONS="ignore_noninstrumented_modules=1" run_ctest build-tsan -L 'unit|golden|redis|postgres'
    ;;
  fuzz)
    exec tests/fuzz/run.sh "${2:-60}"
    ;;
  tidy)
    build build
    exec tests/lint/tidy.sh all
    ;;
  chaos)
    build build
    run_suites tests/chaos/rolling_restart_test.py tests/chaos/killed_upload_test.py tests/chaos/acknowledged_commits_test.py \
      tests/chaos/lineage_test.py
    ;;
  attack)
    build build
    run_suites tests/security/attacks tests/security/held_calls_test.py "tests/security/disclosed_pages_test.py --whole" \
      "tests/security/disclosure_attack_test.py -k synthetic" \
      "tests/security/disclosure_attack_test.py -k published"
    ;;
  missing)
    build build
    run_suites "tests/missing_data/missing_rows_test.py -k synthetic --cases ${2:-1000}" \
      "tests/missing_data/missing_rows_test.py -k published --cases ${2:-1000}"
    ;;
  browser)
    build build
    run_suites "tests/browser/accessibility_test.py --whole -s" "tests/browser/links_test.py --whole -s" \
      "tests/browser/stories_test.py --whole" "tests/browser/pictures_test.py --whole"
    ;;
  reference)
    build build
    run_suites tests/reference
    ;;
  season)
    build build
    run_suites "tests/season/replay_test.py -s" "tests/season/commands_test.py -s"
    ;;
  containers)
    exec tests/containers/run.sh
    ;;
  cluster)
    exec tests/kubernetes/run.sh
    ;;
  benchmark)
    shift
    exec tests/benchmark/run.sh "$@"
    ;;
  *)
    build build
    run_ctest build -R "$(IFS='|'; echo "$*")"
    ;;
esac
