"""``minben topics mine`` on the file of an office: events out, bad rows named, no database touched."""

import csv

import pytest
from typer.testing import CliRunner

from minben.needs.topics.commands import app

HEAD = ("id", "title", "body", "created", "user", "likes")
PLANT = (
    ("1", "江畔社区旁搅拌站噪音扰民", "李伟：夜里吵得睡不着。", "2026-03-01 08:00", "li.wei", "3"),
    (
        "2",
        "投诉江畔社区搅拌站",
        "周敏：灰尘大，家里不敢开窗，搅拌站噪音也大。",
        "2026-03-02 09:00",
        "zhou.min",
        "0",
    ),
    ("3", "江畔社区的搅拌站太吵", "陈桂英请人代写：噪音大，睡不着。", "2026-03-03 10:00", "chen", "1"),
)
ALONE = ("4", "柳荫街道路灯不亮", "晚上看不见路。", "2026-03-03 11:00", "li.wei", "1762")


def export(folder, *rows):
    path = folder / "export.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def mine(folder, path, *more):
    out, members = folder / "topics.csv", folder / "members.csv"
    words = ["mine", path, "--map", "text=title+body,when=created,person=user,support=likes,id=id"]
    done = CliRunner().invoke(app, [*map(str, words), "--out", str(out), "--members", str(members), *more])
    return done, rows_of(out), rows_of(members)


def rows_of(path):
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_three_neighbours_and_one_plant_are_one_event(tmp_path):
    done, topics, members = mine(tmp_path, export(tmp_path, *PLANT, ALONE))
    assert done.exit_code == 0, done.output
    assert [(row["rank"], row["voices"], row["members"]) for row in topics] == [("1", "3.0", "3")]
    assert list(topics[0]) == [
        "rank", "hotness", "first", "last", "places", "title", "keywords", "voices", "members",
    ]  # fmt: skip
    assert (topics[0]["first"], topics[0]["last"]) == ("2026-03-01", "2026-03-03")
    assert {row["id"] for row in members} == {"1", "2", "3"}
    assert topics[0]["title"] in {row[1] for row in PLANT}


def test_one_message_that_everybody_liked_is_no_event(tmp_path):
    done, topics, _ = mine(tmp_path, export(tmp_path, ALONE))
    assert (done.exit_code, topics) == (0, [])


def test_li_wei_writing_three_times_is_one_voice_and_no_event(tmp_path):
    again = [(*row[:4], "li.wei", row[5]) for row in PLANT]
    _, topics, _ = mine(tmp_path, export(tmp_path, *again))
    assert topics == []


def test_what_counts_for_less_is_listed_with_its_reason(tmp_path):
    third = (*("5", "江畔社区搅拌站噪音还是大", "李伟又写：还是睡不着。", "2026-03-05 08:00"), "li.wei", "0")
    path = tmp_path / "less.csv"
    mine(tmp_path, export(tmp_path, *PLANT, third), "--discounted", str(path))
    assert rows_of(path) == [{"rank": "1", "id": "5", "weight": "0.000", "reason": "same_person"}]


def test_a_row_without_a_date_is_named_and_the_others_are_mined(tmp_path):
    done, topics, _ = mine(tmp_path, export(tmp_path, *PLANT, ("9", "路灯", "不亮", "", "x", "")))
    assert done.exit_code == 1
    assert "5" in done.output
    assert len(topics) == 1


def test_a_month_leaves_the_others_out(tmp_path):
    late = [(f"1{row[0]}", row[1], row[2], row[3].replace("2026-03", "2025-03"), *row[4:]) for row in PLANT]
    _, topics, members = mine(tmp_path, export(tmp_path, *PLANT, *late), "--month", "2026-03")
    assert [row["members"] for row in topics] == ["3"]
    assert {row["id"] for row in members} == {"1", "2", "3"}


@pytest.mark.parametrize("words", [("--month", "March"), ("--map", "text=nothing,when=created")])
def test_what_cannot_be_understood_is_said_and_nothing_is_written(tmp_path, words):
    done, topics, _ = mine(tmp_path, export(tmp_path, *PLANT), *words)
    assert done.exit_code != 0
    assert topics == []


def test_words_that_a_spreadsheet_would_run_are_made_harmless(tmp_path):
    nasty = [(row[0], f"=1+1 {row[1]}", *row[2:]) for row in PLANT]
    _, topics, _ = mine(tmp_path, export(tmp_path, *nasty))
    assert topics[0]["title"].startswith("'=")
