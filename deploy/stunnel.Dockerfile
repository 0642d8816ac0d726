# stunnel beside a service: TLS to a Redis, for a client that speaks none. The service talks to the socket
# /run/redis/redis.sock. Settings are in deploy/stunnel.conf; mount another one over it to change them.
ARG BASE=debian:bookworm-slim
FROM ${BASE}
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends stunnel4 >/dev/null \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o 10001 -g 10001 /run/redis
COPY deploy/stunnel.conf /etc/stunnel/stunnel.conf
USER 10001:10001
ENTRYPOINT ["/usr/bin/stunnel4", "/etc/stunnel/stunnel.conf"]
