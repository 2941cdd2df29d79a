"""What a Dockerfile and a compose file must keep to here; each broken rule is a sentence."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
PINNED = re.compile(r"[\w./-]+:\d+\.\d+(?:\.\d+)?-[\w.-]+(?:@sha256:[0-9a-f]{64})?")
SECRET = re.compile(r"SECRET|PASSWORD|TOKEN|KEY|CREDENTIAL", re.IGNORECASE)
OWN_VARIABLE = re.compile(r"MINBEN_\w+|HOST|PORT|DATABASE_URL")
PUBLISHED = re.compile(r"127\.0\.0\.1:(\d+):(\d+)")


@dataclass(frozen=True)
class Line:
    """One instruction: its word, and what follows."""

    word: str
    rest: str

    @property
    def listed(self) -> list[str] | None:
        """What follows as a list, if it is written as one (the exec form)."""
        try:
            found = json.loads(self.rest)
        except ValueError:
            return None
        return [str(part) for part in found] if isinstance(found, list) else None


def instructions(text: str) -> list[Line]:
    """Read a Dockerfile: comments and continued lines as the builder reads them."""
    kept = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    whole = re.sub(r"\\\n\s*", " ", kept)
    parts = [line.strip().partition(" ") for line in whole.splitlines() if line.strip()]
    return [Line(word.upper(), rest.strip()) for word, _space, rest in parts]


def stages(lines: list[Line]) -> list[list[Line]]:
    """The instructions of each stage, each beginning with its FROM."""
    found: list[list[Line]] = []
    for line in lines:
        if line.word == "FROM":
            found.append([])
        if found:
            found[-1].append(line)
    return found


def of(lines: list[Line], word: str) -> list[Line]:
    return [line for line in lines if line.word == word]


def variables(lines: list[Line]) -> dict[str, str]:
    """What ENV and ARG set."""
    pairs = [pair for line in lines if line.word in ("ENV", "ARG") for pair in line.rest.split()]
    return {name: value for name, _equals, value in (pair.partition("=") for pair in pairs)}


def documented() -> set[str]:
    """Every setting of the reference."""
    told = (ROOT / "docs/reference/settings.md").read_text("utf-8")
    return set(re.findall(r"`([A-Z_]+)`", told))


def sent_to_build(path: Path) -> bool:
    """Whether the builder gets a file at all, by .dockerignore: the last line that fits decides."""
    sent = True
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        pattern = line.strip()
        if pattern and not pattern.startswith("#"):
            bare = pattern.removeprefix("!").removeprefix("**/")
            names = [str(path), *map(str, path.parents), path.name]
            if any(fnmatch(name, bare) for name in names if name != "."):
                sent = pattern.startswith("!")
    return sent


def _image(lines: list[Line]) -> Iterator[str]:
    named = {line.rest.split()[-1] for line in of(lines, "FROM") if " AS " in line.rest.upper()}
    for line in of(lines, "FROM"):
        image = line.rest.split()[0]
        if image not in named and not PINNED.fullmatch(image):
            yield f"{image} is not pinned to a version and a system"


def _user(lines: list[Line]) -> Iterator[str]:
    last = stages(lines)[-1]
    users = of(last, "USER")
    if not users or not re.fullmatch(r"[1-9]\d*(?::[1-9]\d*)?", users[-1].rest):
        yield "the last stage does not end as a user with a number that is not root's"
    elif any(line.word in ("RUN", "COPY") for line in last[last.index(users[-1]) :]):
        yield "something is made after the user was set"


def _copies(lines: list[Line]) -> Iterator[str]:
    if of(lines, "ADD"):
        yield "ADD fetches and unpacks; COPY says what it does"
    for line in of(lines, "COPY"):
        words = line.rest.split()
        if any(word.startswith("--from=") for word in words):
            continue
        for source in words[:-1]:
            if source in (".", "./", "*"):
                yield "COPY takes all there is, keys and home folders too"
            elif not (ROOT / source).exists():
                yield f"COPY names {source}, which is not there"
            elif not sent_to_build(Path(source)):
                yield f"COPY names {source}, which .dockerignore keeps back"


def _secrets(lines: list[Line]) -> Iterator[str]:
    yield from (f"{name} is a secret in the image" for name in variables(lines) if SECRET.search(name))


def _settings(lines: list[Line]) -> Iterator[str]:
    own = {name for name in variables(lines) if OWN_VARIABLE.fullmatch(name)}
    yield from (f"{name} is no setting" for name in sorted(own - documented()))


def _exec_form(lines: list[Line]) -> Iterator[str]:
    last = stages(lines)[-1]
    for word in ("ENTRYPOINT", "CMD"):
        found = of(last, word)
        if len(found) != 1 or found[0].listed is None:
            yield f"{word} is not one list of words, so signals would not reach the program"


def _health(lines: list[Line]) -> Iterator[str]:
    found = of(stages(lines)[-1], "HEALTHCHECK")
    port = variables(lines).get("PORT", "")
    if len(found) != 1 or " CMD [" not in f" {found[0].rest}":
        yield "there is no HEALTHCHECK as a list of words"
    elif f":{port}/health/live" not in found[0].rest:
        yield "the HEALTHCHECK asks another address than the one that answers"
    if [line.rest for line in of(lines, "EXPOSE")] != [port]:
        yield "EXPOSE is not the port on which pages are served"


def _runs(lines: list[Line]) -> Iterator[str]:
    for line in of(lines, "RUN"):
        if re.search(r"\bsudo\b|\b(?:curl|wget)\b", line.rest):
            yield "RUN fetches something that nobody wrote a digest of, or asks for root"
        if "pip install" in line.rest and "--require-hashes" not in line.rest:
            yield "RUN installs packages without their digests"
        if "apt-get" in line.rest and not ("--no-install-recommends" in line.rest and "rm -rf" in line.rest):
            yield "RUN leaves behind what installing packages brought along"


DOCKERFILE: Mapping[str, Callable[[list[Line]], Iterator[str]]] = {
    "image": _image, "user": _user, "copies": _copies, "secrets": _secrets, "settings": _settings,
    "exec form": _exec_form, "health": _health, "runs": _runs,
}  # fmt: skip


def broken(text: str) -> list[str]:
    """Every rule that a Dockerfile breaks."""
    lines = instructions(text)
    return [sentence for rule in DOCKERFILE.values() for sentence in rule(lines)]


def broken_by_compose(text: str, *, port: str) -> list[str]:
    """Every rule that a compose file breaks."""
    told = yaml.safe_load(text)
    services: Mapping[str, Any] = told["services"]
    found = [
        f"{name}: {sentence}"
        for name, service in services.items()
        for rule in (_rights, _wellness, _doors, _environment)
        for sentence in rule(service, port)
    ]
    found += [
        f"{name}: waits for {needed}, which is not there"
        for name, service in services.items()
        for needed in service.get("depends_on", ())
        if needed not in services
    ]
    used = {v.partition(":")[0] for one in services.values() for v in one.get("volumes", ())}
    found += [f"{volume} is used and not declared" for volume in sorted(used - set(told.get("volumes", {})))]
    lines = [line.strip() for line in text.splitlines() if not line.startswith("#")]
    return found + [f"a secret stands in the file: {line}" for line in lines if _literal(line)]


def _literal(line: str) -> bool:
    name, _colon, value = line.lstrip("- ").partition(":")
    in_address = re.search(r"://[^:/\s]+:[^$@\s][^@\s]*@", value)
    return bool((SECRET.search(name) and value.strip() and "${" not in value) or in_address)


def _rights(service: Mapping[str, Any], _port: str) -> Iterator[str]:
    if service.get("privileged") or service.get("network_mode") == "host" or service.get("user") == "root":
        yield "may do more than it needs"
    if "no-new-privileges:true" not in service.get("security_opt", ()):
        yield "may gain rights"
    if "build" in service and (service.get("cap_drop") != ["ALL"] or not service.get("read_only")):
        yield "keeps rights that it does not need"


def _wellness(service: Mapping[str, Any], _port: str) -> Iterator[str]:
    if "build" in service:
        return
    if not PINNED.fullmatch(service.get("image", "")):
        yield "its image is not pinned"
    if "healthcheck" not in service:
        yield "nobody asks whether it is well"


def _doors(service: Mapping[str, Any], port: str) -> Iterator[str]:
    for published in service.get("ports", ()):
        match = PUBLISHED.fullmatch(str(published))
        if not match or match.group(2) != port:
            yield f"{published} is open to others, or leads to another port"


def _environment(service: Mapping[str, Any], _port: str) -> Iterator[str]:
    for variable in service.get("environment", ()):
        if "build" in service and variable not in documented():
            yield f"{variable} is no setting"
    file = service.get("env_file")
    if file and not (ROOT / f"{file}.example").exists():
        yield f"nobody can tell what belongs into {file}"
