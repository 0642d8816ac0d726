#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# On a real cluster: installs the suite with PostgreSQL and Redis (cluster/), waits until everything is ready, sends in
# the sample and reads a report from another namespace, rolls out every service and kills pods at random under load, and
# scales ingestion and indicator to 3. No call may fail.
#
#   SOS_TEST_CLUSTER=CONTEXT tests/kubernetes/run.sh
#
# CONTEXT must be the current one, so that nothing is installed into a cluster by accident. The images sos:dev and
# sos-SERVICE:dev must be on its nodes (tests/containers/run.sh builds them), and Kubernetes 1.30 or later. Elsewhere:
# skipped, with the reason.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$root"

skip() {
  echo "SKIP kubernetes cluster: $1"
  exit 77
}
command -v kubectl >/dev/null || skip "kubectl is not installed"
[ -n "${SOS_TEST_CLUSTER:-}" ] || skip "SOS_TEST_CLUSTER names no context"
[ "$(kubectl config current-context 2>/dev/null)" = "$SOS_TEST_CLUSTER" ] || skip "the current context is not $SOS_TEST_CLUSTER"
kubectl get --raw /readyz --request-timeout=5s >/dev/null 2>&1 || skip "the API server of $SOS_TEST_CLUSTER does not answer"

failed=0 passed=0
check() { # check WHAT COMMAND...
  local what="$1"
  shift
  if "$@"; then
    passed=$((passed + 1))
    echo "ok   $what"
  else
    failed=$((failed + 1))
    echo "FAIL $what"
  fi
}
services=(ingestion indicator eligibility reporting)
servers=("${services[@]}" web)

# The arguments with which `sos` reaches the suite from another namespace.
servers() {
  local service list=()
  for service in "${services[@]}"; do list+=("$service=dns:///$service.sos:8080"); done
  (IFS=,; echo "${list[*]}")
}

# Starts a Job that runs `sos` COUNT times, PARALLEL at once, in a namespace that may call; each run has the sample.
start() { # start NAME COUNT PARALLEL ARGUMENTS...
  local name="$1" count="$2" parallel="$3" arguments
  shift 3
  arguments="$(printf '"%s",' "$@" --server "$(servers)")"
  kubectl -n sos-clients apply -f - >/dev/null <<JOB
apiVersion: batch/v1
kind: Job
metadata: {name: $name}
spec:
  completions: $count
  parallelism: $parallel
  # Nothing is tried again: what the suite's own retries do not mend has failed.
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      automountServiceAccountToken: false
      enableServiceLinks: false
      securityContext: {runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001, seccompProfile: {type: RuntimeDefault}}
      initContainers:
        - name: sample
          image: sos:dev
          args: [sample, --output, /var/lib/sos/files]
          volumeMounts: [{name: files, mountPath: /var/lib/sos}]
          securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
      containers:
        - name: sos
          image: sos:dev
          args: [${arguments%,}]
          volumeMounts: [{name: files, mountPath: /var/lib/sos}]
          securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
      volumes: [{name: files, emptyDir: {}}]
JOB
}
once() { # once NAME ARGUMENTS...
  start "$1" 1 1 "${@:2}" && kubectl -n sos-clients wait --for=condition=complete "job/$1" --timeout=180s >/dev/null
}
ready() { kubectl -n sos rollout status "$1" --timeout=300s >/dev/null; }
counted() { kubectl -n sos-clients get job "$1" -o "jsonpath={.status.$2}"; }
# Some calls were made, and none failed.
unharmed() {
  local succeeded failed
  succeeded="$(counted "$1" succeeded)" failed="$(counted "$1" failed)"
  echo "     $1: ${succeeded:-0} runs, ${failed:-0} failed"
  [ "${succeeded:-0}" -gt 0 ] && [ "${failed:-0}" -eq 0 ]
}

trap 'kubectl delete namespace sos sos-clients --ignore-not-found --wait=false >/dev/null' EXIT
kubectl create namespace sos-clients >/dev/null
kubectl label namespace sos-clients sos.access=true >/dev/null
password="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
kubectl apply -f k8s/base/namespace.yaml >/dev/null
kubectl -n sos create secret generic sos-postgres --from-literal=password="$password" \
  --from-literal=connection="host=postgres user=sos dbname=sos password=$password" >/dev/null
kubectl -n sos create secret generic sos-redis --from-literal=password="$password" >/dev/null
kubectl apply -k tests/kubernetes/cluster >/dev/null
check "the tables are made" kubectl -n sos wait --for=condition=complete job/migration --timeout=300s
for service in "${servers[@]}"; do check "$service becomes ready" ready "deployment/$service"; done
check "the sample is sent in" once load ingest /var/lib/sos/files
check "a report is read" once first report --entity 99600020000000 --year 2024

start reading 100000 6 report --entity 99600020000000 --year 2024
for service in "${servers[@]}"; do
  kubectl -n sos rollout restart "deployment/$service" >/dev/null
  check "a new version of $service is rolled out" ready "deployment/$service"
done
for service in ingestion indicator; do
  kubectl -n sos scale "deployment/$service" --replicas=3 >/dev/null
  check "$service scales to 3" ready "deployment/$service"
done
check "no report failed meanwhile" unharmed reading
check "the sample can be sent in again" once reload ingest /var/lib/sos/files
for kill in 1 2 3 4 5; do
  victim="$(kubectl -n sos get pods -l 'app.kubernetes.io/name in (ingestion,indicator,eligibility,reporting,web)' -o name | shuf -n 1)"
  kubectl -n sos delete "$victim" --grace-period=0 --force >/dev/null 2>&1
  for service in "${servers[@]}"; do ready "deployment/$service" || true; done
  check "a report is read after $victim was killed" once "after-$kill" report --entity 99600020000000 --year 2024
done
check "no report failed for a killed pod" unharmed reading
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
