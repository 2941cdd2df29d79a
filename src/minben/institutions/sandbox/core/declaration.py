"""What the public is told of an algorithm: twenty mandatory fields, and a few more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any, Self

import yaml

from minben.commons.errors import TeachingError
from minben.commons.parameters import from_yaml
from minben.institutions.sandbox.core.trial import WRONG, TrialContext, TrialResult

# Modelled on 算法备案, the UK's Algorithmic Transparency Recording Standard and the Dutch algorithm register.
TEXTS = (
    "title",
    "owner",
    "contact",
    "purpose",
    "decides",
    "never_decides",
    "affected",
    "legal_basis",
    "people",
    "input",
    "personal_data",
    "method",
    "explanation",
    "risks",
    "safeguards",
    "groups",
    "metric",
    "limits",
    "appeal",
)
MANDATORY = (*TEXTS, "error_limit")
MORE_TEXTS = ("supplier", "licence", "impact")

Trial = Callable[[TrialContext], TrialResult]


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages of the city."""

    zh: str = ""
    en: str = ""

    def read(self, language: str) -> str:
        """Return the text in ``language``; anything but Chinese reads English.

        Examples
        --------
        >>> Words(zh="算法", en="algorithm").read("en")
        'algorithm'
        """
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Declaration:
    """One algorithm as the register shows it.

    Attributes
    ----------
    name : str
        ``<feature>.<algorithm>``, such as ``hotline.classifier``; the key of everything else.
    version : str or callable
        What runs now; a callable is asked each time, for an algorithm whose model can be exchanged.
    error_limit : float
        Share of checked results that may be wrong, in (0, 1). Past it the breaker trips, and evidence beyond it clears
        nothing.
    error_metric : str
        The metric of the trial that is held against ``error_limit``, for everybody; a share of errors.
    people : Words
        What people do: who looks, who decides, who may overrule.
    supplier, licence, impact : Words
        May be empty; the page then says that nothing was stated.
    starts, retires : date or None
        First and last day of use, when known.
    trial : callable or None
        A function of a module that tries the algorithm out; ``None`` when evidence comes from elsewhere.
    material : callable or None
        Tells which file or folder the trial must read besides the data, such as that of a model.
    """

    name: str
    version: str | Callable[[], str]
    title: Words
    owner: Words
    contact: Words
    purpose: Words
    decides: Words
    never_decides: Words
    affected: Words
    legal_basis: Words
    people: Words
    input: Words
    personal_data: Words
    method: Words
    explanation: Words
    risks: Words
    safeguards: Words
    groups: Words
    metric: Words
    limits: Words
    appeal: Words
    error_limit: float
    error_metric: str = WRONG
    supplier: Words = Words()
    licence: Words = Words()
    impact: Words = Words()
    starts: date | None = None
    retires: date | None = None
    trial: Trial | None = None
    material: Callable[[], Path | None] | None = None

    @property
    def running_version(self) -> str:
        """The version that would run now."""
        return self.version if isinstance(self.version, str) else self.version()

    @classmethod
    def from_parameters(
        cls,
        package: str,
        name: str,
        *,
        version: str | Callable[[], str],
        trial: Trial | None = None,
        material: Callable[[], Path | None] | None = None,
    ) -> Self:
        """Read a declaration from ``parameters/<name>.yaml`` of the feature that declares it.

        Each text is ``{zh: …, en: …}``; ``name``, ``error_limit``, ``error_metric`` and dates are plain. A text
        that is missing stays empty: the system check names it, so that one report lists all of them.

        Raises
        ------
        TeachingError
            ``parameters_missing``, ``parameters_unreadable`` or ``declaration_unknown_field``.
        """
        return cls(version=version, trial=trial, material=material, **_fields(*told_in(package, name)))


def empty_fields(declaration: Declaration) -> list[str]:
    """Return the mandatory fields that say nothing in one of the languages, or a limit that is no share."""
    silent = [name for name in TEXTS if not _told(getattr(declaration, name))]
    if not 0 < declaration.error_limit < 1:
        silent.append("error_limit")
    return silent


def _told(words: Words) -> bool:
    return bool(words.zh.strip() and words.en.strip())


def told_in(package: str, name: str) -> tuple[Mapping[str, Any], str]:
    """Read ``parameters/<name>.yaml`` of a feature; return what it tells and what the file is called.

    Raises
    ------
    TeachingError
        ``parameters_missing`` or ``parameters_unreadable``.
    """
    file = f"{package}/parameters/{name}.yaml"
    path = resources.files(package) / "parameters" / f"{name}.yaml"
    if not path.is_file():
        raise TeachingError("parameters_missing", file=file)
    try:
        raw = from_yaml(path.read_text("utf-8"))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise TeachingError("parameters_unreadable", file=file, line=line, column=column) from error
    if not isinstance(raw, Mapping):
        raise TeachingError("parameters_unreadable", file=file, line=1, column=1)
    return raw, file


def words_of(part: Mapping[str, str] | None) -> Words:
    """Return a text of a file in both languages; empty where it says nothing."""
    found = part or {}
    return Words(zh=str(found.get("zh", "")).strip(), en=str(found.get("en", "")).strip())


def _fields(raw: Mapping[str, Any], file: str) -> dict[str, Any]:
    plain = {"name", "error_limit", "error_metric", "starts", "retires"}
    unknown = set(raw) - plain - set(TEXTS) - set(MORE_TEXTS)
    if unknown or "name" not in raw:
        raise TeachingError("declaration_unknown_field", file=file, fields=sorted(unknown) or ["name"])
    fields: dict[str, Any] = {key: raw[key] for key in plain if key in raw}
    fields.setdefault("error_limit", 0.0)
    return fields | {key: words_of(raw.get(key)) for key in (*TEXTS, *MORE_TEXTS)}
