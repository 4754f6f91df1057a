import pytest
from sqlalchemy import select

from forum.core import stamps
from forum.core.among import among, filled, places
from forum.core.db import read, transaction
from forum.core.stamps import Stamp

SUBJECTS = [f"thread/{number}" for number in range(8)]


@pytest.mark.parametrize(("count", "expected"), [(0, 1), (1, 1), (2, 2), (3, 4), (4, 4), (5, 8)])
def test_a_list_gets_the_next_power_of_two(count, expected):
    assert places(SUBJECTS[:count]) == expected


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("count", [0, 1, 3, 4, 5])
def test_a_statement_finds_what_is_among_the_values_and_nothing_else(count):
    wanted = SUBJECTS[:count]
    with transaction() as session:
        stamps.touch(session, *SUBJECTS)

    column = Stamp.__table__.c.subject
    statement = select(column).where(among(column, "subject", places(wanted)))
    with read() as connection:
        found = connection.scalars(statement, filled("subject", wanted)).all()

    assert sorted(found) == wanted
