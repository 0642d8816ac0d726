#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Starts a Sentinel; it writes what it learns into its configuration, hence the copy.
set -eu
umask 077
cat >/data/sentinel.conf <<CONFIGURATION
port 26379
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
sentinel announce-ip $(hostname).redis
sentinel monitor sos redis-0.redis 6379 2
sentinel auth-pass sos $REDIS_PASSWORD
sentinel down-after-milliseconds sos 2000
sentinel failover-timeout sos 10000
CONFIGURATION
exec redis-server /data/sentinel.conf --sentinel
