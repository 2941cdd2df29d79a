"""Inside a feature imports run one way too: pages know the doors, the doors know the tables, nobody looks back."""

from collections.abc import Iterator
from itertools import combinations

import grimp
import pytest

from tests.laws.test_house import features

# The uppermost first; those on one line know nothing of one another's business, so any order among them holds.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("apps",),
    ("urls", "admin"),
    ("views", "api", "commands", "tasks", "sample", "sheets"),
    ("forms",),
    ("actions",),
    ("queries",),
    ("models",),
    ("core",),
)


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("minben", cache_dir=None)


def looking_back(graph: grimp.ImportGraph, feature: str) -> Iterator[str]:
    """Chains on which a lower layer of a feature reaches a higher one, also through files between them."""
    for upper, lower in combinations(LAYERS, 2):
        for high in upper:
            for low in lower:
                above, below = f"{feature}.{high}", f"{feature}.{low}"
                if above in graph.modules and below in graph.modules:
                    chain = graph.find_shortest_chain(importer=below, imported=above, as_packages=True)
                    if chain:
                        yield " → ".join(chain)


@pytest.mark.parametrize("feature", features())
def test_no_layer_of_a_feature_knows_the_one_above_it(graph: grimp.ImportGraph, feature: str) -> None:
    assert list(looking_back(graph, feature)) == []


def test_the_law_sees_a_door_that_looks_back(graph: grimp.ImportGraph) -> None:
    feature = "minben.needs.hotline"
    graph.add_import(importer=f"{feature}.queries.cards", imported=f"{feature}.words")
    graph.add_import(importer=f"{feature}.words", imported=f"{feature}.actions.people")
    found = list(looking_back(graph, feature))
    graph.remove_import(importer=f"{feature}.words", imported=f"{feature}.actions.people")
    assert any(
        "queries" in chain and "words → minben.needs.hotline.actions.people" in chain for chain in found
    )
