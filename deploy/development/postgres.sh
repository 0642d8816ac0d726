#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The entry of compose.yaml's PostgreSQL: serves TLS. PostgreSQL takes a key only from its own user, so it gets a copy.
set -eu
install -o postgres -g postgres -m 600 /certificates/postgres-key.pem /var/run/postgresql/key.pem
exec docker-entrypoint.sh postgres -c ssl=on -c ssl_cert_file=/certificates/postgres.pem -c ssl_key_file=/var/run/postgresql/key.pem
