from dataclasses import dataclass

import pytest

from forum.core.columns import Columns, fields_of

COLUMNS = Columns(id=1, handle="lin", name="Lin", role="member")
ROW = COLUMNS.all()


def test_what_is_taken_comes_in_the_order_of_its_names():
    assert COLUMNS.take("role", "id")(ROW) == ("member", 1)
    assert COLUMNS.take("handle", "name", "role")(ROW) == ("lin", "Lin", "member")
    assert COLUMNS.take("name")(ROW) == "Lin"


def test_a_column_more_in_between_shifts_nothing():
    wider = Columns(id=1, handle="lin", email=None, name="Lin", role="member")

    assert wider.take("handle", "name", "role")(wider.all()) == ("lin", "Lin", "member")


def test_a_column_can_be_another_in_one_statement():
    assert COLUMNS.all(name=None) == (1, "lin", None, "member")


def test_what_is_no_column_is_refused_before_any_row_is_read():
    with pytest.raises(KeyError):
        COLUMNS.take("id", "email")
    with pytest.raises(KeyError):
        COLUMNS.all(email=None)


def test_the_fields_of_a_row_end_where_it_begins_to_be_computed():
    @dataclass
    class Shown:
        id: int
        title: str
        path: str

    assert fields_of(Shown, before="path") == ("id", "title")
