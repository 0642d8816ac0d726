#!/usr/bin/env bash
# On a real cluster: installs the development overlay, waits until everything is ready, runs the scenario of the
# quickstart through the Services, rolls out every service while reports are read, scales, and kills pods.
#
#   tests/kubernetes/run.sh            the cluster of the current context, which must be for tests
#
# SOS_TEST_CLUSTER must name that context: nothing is installed into a cluster by accident. The images sos:dev and
# sos-SERVICE:dev must be on its nodes (tests/containers/run.sh builds them). Elsewhere: skipped, with the reason.
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
targets="ingestion=dns:///ingestion:8080,indicator=dns:///indicator:8080,eligibility=dns:///eligibility:8080,reporting=dns:///reporting:8080"

# Runs `sos` in a Job that the policies take for the reporting service; what stands before it makes the sample.
client() { # client NAME ARGUMENTS...
  local name="$1" arguments
  shift
  arguments="$(printf '"%s",' "$@" --server "$targets")"
  kubectl -n sos delete job "$name" --ignore-not-found --wait >/dev/null
  kubectl -n sos apply -f - >/dev/null <<JOB
apiVersion: batch/v1
kind: Job
metadata: {name: $name}
spec:
  backoffLimit: 0
  template:
    metadata: {labels: {app.kubernetes.io/name: reporting, sos.test: client}}
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
  kubectl -n sos wait --for=condition=complete "job/$name" --timeout=180s >/dev/null
}
read_report() { client "$1" report --entity 99600020000000 --year 2024; }

trap 'kubectl delete namespace sos --ignore-not-found --wait=false >/dev/null' EXIT
kubectl apply -k k8s/overlays/development >/dev/null
for service in "${services[@]}"; do
  check "$service becomes ready" kubectl -n sos rollout status "deployment/$service" --timeout=180s
done
check "the sample is sent in" client load ingest /var/lib/sos/files
check "a report is read" read_report first
for service in indicator eligibility reporting; do
  kubectl -n sos rollout restart "deployment/$service" >/dev/null
  while ! kubectl -n sos rollout status "deployment/$service" --timeout=1s >/dev/null 2>&1; do
    check "a call while $service rolls" read_report "during-$service"
  done
done
# Ingestion has one replica on SQLite; with components/postgres it scales alike (tests/chaos does it without a cluster).
check "indicator scales to 3" kubectl -n sos scale deployment/indicator --replicas=3
check "and all are ready" kubectl -n sos rollout status deployment/indicator --timeout=180s
for _ in 1 2 3; do
  victim="$(kubectl -n sos get pods -l 'app.kubernetes.io/name in (indicator,eligibility,reporting),!sos.test' -o name | shuf -n 1)"
  kubectl -n sos delete "$victim" --grace-period=0 --force >/dev/null 2>&1
  check "a call after $victim was killed" read_report after-kill
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
