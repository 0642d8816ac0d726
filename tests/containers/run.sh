#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the images and runs the compose scenario end to end: four services and the pages over TLS with tokens, PostgreSQL, Redis
# behind TLS; the report must be the one that `sos` prints without any of them.
#
# Uses a Docker engine that runs here, or starts one where it may (root, Debian's docker.io). Where no registry answers,
# the base comes from debootstrap, and Redis and PostgreSQL from Debian's packages on it. Elsewhere: skipped, with the
# reason. Everything it started ends with it; images stay, as a cache.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$root"

skip() {
  echo "SKIP containers: $1"
  exit 77
}
command -v docker >/dev/null || skip "docker is not installed"
if docker compose version >/dev/null 2>&1; then compose=(docker compose); else compose=(docker-compose); fi
command -v "${compose[0]}" >/dev/null || skip "docker-compose is not installed"

work="$(mktemp -d)"
engine=""
finish() {
  # Made below.
  # shellcheck disable=SC1091
  (set +e; set -a; . deploy/development/certificates/passwords.env; "${compose[@]}" -p sos -f deploy/compose.yaml down --volumes --remove-orphans
    docker volume rm sos_sample) >"$work/down.log" 2>&1 || true
  [ -z "$engine" ] || { kill "$engine"; wait "$engine" || true; }
  rm -rf "$work"
}
trap finish EXIT
if ! docker info >/dev/null 2>&1; then
  if [ "$(id -u)" -ne 0 ] || ! command -v dockerd >/dev/null; then skip "no Docker engine runs here, and none can be started"; fi
  dockerd >"$work/dockerd.log" 2>&1 &
  engine=$!
  for _ in $(seq 60); do docker info >/dev/null 2>&1 && break; sleep 0.5; done
  docker info >/dev/null 2>&1 || skip "the Docker engine does not start: $(tail -1 "$work/dockerd.log")"
fi
[ -z "$(docker ps -q --filter label=com.docker.compose.project=sos)" ] || skip "a compose project named sos runs already"

failed=0 passed=0
check() { # check WHAT COMMAND...
  local what="$1"
  shift
  if "$@" >"$work/check.log" 2>&1; then
    passed=$((passed + 1))
    echo "ok   $what"
  else
    failed=$((failed + 1))
    echo "FAIL $what: $(tail -3 "$work/check.log" | tr '\n' ' ')"
  fi
}

# --- Images: from a registry where one answers, else from Debian's packages. ---
export SOS_BASE_IMAGE=debian:bookworm-slim
if ! timeout 60 docker pull -q "$SOS_BASE_IMAGE" >/dev/null 2>&1; then
  SOS_BASE_IMAGE=debian:bookworm-local
  if ! docker image inspect "$SOS_BASE_IMAGE" >/dev/null 2>&1; then
    if ! command -v debootstrap >/dev/null || [ "$(id -u)" -ne 0 ]; then skip "no registry answers, and debootstrap is not installed"; fi
    debootstrap --variant=minbase bookworm "$work/base" >"$work/debootstrap.log" 2>&1 || skip "debootstrap: $(tail -1 "$work/debootstrap.log")"
    tar -C "$work/base" -c . | docker import - "$SOS_BASE_IMAGE" >/dev/null
  fi
  for image in redis:7-bookworm postgres:15-bookworm; do
    docker image inspect "$image" >/dev/null 2>&1 ||
      docker build -q --network host -f "tests/containers/${image%%:*}.Dockerfile" --build-arg BASE="$SOS_BASE_IMAGE" -t "$image" tests/containers >/dev/null
  done
fi
for program in sos-ingestion sos-indicator sos-eligibility sos-reporting sos-web sos; do
  docker build -q --network host -f deploy/Dockerfile --build-arg BASE="$SOS_BASE_IMAGE" --build-arg PROGRAM="$program" \
    --build-arg VERSION=test --build-arg REVISION="$(git rev-parse HEAD)" -t "$program:dev" . >/dev/null
done
docker build -q --network host -f deploy/stunnel.Dockerfile --build-arg BASE="$SOS_BASE_IMAGE" -t sos-stunnel:dev . >/dev/null

# --- What an image is. ---
for program in sos-ingestion sos-reporting sos-web sos; do
  echo "     $program:dev has $(($(docker image inspect -f '{{.Size}}' "$program:dev") / 1000000)) MB"
  check "$program runs as a user who is not root" [ "$(docker image inspect -f '{{.Config.User}}' "$program:dev")" = 10001:10001 ]
  check "$program says its version and revision" [ "$(docker image inspect -f '{{index .Config.Labels "org.opencontainers.image.version"}} {{index .Config.Labels "org.opencontainers.image.revision"}}' "$program:dev")" = "test $(git rev-parse HEAD)" ]
  check "$program has no shell" [ -z "$(docker run --rm --entrypoint /bin/sh "$program:dev" -c 'echo a shell' 2>/dev/null)" ]
done

# --- The scenario. ---
SOS_IMAGES_ARE_BUILT=yes deploy/development/up.sh >"$work/report.txt" 2>"$work/up.log" || { cat "$work/up.log"; echo "0 passed, 1 failed"; exit 1; }
sed -n '/Synthetic/,$p' "$work/report.txt" >"$work/through-containers.txt"
docker run --rm -v sos_embedded:/var/lib/sos sos:dev sample --output /var/lib/sos/files >/dev/null
docker run --rm -v sos_embedded:/var/lib/sos sos:dev ingest /var/lib/sos/files >/dev/null
docker run --rm -v sos_embedded:/var/lib/sos sos:dev report --entity 99600020000000 --year 2024 | sed -n '/Synthetic/,$p' >"$work/embedded.txt"
docker volume rm sos_embedded >/dev/null
check "the report has a determination" grep -q "Synthetic" "$work/through-containers.txt"
check "the report is the one without servers, database and cache" cmp "$work/through-containers.txt" "$work/embedded.txt"
for name in ingestion indicator eligibility reporting web; do
  id="$(docker ps -q --filter "label=com.docker.compose.service=$name")"
  check "$name has a read-only root and no capabilities" [ "$(docker inspect -f '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}}' "$id")" = "true [ALL]" ]
  check "$name runs" [ "$(docker inspect -f '{{.State.Running}}' "$id")" = true ]
  docker logs "$id" >"$work/$name.log" 2>&1
done
certificate_of_pages=(--silent --fail --cacert deploy/development/certificates/ca.pem)
check "the pages are ready" curl --silent --fail http://localhost:8089/readyz
check "the start page is shown over TLS" curl "${certificate_of_pages[@]}" https://localhost:8088/
check "the pages name the LEA of the report" grep -q Synthetic <(curl "${certificate_of_pages[@]}" https://localhost:8088/leas/99600020000000/2024)
check "a number in the results is read through the pages, not past them" grep -q '"code"' <(curl --silent --cacert deploy/development/certificates/ca.pem \
  -H 'Content-Type: application/json' -d '{"name": "entities/nothing"}' https://localhost:8088/sos.ingestion.v1.IngestionService/GetEntity)
check "values went into Redis, through TLS, as the user sos" grep -q . <(docker logs "$(docker ps -q --filter label=com.docker.compose.service=redis-tunnel)" 2>&1 | grep -i "connected")
check "no service went on without Redis" [ -z "$(grep -l 'redis does not answer' "$work"/*.log)" ]
check "a caller without token is refused" [ -z "$(docker run --rm --network sos_default -v "$PWD/deploy/development/certificates:/certificates:ro" -e SOS_TLS_CA=/certificates/ca.pem sos:dev release --server ingestion=ingestion:8080,indicator=indicator:8080,eligibility=eligibility:8080,reporting=reporting:8080 2>/dev/null)" ]
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
