import pytest

from casetypes.kernel import errors, registry


@pytest.fixture
def fruit():
    fruit = registry.Registry("fruit")
    fruit.register("naranja", 1)
    return fruit


def test_values_register_directly_or_by_decorator(fruit):
    @fruit.register("limon")
    def lemon():
        """A lemon."""

    assert fruit.get("limon") is lemon
    assert fruit.keys() == list(fruit) == ["naranja", "limon"]
    assert fruit.items() == [("naranja", 1), ("limon", lemon)]
    assert "limon" in fruit
    assert "pera" not in fruit
    assert len(fruit) == 2


def test_an_unknown_key_suggests_the_nearest(fruit):
    with pytest.raises(registry.NotRegistered) as refused:
        fruit.get("narnja")
    assert refused.value.message == 'There is no fruit "narnja". Did you mean "naranja"?'
    assert refused.value.extra["suggestion"] == "naranja"
    assert isinstance(refused.value, KeyError)
    assert isinstance(refused.value, errors.DomainError)


def test_an_unknown_key_that_resembles_nothing_suggests_nothing(fruit):
    with pytest.raises(registry.NotRegistered, match=r'^There is no fruit "xyz"\.$'):
        fruit.get("xyz")


def test_the_same_value_twice_is_fine_and_another_under_its_key_is_not(fruit):
    fruit.register("naranja", 1)
    with pytest.raises(ValueError, match="already registered"):
        fruit.register("naranja", 2)
