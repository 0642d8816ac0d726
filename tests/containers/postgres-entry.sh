#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the database that POSTGRES_USER, POSTGRES_DB and POSTGRES_PASSWORD name, once, and runs its arguments: postgres.
set -eu
export PATH="/usr/lib/postgresql/15/bin:$PATH" PGDATA=/var/lib/postgresql/data
as_postgres() { setpriv --reuid postgres --regid postgres --clear-groups "$@"; }
chown postgres:postgres "$PGDATA" /var/run/postgresql
if [ ! -f "$PGDATA/PG_VERSION" ]; then
  echo "$POSTGRES_PASSWORD" >/tmp/password
  chown postgres /tmp/password
  as_postgres initdb -U "$POSTGRES_USER" -A scram-sha-256 --pwfile /tmp/password -E UTF8 --locale=C >/dev/null
  rm /tmp/password
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  as_postgres pg_ctl -w -o "-c listen_addresses=" start >/dev/null
  PGPASSWORD="$POSTGRES_PASSWORD" as_postgres createdb -U "$POSTGRES_USER" "$POSTGRES_DB"
  as_postgres pg_ctl -w stop >/dev/null
fi
exec setpriv --reuid postgres --regid postgres --clear-groups "$@" -c "listen_addresses=*"
