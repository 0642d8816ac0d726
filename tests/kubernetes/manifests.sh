#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds the Kubernetes manifests, without a cluster, and holds them against the rules of policy_test.py.
# Where kubectl or PyYAML is missing it says so and exits with 77.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)

skip() {
  echo "SKIP kubernetes manifests: $1"
  exit 77
}

command -v kubectl >/dev/null || skip "kubectl is not installed"
# kubectl tells its kustomize since 1.24; older ones do not know all fields used here.
kubectl version --client 2>/dev/null | grep -q '^Kustomize Version' \
  || skip "this kubectl is older than 1.27"

# The system's Python first: the package python3-yaml installs for that one.
python=/usr/bin/python3
[ -x "$python" ] || python=$(command -v python3) || skip "python3 is not installed"
"$python" -c 'import yaml' 2>/dev/null || skip "PyYAML is not installed (Debian: python3-yaml)"

built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT

for variant in base overlays/development overlays/staging overlays/production; do
  file="$built/$(basename "$variant").yaml"
  if ! kubectl kustomize "$root/k8s/$variant" >"$file"; then
    echo "FAIL k8s/$variant: does not build"
    echo "0 passed, 1 failed"
    exit 1
  fi
done

# The overlay that k8s/README.md shows to agencies, with digests that stand for theirs.
agency="$built/agency"
mkdir "$agency"
cp "$root/k8s/components/redis-tls/stunnel.conf" "$agency"
production=$(realpath --relative-to="$agency" "$root/k8s/overlays/production")
digest=$(printf 'an image' | sha256sum | cut -d' ' -f1)
awk '/^## An overlay of your own$/ {section = 1} section && /^```$/ {exit} copying; section && /^```yaml$/ {copying = 1}' \
  "$root/k8s/README.md" | sed -e "s|\.\./production|$production|" -e "s|sha256:\.\.\.|sha256:$digest|" >"$agency/kustomization.yaml"
if ! kubectl kustomize "$agency" >"$built/agency.yaml"; then
  echo "FAIL the overlay of k8s/README.md: does not build"
  echo "0 passed, 1 failed"
  exit 1
fi

"$python" "$root/tests/kubernetes/policy_test.py" "$built"/*.yaml
