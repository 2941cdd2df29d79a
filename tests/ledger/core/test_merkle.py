"""Auditor Sun can rely on the tree: true proofs hold, and nothing else does."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.ledger.core.merkle import (
    Frontier,
    Subtree,
    Tree,
    plan_consistency,
    plan_inclusion,
    subtrees,
    verify_consistency,
    verify_inclusion,
)

TREE = Tree("sha256")
LEAVES = TREE.leaves([number.to_bytes(2, "big") for number in range(201)])
SIZES = st.integers(1, 200)

# The eight inputs with which implementations of RFC 6962 compare their roots.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def proven(plan: list[list[Subtree]]) -> list[bytes]:
    def part(subtree: Subtree) -> bytes:
        return TREE.complete(LEAVES[subtree.place << subtree.level : (subtree.place + 1) << subtree.level])

    return [TREE.join([part(subtree) for subtree in step]) for step in plan]


def root(size: int) -> bytes:
    return TREE.root(LEAVES[:size])


def flipped(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[bit // 8 % len(changed)] ^= 1 << bit % 8
    return bytes(changed)


def reference_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962, 2.1, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return TREE.node(reference_root(leaves[:split]), reference_root(leaves[split:]))


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_that_other_implementations_publish(size: int) -> None:
    leaves = TREE.leaves([bytes.fromhex(text) for text in INPUTS[:size]])
    assert TREE.root(leaves).hex() == ROOTS[size - 1]


@given(SIZES)
def test_the_root_is_the_one_the_standard_defines(size: int) -> None:
    assert root(size) == reference_root(LEAVES[:size])


@given(SIZES, st.data())
@settings(deadline=None)
def test_every_entry_is_proven_and_a_flipped_bit_never_is(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = proven(plan_inclusion(index, size))
    assert verify_inclusion(LEAVES[index], index, size, proof, root(size), tree=TREE)
    bit = data.draw(st.integers(0, 255))
    assert not verify_inclusion(flipped(LEAVES[index], bit), index, size, proof, root(size), tree=TREE)
    assert not verify_inclusion(LEAVES[index], index, size, proof, flipped(root(size), bit), tree=TREE)
    for place, step in enumerate(proof):
        broken = [*proof[:place], flipped(step, bit), *proof[place + 1 :]]
        assert not verify_inclusion(LEAVES[index], index, size, broken, root(size), tree=TREE)


@given(SIZES, st.data())
@settings(deadline=None)
def test_an_entry_is_not_proven_at_another_place_nor_by_a_longer_or_shorter_proof(
    size: int, data: st.DataObject
) -> None:
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(-1, size))
    proof = proven(plan_inclusion(index, size))
    if other != index:
        assert not verify_inclusion(LEAVES[index], other, size, proof, root(size), tree=TREE)
    assert not verify_inclusion(LEAVES[index], index, size, [*proof, LEAVES[0]], root(size), tree=TREE)
    if proof:
        assert not verify_inclusion(LEAVES[index], index, size, proof[:-1], root(size), tree=TREE)


@given(SIZES, st.data())
@settings(deadline=None)
def test_growth_is_proven_and_a_rewritten_past_never_is(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(0, size))
    proof = proven(plan_consistency(old, size))
    assert verify_consistency(old, root(old), size, root(size), proof, tree=TREE)
    bit = data.draw(st.integers(0, 255))
    assert not verify_consistency(old, flipped(root(old), bit), size, root(size), proof, tree=TREE)
    if old:
        assert not verify_consistency(old, root(old), size, flipped(root(size), bit), proof, tree=TREE)
    for place, step in enumerate(proof):
        broken = [*proof[:place], flipped(step, bit), *proof[place + 1 :]]
        assert not verify_consistency(old, root(old), size, root(size), broken, tree=TREE)
    assert not verify_consistency(old, root(old), size, root(size), [*proof, LEAVES[0]], tree=TREE)
    if proof:
        assert not verify_consistency(old, root(old), size, root(size), proof[:-1], tree=TREE)


@given(st.integers(0, 200))
def test_a_growing_edge_knows_the_root_at_every_size(size: int) -> None:
    frontier = Frontier(TREE, report=3)
    finished = [item for leaf in LEAVES[:size] for item in frontier.push(leaf)]
    assert frontier.root() == root(size)
    for subtree, digest in finished:
        assert subtree.level % 3 == 0
        assert digest == proven([[subtree]])[0]
    assert len([1 for subtree, _ in finished if subtree.level == 3]) == size // 8


def test_a_leaf_can_never_pass_for_a_node() -> None:
    assert TREE.leaf(b"").hex() == ROOTS[0]
    left, right = LEAVES[:2]
    assert TREE.leaf(left + right) != TREE.node(left, right)


def test_sm3_makes_another_tree() -> None:
    assert Tree("sm3").root([LEAVES[0], LEAVES[1]]) != root(2)


@pytest.mark.parametrize(
    "wrong", [lambda: plan_inclusion(3, 3), lambda: plan_consistency(4, 3), lambda: subtrees(1, 4)]
)
def test_what_is_not_in_the_tree_cannot_be_planned(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"leaf|older|node"):
        wrong()
