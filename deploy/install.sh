#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian packages of the named sections of packages.txt (default: build), as root or with
# sudo. Does nothing, quickly, where all of them are there.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
sections=("${@:-build}")

wanted=()
for section in "${sections[@]}"; do
  mapfile -t -O "${#wanted[@]}" wanted < <(
    awk -v want="[$section]" '/^\[/ {on = ($0 == want); next} on && NF && !/^#/ {print $1}' "$here/packages.txt")
done

missing=()
for package in "${wanted[@]}"; do
  [[ "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" == *'ok installed' ]] || missing+=("$package")
done
[ "${#missing[@]}" -eq 0 ] && exit 0

if [ "$(id -u)" -eq 0 ]; then
  as_root=()
elif command -v sudo >/dev/null; then
  as_root=(sudo)
else
  echo "These packages are missing and can only be installed as root or with sudo: ${missing[*]}" >&2
  exit 2
fi
echo "Installing ${#missing[@]} Debian packages: ${missing[*]}"
# A service that a package would start (Redis) is neither needed nor wanted on the default port.
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
