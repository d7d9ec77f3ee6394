import pytest

from casetypes.kernel import extension_points
from casetypes.kernel.extension_points import ExtensionPoint


@pytest.fixture
def point():
    return ExtensionPoint("harvest", "(tree) -> str")


def test_contributors_answer_in_the_order_in_which_they_registered(point):
    @point.register
    def second_word(tree):
        return f"{tree} b"

    point.register(lambda tree: f"{tree} a")
    point.register(second_word)
    assert point.call("x") == ["x b", "x a"]


def test_what_a_contributor_raises_stops_the_caller(point):
    @point.register
    def refuse(tree):
        raise RuntimeError(tree)

    with pytest.raises(RuntimeError, match="x"):
        point.call("x")


def test_a_contributor_may_take_part_for_a_while(point):
    with point.including(lambda tree: 1):
        assert point.call("x") == [1]
    assert point.call("x") == []


def test_every_point_of_the_kernel_says_how_it_is_called():
    points = [value for value in vars(extension_points).values() if isinstance(value, ExtensionPoint)]
    assert {point.name for point in points} >= {"case_opened", "case_moved", "expression_roots"}
    for point in points:
        assert getattr(extension_points, point.name) is point
        assert point.__doc__.startswith("(")
