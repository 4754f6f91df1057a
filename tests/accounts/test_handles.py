import pytest

from forum.accounts.actions.creating import create_account, tidy_email, tidy_handle
from forum.accounts.actions.signing_up import Wish, begin_sign_up
from forum.accounts.queries import find_by_handle
from forum.core.errors import Conflict, Invalid
from tests.make import make_user

pytestmark = pytest.mark.usefixtures("app")


def create(handle):
    return create_account(handle, email=None, password_hash=None)


@pytest.mark.parametrize(
    ("taken", "like"),
    [
        ("paypal", "paypa1"),
        ("paypal", "раураl"),  # Cyrillic
        ("paypal", "ＰａｙＰａｌ"),
        ("Hello", "Неllo"),  # a Cyrillic capital whose small letter looks different
        ("hello", "неllo"),
        ("modern", "modem"),
        ("rnodem", "modem"),
        ("vvallet", "wallet"),
        ("bob", "b0b"),
        ("IlIl", "1111"),
        ("lin.xia", "lin_xia"),
        ("café", "cafe"),
        ("中文名", "中_文名"),
        ("ﬁsh", "fish"),
        ("οmega", "omega"),  # Greek
    ],
)
def test_a_handle_that_looks_like_another_is_refused(taken, like):
    create(taken)

    with pytest.raises(Conflict, match="looks like"):
        create(like)


@pytest.mark.parametrize(
    "handle",
    ["中文名", "老许", "café", "ab", "x" * 30, "a.b-c_d", "Ольга", "ひらがな", "한글", "७८"],
)
def test_handles_of_any_script_are_taken_and_found(handle):
    assert find_by_handle(create(handle).handle).handle == handle


@pytest.mark.parametrize(
    "handle",
    ["", "a", "x" * 31, "has space", "@lin", "a/b", "..", "-a", "a-", "a\x00b", "\ud800a", "😀😀",
     "老许ㅤ", "ㅤㅤ", "老许ˈ", "晴\u200d川", "官\u034f方", "\u200fnimda", "a\ufe0fb", "ab\u2800",
     "a\u202eb\u202e" + "x" * 30, "<b>", "___", "a\nb", "%2e%2e", "?x=1"],
)  # fmt: skip
def test_what_cannot_stand_in_an_address_is_no_handle(handle):
    with pytest.raises(Invalid):
        tidy_handle(handle)


def test_a_handle_is_kept_in_one_width():
    assert tidy_handle("ｌｉｎ") == "lin"
    assert tidy_handle("cafe\u0301") == "café"


@pytest.mark.parametrize(
    "handle",
    ["admin", "Admin", "аdmin", "adm1n", "a_d_m_i_n", "ＡＤＭＩＮ", "support", "supp0rt",
     "官方", "客服", "管理员", "管理員", "官_方", "moderator",
     "rnoderator", "me", "system", "Official", "指津"],
)  # fmt: skip
def test_names_of_authority_cannot_sign_up(handle):
    with pytest.raises(Invalid, match="kept for staff"):
        begin_sign_up(Wish(handle, "lin@starmap.example", "four unrelated words"), "en")


@pytest.mark.parametrize("handle", ["admire", "badminton", "方官", "supporter", "Minna"])
def test_words_that_only_hold_one_are_names(handle):
    assert begin_sign_up(Wish(handle, "lin@starmap.example", "four unrelated words"), "en")


def test_an_operator_can_give_such_a_name():
    assert create_account("客服", email=None, password_hash=None, role="official")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Lin@Starmap.Example", "lin@starmap.example"),
        (" lin@starmap.example ", "lin@starmap.example"),
        ("lin@例子.中国", "lin@xn--fsqu00a.xn--fiqs8s"),
    ],
)
def test_an_address_is_kept_in_one_spelling(typed, kept):
    assert tidy_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "lin", "@", "a@b", "lin@", "lin@-.example", "林@starmap.example", "a b@c.example",
     "a@c.example\nBcc: x@y.example", "a\x00@c.example", "\ud800@c.example", "a@" + "b" * 300],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(Invalid) as refused:
        tidy_email(typed)

    assert refused.value.field == "email"


def test_an_address_belongs_to_one_account():
    make_user(email="lin@starmap.example")

    with pytest.raises(Conflict):
        create_account("another", email="lin@starmap.example", password_hash=None)
