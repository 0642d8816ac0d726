#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Starts a Redis as replica of the primary that the Sentinels name; the first pod of a new set is the primary.
set -eu
me="$(hostname).redis"
primary=""
for sentinel in redis-0.redis redis-1.redis redis-2.redis; do
  primary="$(timeout 2 redis-cli -h "$sentinel" -p 26379 sentinel get-master-addr-by-name sos 2>/dev/null | sed -n 1p)" || true
  [ -n "$primary" ] && break
done
[ -n "$primary" ] || primary=redis-0.redis
set -- redis-server --save "" --appendonly no --maxmemory 256mb --maxmemory-policy allkeys-lru \
  --requirepass "$REDIS_PASSWORD" --masterauth "$REDIS_PASSWORD" --replica-announce-ip "$me"
[ "$primary" = "$me" ] || set -- "$@" --replicaof "$primary" 6379
exec "$@"
