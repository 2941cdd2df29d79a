"""Tables keep the house's rules: keys point downhill, no index is paid for twice, nothing reads the clock by itself."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Index, Model, UniqueConstraint

from tests.laws.test_house import SOURCE, STAGES

# From the top of the house to its ground; what stands on one line may not point at one another.
STOREYS = (("loop",), *((stage,) for stage in STAGES), ("ledger", "accounts"))
# Below its own stage a feature may point at; inside one only as the layers of pyproject.toml let it import.
WITHIN = {("agenda", "outcomes"), ("topics", "hotline"), ("telephone", "hotline"), ("opendata", "hotline"),
          ("twin", "ballots")}  # fmt: skip


def tables() -> Iterator[type[Model]]:
    """Every table of ours."""
    return (one for one in apps.get_models() if one.__module__.startswith("minben."))


def storey(table: type[Model]) -> int:
    room = table.__module__.split(".")[1]
    return next(number for number, rooms in enumerate(STOREYS) if room in rooms)


def keys(table: type[Model]) -> Iterator["models.ForeignKey[Model, Model]"]:
    return (one for one in table._meta.local_fields if isinstance(one, models.ForeignKey))


def test_keys_between_features_point_downhill_and_leave_no_way_back() -> None:
    wrong = []
    for table in tables():
        for key in keys(table):
            there = key.remote_field.model
            if not there.__module__.startswith("minben.") or there._meta.app_label == table._meta.app_label:
                continue
            downhill = storey(there) > storey(table)
            if not downhill and (table._meta.app_label, there._meta.app_label) not in WITHIN:
                wrong.append(f"{key} points uphill")
            if key.remote_field.related_name != "+":
                wrong.append(f"{key} can be followed back: related_name is not “+”")
    assert wrong == []


def ways(table: type[Model]) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Every way a table can be searched by: its name, its columns, whether it is there to hold something true."""
    for one in table._meta.local_fields:
        if one.unique or one.db_index:
            yield one.name, (one.name,), one.unique
    for index in table._meta.indexes:
        if index.condition is None:
            yield index.name, tuple(name.lstrip("-") for name in index.fields), False
    for held in table._meta.constraints:
        if isinstance(held, UniqueConstraint) and held.condition is None:
            yield held.name, tuple(held.fields), True


def doubled(table: type[Model]) -> list[str]:
    """Each index that another one begins with, so that whatever it finds the other finds as fast."""
    known = list(ways(table))
    return [
        f"{table._meta.label}: {name} is the beginning of {other}"
        for number, (name, columns, holds) in enumerate(known)
        for place, (other, longer, _) in enumerate(known)
        if not holds and place != number and longer[: len(columns)] == columns
        and (len(longer) > len(columns) or place < number)
    ]  # fmt: skip


def test_no_index_is_paid_for_twice() -> None:
    """What another index begins with is kept up with every row that comes in, and nobody is faster for it."""
    assert [line for table in tables() for line in doubled(table)] == []


@pytest.mark.parametrize(("fields", "found"), [(["subject", "at"], 1), (["at", "subject"], 0)])
def test_the_law_sees_an_index_that_another_begins_with(
    fields: list[str], found: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from minben.institutions.rights.models import Grant

    more = [Index(fields=["subject"], name="short"), Index(fields=fields, name="long")]
    monkeypatch.setattr(Grant._meta, "indexes", more)
    assert len(doubled(Grant)) == found


def reads_the_clock(column: models.Field) -> bool:
    if getattr(column, "auto_now", False) or getattr(column, "auto_now_add", False):
        return True
    return isinstance(column, models.DateField) and column.has_default()


def test_no_column_reads_the_clock_by_itself() -> None:
    """Time comes in as an argument: a moment that Django fills in can be neither played back nor tested."""
    own = [str(one) for table in tables() for one in table._meta.local_fields if reads_the_clock(one)]
    # Django's own table of accounts brings it along.
    assert own == ["accounts.User.date_joined"]


def test_every_table_stands_in_a_room_that_the_law_knows() -> None:
    assert {one.__module__.split(".")[1] for one in tables()} <= {room for rooms in STOREYS for room in rooms}
    assert (SOURCE / "loop").is_dir()
