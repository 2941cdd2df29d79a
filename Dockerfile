# Minben in a container. Kept honest by tests/deploy/test_container.py; the full check runs the same deploy/install.sh.
FROM python:3.11.13-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY deploy/install.sh deploy/requirements.lock deploy/build.lock deploy/
COPY src src
RUN ["sh", "deploy/install.sh", "/opt/minben"]

FROM python:3.11.13-slim-bookworm
RUN groupadd --gid 10001 minben \
    && useradd --uid 10001 --gid minben --home-dir /var/lib/minben --create-home --shell /usr/sbin/nologin minben
COPY --from=build /opt/minben /opt/minben
ENV PATH=/opt/minben/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MINBEN_HOME=/var/lib/minben \
    MINBEN_LOG_FORMAT=json \
    HOST=0.0.0.0 \
    PORT=8000
WORKDIR /var/lib/minben
USER 10001:10001
VOLUME ["/var/lib/minben"]
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=90s --retries=3 \
    CMD ["python", "-c", "import urllib.request as ask; ask.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["minben"]
CMD ["serve"]
