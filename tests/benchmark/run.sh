#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds and runs the benchmarks; prints one JSON line a figure. Ratios are against a baseline of the same
# run, which is what travels from machine to machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
deploy/install.sh build test
cmake -S . -B build -G Ninja -DBUILD_TESTING=ON -DSOS_BENCHMARK=ON >/dev/null
cmake --build build --target sos sos-ingestion sos-indicator sos-eligibility sos-reporting sos-web \
  echo_server load_client static_server suite_benchmark determination_benchmark redis_benchmark kernel_benchmark -- --quiet >&2
exec /usr/bin/python3 tests/benchmark/benchmark.py "$@"
