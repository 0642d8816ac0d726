# What compose.yaml needs of postgres:15-bookworm, from Debian's packages, where no registry answers. For tests.
ARG BASE=debian:bookworm-slim
FROM ${BASE}
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql-15 >/dev/null
COPY postgres-entry.sh /entry.sh
VOLUME /var/lib/postgresql/data
ENTRYPOINT ["/bin/sh", "/entry.sh"]
