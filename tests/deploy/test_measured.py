"""The page of what was measured says what the benchmarks wrote, to the figure."""

import json
from pathlib import Path

from tests.deploy.rules import ROOT
from tools import measured


def test_the_page_is_what_the_results_say() -> None:
    told = (ROOT / "docs/reference/measured.md").read_text("utf-8")
    assert told == measured.page(), "run tools/measured.py"


def test_every_result_is_on_the_page_and_a_changed_one_would_be_noticed(tmp_path: Path) -> None:
    for file in measured.RESULTS.glob("*.json"):
        assert f"## {file.stem}\n" in measured.page()
    result = tmp_path / "intake.json"
    result.write_text(
        json.dumps({"intake": {"ours_per_s": 123.456, "rounds": [1.0, 2.0], "rows": 1_000_000}})
    )
    before = measured.page(tmp_path)
    assert "| intake · ours_per_s | 123.5 |" in before
    assert "| intake · rows | 1,000,000 |" in before
    assert "rounds" not in before
    result.write_text(json.dumps({"intake": {"ours_per_s": 99.0}}))
    assert measured.page(tmp_path) != before


def test_the_benchmarks_write_the_page_at_their_end() -> None:
    bench = (ROOT / "Makefile").read_text("utf-8").partition("bench: environment\n")[2].partition("\n\n")[0]
    assert bench.splitlines()[-1].strip() == ".venv/bin/python tools/measured.py"
