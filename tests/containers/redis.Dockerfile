# What compose.yaml needs of redis:7-bookworm, from Debian's packages, where no registry answers. For tests.
ARG BASE=debian:bookworm-slim
FROM ${BASE}
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends redis-server >/dev/null && mkdir -p /data && chmod 777 /data
WORKDIR /data
ENTRYPOINT []
