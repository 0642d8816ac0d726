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
# A reader that stops early ends its writer with SIGPIPE once the text is longer than a buffer, and pipefail makes that
# the script's own failure. `sed -n 1,10p` reads to the end; a test in the shell needs no pipe.
if grep -nE '\| *(head|grep +-[a-zA-Z]*q)\b' .ci/run "${files[@]}"; then
  echo "These pipes end before their writer does: use \`sed -n 1,Np\`, or compare in the shell."
  exit 1
fi
echo "$((${#files[@]} + 1)) shell scripts"
[ "${#files[@]}" -gt 10 ]
