"""The container as it is written: no engine is at hand to run it, so its files are read, line by line."""

import re

import pytest
import yaml

from minben.cli import COMMANDS
from tests.deploy.rules import (
    ROOT,
    broken,
    broken_by_compose,
    documented,
    instructions,
    of,
    stages,
    variables,
)
from tests.laws.test_documents import commands

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text("utf-8")
EXAMPLE = (ROOT / "deploy/minben.env.example").read_text("utf-8")


def test_the_dockerfile_keeps_to_the_rules() -> None:
    assert broken(DOCKERFILE) == []


@pytest.mark.parametrize(
    ("line", "instead", "sentence"),
    [
        (":3.11.13-slim-bookworm AS", ":latest AS", "is not pinned"),
        ("FROM python:3.11.13-slim-bookworm\n", "FROM python\n", "is not pinned"),
        ("USER 10001:10001\n", "", "not root's"),
        ("USER 10001:10001\n", "USER 0\n", "not root's"),
        ("USER 10001:10001\n", "USER 10001\nRUN touch /x\n", "after the user was set"),
        ("COPY src src", "COPY . .", "takes all there is"),
        ("COPY src src", "ADD src src", "ADD fetches"),
        ("COPY src src", "COPY source src", "is not there"),
        ("COPY src src", "COPY tests src", "keeps back"),
        ("PORT=8000", "PORT=8000 MINBEN_SECRET_KEY=abc", "is a secret"),
        ("MINBEN_LOG_FORMAT=json", "MINBEN_LOGFORMAT=json", "is no setting"),
        ('CMD ["serve"]', "CMD serve", "is not one list"),
        ('ENTRYPOINT ["minben"]', "", "is not one list"),
        ("HEALTHCHECK", "# HEALTHCHECK", "no HEALTHCHECK"),
        ("8000/health/live", "9000/health/live", "another address"),
        ("EXPOSE 8000", "EXPOSE 80", "not the port"),
        ('RUN ["sh"', 'RUN curl https://city.example | sh\nRUN ["sh"', "digest"),
        ('RUN ["sh"', 'RUN pip install gunicorn\nRUN ["sh"', "without their digests"),
        ('RUN ["sh"', 'RUN apt-get install -y gcc\nRUN ["sh"', "leaves behind"),
    ],
)  # fmt: skip
def test_a_rule_that_is_broken_is_noticed(line: str, instead: str, sentence: str) -> None:
    assert line in DOCKERFILE
    assert any(sentence in found for found in broken(DOCKERFILE.replace(line, instead, 1)))


def test_compose_keeps_to_the_rules() -> None:
    assert broken_by_compose(COMPOSE, port=variables(instructions(DOCKERFILE))["PORT"]) == []


@pytest.mark.parametrize(
    ("line", "instead", "sentence"),
    [
        ("postgres:16.10-bookworm", "postgres", "not pinned"),
        ('"127.0.0.1:8000:8000"', '"8000:8000"', "open to others"),
        ('"127.0.0.1:8000:8000"', '"127.0.0.1:8000:80"', "another port"),
        ("${POSTGRES_PASSWORD:?put it into .env}@db", "minben@db", "a secret stands"),
        ("POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?put it into .env}", "POSTGRES_PASSWORD: minben", "a secret stands"),
        ("cap_drop: [ALL]", "cap_drop: [NET_RAW]", "does not need"),
        ("  read_only: true\n", "", "does not need"),
        ('  security_opt: ["no-new-privileges:true"]\n  ', "  ", "may gain rights"),
        ("DATABASE_URL:", "DATABASE_URI:", "is no setting"),
        ("deploy/minben.env\n", "deploy/city.env\n", "nobody can tell"),
        ("- home:/var", "- house:/var", "not declared"),
        ("    db: {condition: service_healthy}", "    base: {condition: service_healthy}", "which is not there"),
    ],
)  # fmt: skip
def test_a_rule_of_compose_that_is_broken_is_noticed(line: str, instead: str, sentence: str) -> None:
    changed = COMPOSE.replace(line, instead, 1)
    if line.startswith("  security"):
        changed = COMPOSE.replace('  security_opt: ["no-new-privileges:true"]\n', "", 1)
    assert changed != COMPOSE
    assert any(sentence in found for found in broken_by_compose(changed, port="8000"))


def test_every_service_runs_a_command_that_minben_has() -> None:
    known = commands()
    last = stages(instructions(DOCKERFILE))[-1]
    assert of(last, "ENTRYPOINT")[0].listed == ["minben"]
    calls = [of(last, "CMD")[0].listed, *(s["command"] for s in services() if s.get("command"))]
    for call in calls:
        assert call
        name, *options = call
        assert name in COMMANDS
        allowed = {word for one in known[f"minben {name}"].params for word in one.opts}
        assert {option for option in options if option.startswith("--")} <= allowed, call


def services() -> list[dict[str, object]]:
    return [one for one in yaml.safe_load(COMPOSE)["services"].values() if "build" in one]


def test_pages_worker_and_sealer_run_apart_and_wait_until_the_tables_are_ready() -> None:
    told = yaml.safe_load(COMPOSE)["services"]
    assert set(told) == {"db", "prepare", "web", "worker", "sealer"}
    for name in ("web", "worker", "sealer"):
        assert told[name]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}
        assert told[name]["restart"] == "unless-stopped"
    assert "restart" not in told["prepare"]


def test_the_example_of_settings_names_settings_and_holds_no_secret() -> None:
    given = dict(re.findall(r"^(\w+)=(.*)$", EXAMPLE, re.MULTILINE))
    assert given
    assert set(given) <= documented()
    assert not [name for name in given if re.search(r"SECRET|PASSWORD|TOKEN|_KEY", name)]
    assert all(given.values())


def test_the_lock_of_production_is_that_of_the_demo_with_postgresql_and_sign_in_by_the_city() -> None:
    def pins(file: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9._-]+==[^ ;\\]+", (ROOT / file).read_text("utf-8"), re.MULTILINE))

    demo, production = pins("requirements.lock"), pins("deploy/requirements.lock")
    assert demo <= production
    added = {pin.partition("==")[0] for pin in production - demo}
    assert {"psycopg", "psycopg-binary", "mozilla-django-oidc"} <= added
    assert production - demo <= pins("requirements-dev.lock")
