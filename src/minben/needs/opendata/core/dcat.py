"""The catalogue of open data as JSON-LD, in the words of DCAT 3 and DCAT-AP.

References
----------
W3C (2024). Data Catalog Vocabulary (DCAT) – Version 3. Recommendation.
SEMIC (2024). DCAT-AP 3.0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

__all__ = ["CONTEXT", "Dataset", "Distribution", "Publisher", "Said", "catalogue"]

_EU = "http://publications.europa.eu/resource/authority/"
CONTEXT: dict[str, Any] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_FORMATS = {"csv": f"{_EU}file-type/CSV", "parquet": f"{_EU}file-type/PARQUET"}
_ALGORITHMS = {"sha256": "spdx:checksumAlgorithm_sha256", "sha512": "spdx:checksumAlgorithm_sha512"}


@dataclass(frozen=True, slots=True)
class Said:
    """Something said in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who gives the data: a name, the number people can call, and the city."""

    name: Said
    phone: str
    place: Said


@dataclass(frozen=True, slots=True)
class Distribution:
    """One file: where it is, its form, media type, size [B] and digest."""

    address: str
    form: str
    media_type: str
    size_b: int
    digest: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """One release: the period it covers (both days included), when it was published, its words and files."""

    address: str
    identifier: str
    title: Said
    description: Said
    provenance: Said
    first: date
    last: date
    issued: datetime
    licence: str
    files: Sequence[Distribution]


def catalogue(
    *, address: str, title: Said, description: Said, publisher: Publisher, datasets: Sequence[Dataset]
) -> dict[str, Any]:
    """Return the catalogue as a JSON-LD document.

    Parameters
    ----------
    address : str
        The absolute address of the page of open data.
    title, description : Said
    publisher : Publisher
    datasets : sequence of Dataset
        The newest first.

    Examples
    --------
    >>> city, page = Said("临江市", "Linjiang"), "https://city.example/opendata/"
    >>> who = Publisher(city, "12345", city)
    >>> catalogue(address=page, title=city, description=city, publisher=who, datasets=[])["@type"]
    'dcat:Catalog'
    """
    issued = [one.issued for one in datasets]
    agent = {"@id": f"{address}#publisher", "@type": "foaf:Agent", "foaf:name": _both(publisher.name)}
    return {
        "@context": CONTEXT,
        "@id": f"{address}#catalogue",
        "@type": "dcat:Catalog",
        "dct:title": _both(title),
        "dct:description": _both(description),
        "dct:publisher": agent,
        "dct:language": [{"@id": f"{_EU}language/ZHO"}, {"@id": f"{_EU}language/ENG"}],
        "dct:spatial": _place(publisher),
        "foaf:homepage": {"@id": address},
        **({"dct:modified": _moment(max(issued)), "dct:issued": _moment(min(issued))} if issued else {}),
        "dcat:dataset": [_dataset(one, publisher, agent["@id"]) for one in datasets],
    }


def _dataset(one: Dataset, publisher: Publisher, agent: object) -> dict[str, Any]:
    return {
        "@id": one.address,
        "@type": "dcat:Dataset",
        "dct:identifier": one.identifier,
        "dct:title": _both(one.title),
        "dct:description": _both(one.description),
        "dct:publisher": {"@id": agent},
        "dct:issued": _moment(one.issued),
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _typed(one.first.isoformat(), "date"),
            "dcat:endDate": _typed(one.last.isoformat(), "date"),
        },
        "dct:spatial": _place(publisher),
        "dct:accrualPeriodicity": {"@id": f"{_EU}frequency/MONTHLY"},
        "dct:accessRights": {"@id": f"{_EU}access-right/PUBLIC"},
        "dcat:theme": {"@id": f"{_EU}data-theme/GOVE"},
        "dcat:keyword": [
            *_both(Said("政务热线", "public service hotline")),
            *_both(Said("诉求", "service requests")),
        ],
        "dcat:landingPage": {"@id": one.address.partition("#")[0]},
        "dcat:temporalResolution": _typed("P7D", "duration"),
        "dcat:contactPoint": {
            "@type": "vcard:Organization",
            "vcard:fn": publisher.name.zh,
            "vcard:hasTelephone": {"@id": f"tel:{publisher.phone}"},
        },
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "rdfs:label": _both(one.provenance)},
        "dcat:distribution": [_distribution(file, one) for file in one.files],
    }


def _distribution(file: Distribution, one: Dataset) -> dict[str, Any]:
    algorithm, _colon, value = file.digest.partition(":")
    told: dict[str, Any] = {
        "@id": file.address,
        "@type": "dcat:Distribution",
        "dct:title": _both(Said(f"{one.title.zh}（{file.form}）", f"{one.title.en} ({file.form})")),
        "dcat:accessURL": {"@id": one.address},
        "dcat:downloadURL": {"@id": file.address},
        "dct:format": {"@id": _FORMATS[file.form]},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{file.media_type}"},
        "dcat:byteSize": _typed(str(file.size_b), "nonNegativeInteger"),
        "dct:issued": _moment(one.issued),
    }
    if algorithm in _ALGORITHMS:
        told["spdx:checksum"] = {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": _ALGORITHMS[algorithm]},
            "spdx:checksumValue": _typed(value, "hexBinary"),
        }
    if one.licence:
        told["dct:license"] = {"@id": one.licence}
    return told


def _place(publisher: Publisher) -> dict[str, Any]:
    return {"@type": "dct:Location", "rdfs:label": _both(publisher.place)}


def _both(said: Said) -> list[dict[str, str]]:
    return [{"@language": "zh-Hans", "@value": said.zh}, {"@language": "en", "@value": said.en}]


def _typed(value: str, kind: str) -> dict[str, str]:
    return {"@type": f"xsd:{kind}", "@value": value}


def _moment(at: datetime) -> dict[str, str]:
    return _typed(at.isoformat(timespec="seconds"), "dateTime")
