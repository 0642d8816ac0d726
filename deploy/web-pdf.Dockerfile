# sos-web with WeasyPrint, so that `.pdf` addresses answer with a file. Without it they answer which page to print instead.
# Optional, because this image has a shell, Python and what WeasyPrint needs, which sos-web:dev does not. Run at the root of
# the repository, after sos-web:dev was built:
#
#   docker build -f deploy/web-pdf.Dockerfile -t sos-web:pdf .
#
# PROGRAM_IMAGE names another image of sos-web. BASE must be the Debian that it was built from.
ARG BASE=debian:bookworm-slim
ARG PROGRAM_IMAGE=sos-web:dev

FROM ${PROGRAM_IMAGE} AS program

FROM ${BASE}
COPY deploy/install.sh deploy/packages.txt /tmp/deploy/
RUN /tmp/deploy/install.sh pdf && rm -rf /var/lib/apt/lists/* /tmp/deploy
COPY --from=program / /tmp/image/
# The libraries that Debian has here already stay; /lib is a link, which the copy follows.
RUN tar -C /tmp/image -c . | tar -C / -x --keep-directory-symlink --skip-old-files && rm -rf /tmp/image \
 && chown -R 10001:10001 /var/lib/sos
USER 10001:10001
WORKDIR /var/lib/sos
ENV SOS_HTTP_LISTEN=[::]:8088 \
    TMPDIR=/var/lib/sos \
    XDG_CACHE_HOME=/var/lib/sos/cache
EXPOSE 8088 9464
ENTRYPOINT ["/program"]
