"""``minben classifier``: train, evaluate and use a classifier; no database is needed."""

import csv
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from minben.commons.clock import now
from minben.commons.errors import TeachingError
from minben.commons.tables import BadRow, columns, rows
from minben.needs.hotline.core.classify import Predictions
from minben.needs.hotline.core.making import ACCURACY, make
from minben.needs.hotline.core.modelfile import load
from minben.needs.hotline.core.scores import scores

NAME = "classifier"
app = typer.Typer(help="Train, evaluate and use a classifier of requests.", no_args_is_help=True)

Files = Annotated[list[Path], typer.Argument(help="Tables: .csv(.gz), .tsv, .xlsx, .jsonl(.gz) or .parquet.")]
Model = Annotated[Path, typer.Argument(help="The folder of the model.")]
Text = Annotated[
    list[str],
    typer.Option(
        "--text",
        help="The column of the text; join several with “+”. Repeat it for files with other columns.",
    ),
]
Label = Annotated[str, typer.Option("--label", help="The column of the label.")]


@dataclass(slots=True)
class Examples:
    """Labelled texts of one or more files, and what had to be left out."""

    texts: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    empty: int = 0
    bad: list[BadRow] = field(default_factory=list)


@app.command()
def train(
    files: Files,
    *,
    text: Text,
    label: Label,
    out: Annotated[Path, typer.Option(help="The folder to write; it is made if absent.")],
    seed: Annotated[int, typer.Option(min=0, help="The same seed and rows give the same model.")] = 7,
    accuracy: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Share of right guesses wanted above the threshold.")
    ] = ACCURACY,
) -> None:
    """Learn from labelled texts, choose the threshold on texts not learnt from, and write a model."""
    with _progress(_("Learning …")):
        examples = _examples(files, text, label)
        card = make(
            examples.texts, examples.labels, out, seed=seed, made_on=localdate(now()), accuracy=accuracy
        )
    metrics = {name: value for name, value in card.provenance.metrics.items() if name != "per_class"}
    _print({"version": card.version, "labels": len(card.labels), "left_out": examples.empty} | metrics)
    _end(examples.bad)


@app.command()
def evaluate(model: Model, files: Files, text: Text, label: Label) -> None:
    """Compare a model with the labels that people gave; prints JSON."""
    with _progress(_("Evaluating …")):
        classifier, examples = load(model), _examples(files, text, label)
        begin = time.perf_counter()
        predictions = classifier.predict(examples.texts)
        seconds = time.perf_counter() - begin
    found = scores(examples.labels, predictions, threshold=classifier.threshold)
    found["docs_per_s"] = round(len(examples.texts) / max(seconds, 1e-9))
    found["per_class"] = {name: asdict(score) for name, score in found["per_class"].items()}
    _print(found)
    _end(examples.bad)


@app.command()
def predict(
    model: Model,
    *,
    file: Annotated[Path, typer.Argument(help="A table.")],
    text: Text,
    out: Annotated[Path, typer.Option(help="The .csv to write.")],
    key: Annotated[str, typer.Option("--id", help="The column of the id; without it, the row number.")] = "",
) -> None:
    """Guess the label of each text; writes id, label, confidence, abstained and the second guess."""
    bad: list[BadRow] = []
    with _progress(_("Predicting …")), ExitStack() as stack:
        if out.resolve() == file.resolve():
            raise TeachingError("out_is_read", file=file.name)
        classifier, spec = load(model), _fitting(file, text, [key] if key else [])
        # Only now: what stood there before outlives a misspelt column.
        writer = csv.writer(stack.enter_context(out.open("w", newline="", encoding="utf-8")))
        writer.writerow(["id", "label", "confidence", "abstained", "second", "second_confidence"])
        for batch in rows(file):
            bad += batch.bad
            ids = [row[key] for row in batch.rows] if key else batch.numbers
            writer.writerows(_lines(ids, classifier.predict([_joined(row, spec) for row in batch.rows])))
    _end(bad)


def _lines(ids: Sequence[Any], said: Predictions) -> Iterator[tuple[Any, ...]]:
    abstained = ["true" if one else "false" for one in said.abstained.tolist()]
    shares = ([f"{share:.4f}" for share in column] for column in (said.confidence, said.second_confidence))
    confidence, second_confidence = shares
    return zip(ids, said.labels, confidence, abstained, said.second, second_confidence, strict=True)


def _examples(files: Sequence[Path], specs: Sequence[str], label: str) -> Examples:
    found = Examples()
    for file in files:
        spec = _fitting(file, specs, [label])
        if label in spec:
            raise TeachingError("label_in_text", label=label)
        for batch in rows(file):
            found.bad += batch.bad
            for row in batch.rows:
                text, name = _joined(row, spec), str(row[label] or "").strip()
                if text and name:
                    found.texts.append(text)
                    found.labels.append(name)
                else:
                    found.empty += 1
    if not found.texts:
        raise TeachingError("rows_missing", file=", ".join(file.name for file in files))
    return found


def _fitting(file: Path, specs: Sequence[str], others: Sequence[str]) -> list[str]:
    """Choose the first of the texts asked for whose columns a file has."""
    known = columns(file)
    wanted = [name for name in others if name not in known]
    for spec in specs:
        names = [name.strip() for name in spec.split("+") if name.strip()]
        absent = [name for name in names if name not in known]
        if names and not absent and not wanted:
            return names
        wanted += absent if spec == specs[-1] else []
    raise TeachingError("column_missing", file=file.name, wanted=", ".join(wanted), known=", ".join(known))


def _joined(row: Mapping[str, Any], names: Sequence[str]) -> str:
    return " ".join(str(row[name]).strip() for name in names if row.get(name) is not None).strip()


@contextmanager
def _progress(words: str) -> Iterator[None]:
    console = Console(stderr=True)
    with Progress(SpinnerColumn(), TextColumn(words), console=console, transient=True) as progress:
        progress.add_task(words, total=None)
        yield


def _print(found: Mapping[str, Any]) -> None:
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def _end(bad: Sequence[BadRow]) -> None:
    for row in bad[:20]:
        typer.echo(f"{row.reason} {row.remedy}", err=True)
    if bad:
        typer.echo(_("{count} rows could not be read and were left out.").format(count=len(bad)), err=True)
        raise typer.Exit(1)
