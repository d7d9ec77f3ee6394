import pytest
from hypothesis import given
from hypothesis import strategies as st

from casetypes.kernel.hashing import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    merkle_root,
    node_hash,
    verify_consistency,
    verify_inclusion,
)

# The test vectors of the certificate-transparency reference implementation.
ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
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
LEAVES = [leaf_hash(bytes.fromhex(entry)) for entry in ENTRIES]
SIZES = st.integers(1, 40)


def tree(size):
    return [leaf_hash(str(number).encode()) for number in range(size)]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_reference(size):
    assert merkle_root(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_the_empty_tree_has_the_hash_of_nothing():
    assert merkle_root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_leaf_can_never_pass_for_a_node():
    left, right = LEAVES[:2]
    assert leaf_hash(left + right) != node_hash(left, right)


@given(st.integers(0, 70), st.integers(0, 70))
def test_the_compact_state_continues_where_it_stopped(first, more):
    leaves = tree(first + more)
    frontier = Frontier()
    for leaf in leaves[:first]:
        frontier.append(leaf)
    resumed = Frontier(frontier.size, frontier.nodes)
    for leaf in leaves[first:]:
        resumed.append(leaf)
    assert resumed.root() == merkle_root(leaves)
    assert len(resumed.nodes) == (first + more).bit_count()


def test_a_compact_state_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="subtrees"):
        Frontier(3, [LEAVES[0]])


@given(SIZES, st.data())
def test_an_inclusion_proof_holds_and_only_for_its_leaf_place_and_root(size, data):
    leaves = tree(size)
    index = data.draw(st.integers(0, size - 1))
    proof, root = inclusion_proof(leaves, index), merkle_root(leaves)
    assert verify_inclusion(leaves[index], index, size, proof, root)
    assert not verify_inclusion(leaf_hash(b"other"), index, size, proof, root)
    assert not verify_inclusion(leaves[index], index, size, [*proof, root], root)
    assert not verify_inclusion(leaves[index], size, size, proof, root)
    if size > 1:
        other = (index + 1) % size
        assert not verify_inclusion(leaves[index], other, size, proof, root)
        assert not verify_inclusion(leaves[index], index, size, proof[:-1], root)


@given(SIZES, st.data())
def test_a_consistency_proof_holds_and_not_for_a_rewritten_history(size, data):
    leaves = tree(size)
    old = data.draw(st.integers(1, size))
    proof = consistency_proof(leaves, old)
    old_root, root = merkle_root(leaves[:old]), merkle_root(leaves)
    assert verify_consistency(old, size, old_root, root, proof)
    rewritten = [leaf_hash(b"rewritten"), *leaves[1:]]
    assert not verify_consistency(
        old, size, old_root, merkle_root(rewritten), consistency_proof(rewritten, old)
    )
    if old < size:
        assert not verify_consistency(old, size, old_root, root, proof[:-1])
        assert not verify_consistency(old, size, old_root, root, [*proof, root])


def test_proofs_for_what_is_not_there_are_refused():
    with pytest.raises(IndexError):
        inclusion_proof(LEAVES, 8)
    with pytest.raises(IndexError):
        consistency_proof(LEAVES, 9)
    assert not verify_consistency(5, 3, LEAVES[0], LEAVES[1], [])
    assert verify_consistency(0, 3, merkle_root([]), merkle_root(LEAVES[:3]), [])
