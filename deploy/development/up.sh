#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# One command from a clone to the suite in containers: makes certificates and passwords, builds the images, starts
# everything, loads the synthetic county of the quickstart and prints a report.
#
#   deploy/development/up.sh            down: docker-compose -p sos -f deploy/compose.yaml down [--volumes]
#
# For trying only. deploy/development/certificates holds what it made; nobody else should read it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
certificates=deploy/development/certificates
deploy/development/certificates.sh "$certificates"

passwords="$certificates/passwords.env"
if [ ! -f "$passwords" ]; then
  (umask 077 && for name in SOS_POSTGRES_PASSWORD SOS_REDIS_PASSWORD; do
    echo "$name=$(openssl rand -hex 16)"
  done >"$passwords")
fi
set -a
# shellcheck source=/dev/null
. "$passwords"
set +a

if docker compose version >/dev/null 2>&1; then compose=(docker compose); else compose=(docker-compose); fi
compose+=(-p sos -f deploy/compose.yaml)
if [ "${SOS_IMAGES_ARE_BUILT:-}" != yes ]; then
  "${compose[@]}" build
  docker build -f deploy/Dockerfile --build-arg PROGRAM=sos \
    --build-arg BASE="${SOS_BASE_IMAGE:-debian:bookworm-slim}" -t sos:dev .
fi
"${compose[@]}" up --detach

servers=ingestion=ingestion:8080,indicator=indicator:8080,eligibility=eligibility:8080,reporting=reporting:8080
client() {
  docker run --rm --network sos_default --read-only --cap-drop ALL \
    -v "$PWD/$certificates:/certificates:ro" -v sos_sample:/var/lib/sos \
    -e SOS_TLS_CA=/certificates/ca.pem -e SOS_TOKEN="$(deploy/development/token.sh "$certificates" state)" \
    sos:dev "$@"
}
echo "Waiting for the services ..."
for _ in $(seq 60); do
  client release --server "$servers" >/dev/null 2>&1 && break
  sleep 1
done
client sample --output /var/lib/sos/files >/dev/null
client ingest --server "$servers" /var/lib/sos/files >/dev/null
client report --server "$servers" --entity 99600020000000 --year 2024
for _ in $(seq 60); do
  curl --silent --fail --output /dev/null http://localhost:8089/readyz && break
  sleep 1
done
# Not to standard output, which is the report.
echo "Pages on https://localhost:8088/ (the certificate is from $certificates/ca.pem)" >&2
