"""Audits what Minben depends on: always offline, and against the known holes where their service can be reached.

Ends with 0 when all was looked at and nothing found, 1 when something was found, 3 when nothing was found but the
known holes could not be looked up: that is said by name and is no pass.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
OLDEST = timedelta(days=180)
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
_ELSEWHERE = re.compile(r"://|^-(?!-hash)|^--(?!hash)|@\s")
# What a public office may pass on with its own programs. Copyleft of files (MPL) and of libraries (LGPL) is kept apart
# below: each such package is named, so that a new one is seen.
ALLOWED = re.compile(
    r"^(?:MIT|MIT-CMU|MIT-0|BSD|BSD-2-Clause|BSD-3-Clause|0BSD|Apache-2.0|Apache|ISC|PSF-2.0|PSF|Python|HPND|Zlib|Unlicense|"
    r"CC0-1.0|Unicode-3.0|ZPL-2.1|CNRI-Python)$"
)
NAMED = {
    "certifi": "MPL-2.0", "mozilla-django-oidc": "MPL-2.0", "psycopg": "LGPL-3.0", "psycopg-binary": "LGPL-3.0",
    "hypothesis": "MPL-2.0", "pathspec": "MPL-2.0", "skops": "MIT",
    "axe-playwright-python": "MIT",
}  # fmt: skip
_SPOKEN = (
    (r"mit license|^mit\b|expat", "MIT"),
    (r"apache", "Apache-2.0"),
    (r"3-clause|modified bsd|new bsd|bsd", "BSD-3-Clause"),
    (r"mozilla public|mpl", "MPL-2.0"),
    (r"lesser general|lgpl", "LGPL-3.0"),
    (r"\bgeneral public|\bgpl|agpl|affero", "GPL"),
    (r"python software foundation|psf", "PSF-2.0"),
    (r"isc", "ISC"),
    (r"hpnd|historical permission", "HPND"),
    (r"unlicense", "Unlicense"),
    (r"zope", "ZPL-2.1"),
)


@dataclass(frozen=True)
class Locked:
    """One line of a lock: a package, its version, how many digests it has, and where it stands."""

    name: str
    version: str
    hashes: int
    where: str


def entries(text: str, where: str) -> tuple[list[Locked], list[str]]:
    """Read a lock: its packages, and the lines that would fetch something unlocked or from elsewhere."""
    found: list[Locked] = []
    strange: list[str] = []
    for statement in re.sub(r"\\\n\s*", " ", text).splitlines():
        line = statement.split(" #")[0].strip()
        if not line or line.startswith("#"):
            continue
        pinned = _PINNED.match(line)
        if pinned is None or _ELSEWHERE.search(re.sub(r"--hash=\S+", "", line)):
            strange.append(f"{where}: {line[:80]}")
        else:
            name = re.sub(r"[-_.]+", "-", pinned[1]).lower()
            found.append(Locked(name, pinned[2], line.count("--hash=sha256:"), where))
    return found, strange


def licence(told: metadata.PackageMetadata) -> str:
    """Name a package's licence: as an expression where it has one, else as its classifiers or its words say."""
    if expression := told.get("License-Expression"):
        return str(expression)
    classed = [
        one.rpartition("::")[2] for one in told.get_all("Classifier") or () if one.startswith("License")
    ]
    words = " ".join([*classed, (told.get("License") or "")[:60]]).strip().lower()
    return next((name for pattern, name in _SPOKEN if re.search(pattern, words)), words[:40] or "unknown")


def is_allowed(name: str, said: str) -> bool:
    """Tell whether a licence may be passed on: of ways joined by OR one is enough, of those joined by AND all count."""
    if name in NAMED:
        return True
    ways = [one.split(" AND ") for one in re.sub(r"[()]", "", said).split(" OR ")]
    return any(all(ALLOWED.match(part.strip().split(" WITH ")[0]) for part in way) for way in ways)


def unhashed(locked: list[Locked]) -> Iterator[str]:
    for one in locked:
        if not one.hashes:
            yield f"{one.where}: {one.name} {one.version} has no digest: any file of that name would be taken."


def unlicensed(locked: list[Locked]) -> Iterator[str]:
    for one in {entry.name: entry for entry in locked}.values():
        try:
            told = metadata.metadata(one.name)
        except metadata.PackageNotFoundError:
            # Locked for another system or Python; nothing of it is on this machine.
            continue
        if not is_allowed(one.name, said := licence(told)):
            remedy = "Read it, then name the package in tools/audit.py, or drop it."
            yield f"{one.name}: its licence “{said}” is not on the list. {remedy}"


def unlike(locked: list[Locked]) -> Iterator[str]:
    versions: dict[str, set[str]] = {}
    for one in locked:
        # One package may be locked twice, for older and for newer Pythons.
        versions.setdefault(one.name, set()).add(one.version)
    for name, known in sorted(versions.items()):
        try:
            here = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
        if here not in known:
            yield f"{name} is locked at {' or '.join(sorted(known))}, but {here} is installed. Run make environment."


def stale(at: datetime) -> Iterator[str]:
    """Find locks that nobody looked at for half a year; git knows when, an archive of files does not."""
    for lock in LOCKS:
        command = ["git", "log", "-1", "--format=%cI", "--", lock]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  # our own words
        told = ran.stdout.strip()
        if not told:
            print(f"NOT LOOKED AT: the age of {lock}; this is no git checkout.")
        elif at - datetime.fromisoformat(told) > OLDEST:
            yield f"{lock} was last renewed on {told[:10]}. Renew it: what is known of old versions is known to all."


def advisories(lock: str) -> tuple[list[str], str]:
    """Ask the advisory service about a lock: what is known against it, and why it could not be asked."""
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "-r",
        lock,
        "--require-hashes",
        "--disable-pip",
        "--format",
        "json",
    ]
    command += ["--progress-spinner", "off", "--timeout", "10"]
    try:
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)  # noqa: S603
    except subprocess.TimeoutExpired:
        return [], "it did not answer within five minutes"
    try:
        told = json.loads(ran.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return [], (ran.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1][-200:]
    if skipped := [one["name"] for one in told if one.get("skip_reason")]:
        return [], f"it could not be asked about {', '.join(skipped[:5])}"
    return [
        f"{one['name']} {one['version']}: {hole['id']}" for one in told for hole in one.get("vulns", ())
    ], ""


def main() -> int:
    locked: list[Locked] = []
    wrong: list[str] = []
    for lock in LOCKS:
        found, strange = entries((ROOT / lock).read_text("utf-8"), lock)
        locked += found
        wrong += [f"{line}: only pinned packages of the registry belong here." for line in strange]
    at = datetime.now(UTC)
    wrong += [*unhashed(locked), *unlike(locked), *unlicensed(locked), *stale(at)]
    print(f"{len(locked)} locked packages: pinned, hashed, licensed, of one place, of this age.")
    away = ""
    for lock in LOCKS:
        holes, away = advisories(lock)
        wrong += [f"{lock}: {hole}. Renew the lock without it." for hole in holes]
        if away:
            break
    for line in wrong:
        print(f"FOUND: {line}")
    if away:
        print(
            f"NOT LOOKED UP: known holes ({away}). Run `make audit` where the advisory service can be reached."
        )
    return 1 if wrong else 3 if away else 0


if __name__ == "__main__":
    sys.exit(main())
