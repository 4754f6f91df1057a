import pytest

from forum.accounts.actions.creating import create_account
from forum.accounts.actions.preferences import edit_profile
from forum.core.errors import Invalid
from tests.make import make_official, make_user

pytestmark = pytest.mark.usefixtures("app")


def call(user, name):
    edit_profile(user, name, "", by=user)
    return user.display_name


@pytest.mark.parametrize(
    "name",
    ["老许", "老许ㅤ", "老许ˈ", "老 许", "晴\u200d川", "运维小组", "运维小组ㅤ", "运维\u115f小组",
     "何 · 安全团队", "何·安全团队", "何安全团队", "客\u200d服", "官\u034f方", "官\ufe0f方"],
)  # fmt: skip
def test_nobody_takes_a_name_that_looks_like_anothers(name):
    make_user(handle="老许")
    make_user(handle="晴川")
    make_official(handle="ops", display_name="运维小组")
    make_official(handle="he", display_name="何 · 安全团队")

    with pytest.raises(Invalid):
        call(make_user(), name)


@pytest.mark.parametrize("name", ["ㅤㅤ", "\u200d", "\u2800", "\ufe0f", "\U000e0041", "ˈˈ"])
def test_a_name_can_be_seen(name):
    with pytest.raises(Invalid):
        call(make_user(), name)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\u200fnimda", "nimda"),
        ("Lin\ufe0f", "Lin"),
        ("Lin ❤\ufe0f", "Lin ❤\ufe0f"),
        ("👩\u200d💻 Lin", "👩\u200d💻 Lin"),
        ("😀😀", "😀😀"),
    ],
)
def test_what_no_font_shows_is_cut_out_but_in_emoji(typed, shown):
    assert call(make_user(), typed) == shown


def test_somebody_keeps_their_own_name_and_staff_may_share_one():
    ops = make_official(handle="ops", display_name="运维小组")

    assert call(ops, "运维小组") == "运维小组"
    assert call(make_official(), "运维小组") == "运维小组"


def test_an_operator_gives_no_invisible_name_either():
    with pytest.raises(Invalid):
        create_account("lin", email=None, password_hash=None, display_name="ㅤ")
