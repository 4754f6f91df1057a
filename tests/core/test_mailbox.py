from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.config import Config
from forum.core.mailbox import PURPOSES, read_address, reply_address

CONFIG = Config(
    database_url="",
    data_dir=Path("/nowhere"),
    secret_key="only for tests, and long enough",
    reply_to="reply@in.starmap.example",
)
IDS = st.lists(st.integers(0, 2**63 - 1), max_size=2)


@given(st.sampled_from(sorted(PURPOSES)), IDS)
def test_an_address_says_what_it_is_for(purpose, ids):
    address = reply_address(CONFIG, purpose, *ids)

    assert address.startswith("reply+") and address.endswith("@in.starmap.example")
    assert len(address.partition("@")[0]) <= 64
    assert read_address(CONFIG, address) == (purpose, tuple(ids))


def test_capitals_and_the_mailbox_may_change_on_the_way():
    address = reply_address(CONFIG, "reply", 7, 345)

    assert read_address(CONFIG, address.upper()) == ("reply", (7, 345))
    assert read_address(replace(CONFIG, reply_to="new@starmap.example"), address)
    assert read_address(CONFIG, address.replace("reply+", "all+in+"))


def test_nobody_else_can_make_one():
    address = reply_address(CONFIG, "reply", 7, 345)
    other = reply_address(replace(CONFIG, secret_key="another key, just as long"), "reply", 7, 345)

    assert read_address(CONFIG, other) is None
    assert read_address(CONFIG, address.replace("+r.", "+b.")) is None
    assert read_address(CONFIG, address.replace("+r.", "+x.")) is None
    for at in range(address.index(".") + 1, address.index("@")):
        wrong = "b" if address[at] == "a" else "a"
        changed = read_address(CONFIG, address[:at] + wrong + address[at + 1 :])
        # The last letter may carry bits that no byte needs.
        assert changed in (None, ("reply", (7, 345)))


@given(st.text())
def test_no_address_makes_it_stumble(address):
    assert read_address(CONFIG, address) is None
    assert read_address(CONFIG, f"reply+r.{address}@in.starmap.example") is None


def test_without_a_mailbox_there_is_no_address():
    assert reply_address(replace(CONFIG, reply_to=""), "reply", 7) == ""


def test_ids_that_do_not_fit_make_no_address():
    assert reply_address(CONFIG, "reply", *[2**62] * 4) == ""


def test_an_unknown_purpose_is_a_mistake():
    with pytest.raises(KeyError):
        reply_address(CONFIG, "thanks", 7)
