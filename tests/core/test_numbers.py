import pytest

from forum.core.numbers import LARGEST_ID, whole


@pytest.mark.parametrize("typed", ["0", "7", "007", str(LARGEST_ID)])
def test_digits_are_a_number(typed):
    assert whole(typed) == int(typed)


NONE = ["", " 7", "-1", "+1", "1.0", "1e3", "1_000", "７", "²", "x", str(2**63), "9" * 100_000]


@pytest.mark.parametrize("typed", NONE)
def test_whatever_else_is_none(typed):
    assert whole(typed) is None


def test_a_number_has_a_limit():
    assert (whole("100", most=100), whole("101", most=100)) == (100, None)
