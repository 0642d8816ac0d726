#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# clang-tidy on the C++ sources that changed since the last commit on main, or on all with `all`.
# A source is also looked at when a header beside it of the same name changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
build="${SOS_BUILD_DIR:-build}"
if [ "${1:-}" = all ]; then
  mapfile -t files < <(find common services tests -name '*.cc' ! -path '*/fuzz/*' | sort)
else
  base=$(git rev-parse --verify -q HEAD~1 || git rev-parse HEAD)
  mapfile -t files < <({ git diff --name-only --diff-filter=AM "$base"; git ls-files -o --exclude-standard; } |
    sed -E 's/\.h$/.cc/' | grep -E '^(common|services|tests)/.*\.cc$' | grep -v /fuzz/ | sort -u |
    while read -r file; do [ -f "$file" ] && echo "$file"; done || true)
fi
# The flags of each source by itself, from a configuration in which none are compiled together. Only
# what it names can be checked. The generated headers are those of the build.
alone="$build/tidy"
cmake -S . -B "$alone" -G Ninja -DSOS_UNITY=OFF -DBUILD_TESTING=ON -DSOS_BENCHMARK=ON >/dev/null
sed -i "s#$(realpath "$alone")/proto#$(realpath "$build")/proto#g" "$alone/compile_commands.json"
known=()
for file in "${files[@]}"; do
  grep -qF "\"$PWD/$file\"" "$alone/compile_commands.json" && known+=("$file")
done
if [ "${#known[@]}" -eq 0 ]; then
  echo "SKIP clang-tidy: no C++ source changed"
  exit 77
fi
if [ "${1:-}" != all ] && [ "${#known[@]}" -gt "${SOS_TIDY_MAX_FILES:-12}" ]; then
  echo "clang-tidy: ${#known[@]} sources changed; looking at the first ${SOS_TIDY_MAX_FILES:-12} (all: tests/run.sh tidy)"
  known=("${known[@]:0:${SOS_TIDY_MAX_FILES:-12}}")
fi
# clang's driver does not know g++'s precompiled header; generated code is not checked.
printf '%s\n' "${known[@]}" | xargs -P "$(nproc)" -n 1 clang-tidy -p "$alone" --quiet --extra-arg=-Wno-unknown-warning-option
