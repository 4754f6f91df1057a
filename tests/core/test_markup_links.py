"""Links, pictures, bare addresses, mentions and tags."""

from re import findall

import pytest

from forum.core.markup import render, tokens

KNOWN = {"@老许": "/u/老许", "@alice": "/u/alice", "@a.b": "/u/a.b", "#手续费": "/tag/手续费"}


def hrefs(source):
    return findall(r'href="([^"]*)"', render(source).html)


def linked(source):
    """The texts of the mentions and tags that became links."""
    return findall(r'<a class="(?:mention|tag)"[^>]*>([^<]*)</a>', render(source, KNOWN).html)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[a](https://a.example/x)", ["https://a.example/x"]),
        ("[a](HTTP://A.example)", ["HTTP://A.example"]),
        ("[a](/t/1/转账?page=2#post-3)", ["/t/1/转账?page=2#post-3"]),
        ("[a](#post-3)", ["#post-3"]),
        ("[a](https://zh.example/比特币)", ["https://zh.example/比特币"]),
        ("[a](<https://a.example/b c>)", ["https://a.example/b%20c"]),
        ("[a][1]\n\n[1]: https://a.example", ["https://a.example"]),
        ("<https://a.example/q>", ["https://a.example/q"]),
        (r"[a](https://a.example/b\_c)", ["https://a.example/b_c"]),
        ("[a](https://a.example/?b&amp;c&copy=3)", ["https://a.example/?b&amp;c&amp;copy=3"]),
        ("[a [b](/b) c](/c)", ["/c"]),
        ("[a](/ /evil.example)", ["/%20/evil.example"]),
    ],
)
def test_links_lead_where_they_say(source, expected):
    assert hrefs(source) == expected


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "vbscript:x",
        "&#106;avascript:alert(1)", "javascript&colon;alert(1)", "data:text/html,x", "file:///etc",
        "mailto:a@b.example", "tel:1", "//evil.example", "/\\evil.example", "\\\\evil.example",
        "/&#47;evil.example", "/&sol;evil.example", "https:/evil.example",
        "https://bank.example@evil.example", "https://bank.example\\@evil.example", "evil.example",
        "www.evil.example", "", "https://", f"https://a.example/{'a' * 3000}",
    ],
)
@pytest.mark.parametrize(
    "form", ["[a]({})", "[a](<{}>)", "![a]({})", "[a]\n\n[a]: {}", "<{}>", "{}"]
)
def test_other_addresses_are_never_followed(form, address):
    found = hrefs(form.format(address))

    assert [href for href in found if not href.startswith("https://bank.example/")] == []


def test_a_link_that_is_not_followed_stays_as_it_was_typed():
    source = "[客服](javascript:alert(1))"

    assert render(source).html == f"<p>{source}</p>"


def test_only_links_to_elsewhere_carry_rel():
    html = render("[a](https://a.example) [b](/b) https://c.example").html

    assert html == (
        '<p><a href="https://a.example" rel="nofollow ugc noopener">a</a> <a href="/b">b</a>'
        ' <a href="https://c.example" rel="nofollow ugc noopener">https://c.example</a></p>'
    )


def test_a_link_without_a_text_shows_its_address():
    assert ">https://a.example</a>" in render("[ ](https://a.example)").html


def test_no_picture_is_loaded():
    html = render("![图](https://a.example/b.png) ![](/uploads/c.png)").html

    assert html == (
        '<p><a class="picture" href="https://a.example/b.png" rel="nofollow ugc noopener">图</a>'
        ' <a class="picture" href="/uploads/c.png">/uploads/c.png</a></p>'
    )


def test_a_picture_in_a_link_is_its_description():
    assert render("[![图](https://a.example/b.png)](/c)").html == '<p><a href="/c">图</a></p>'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("见https://a.example/x，然后", ["https://a.example/x"]),
        ("（https://a.example/x?y=1&z=2）", ["https://a.example/x?y=1&amp;z=2"]),
        ("https://a.example/后面", ["https://a.example/"]),
        ("https://a.example。", ["https://a.example"]),
        ("(see https://a.example/b_(c)), x", ["https://a.example/b_(c)"]),
        ("https://a.example/x. https://b.example!", ["https://a.example/x", "https://b.example"]),
        ("https://a.example/_b_/*c*/~d", ["https://a.example/_b_/*c*/~d"]),
        ("**https://a.example**", ["https://a.example"]),
        ("https://a.example:8080/Österreich", ["https://a.example:8080/Österreich"]),
        ("`https://a.example`", []),
        ("a.example www.a.example ftp://a.example xhttps://a.example", []),
        ("https://аррӏе.example", []),
    ],
)
def test_a_bare_address_becomes_a_link(source, expected):
    assert hrefs(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("@老许 你好", ["@老许"]),
        ("请问@老许说得对吗", ["@老许"]),
        ("（@老许）@alice, @alice's @alice.", ["@老许", "@alice", "@alice", "@alice"]),
        ("@alice说 @a.b @a.b. @老许-", ["@alice", "@a.b", "@a.b", "@老许"]),
        ("＠老许 ＃手续费", ["＠老许", "＃手续费"]),
        ("**@老许** *#手续费* ~~@alice~~", ["@老许", "#手续费", "@alice"]),
        ("#手续费怎么算", ["#手续费"]),
        ("> @老许\n\n- @alice\n\n| @老许 | b |\n|-|-|", ["@老许", "@alice", "@老许"]),
        ("@alicia @al @ali x@alice @@alice /@alice C#手续费 &#手续费", []),
        ("`@老许` [@老许](/x) https://a.example/@老许 \\@老许 \\#手续费", []),
        ("```\n@老许\n```", []),
    ],
)
def test_known_tokens_become_links(source, expected):
    assert linked(source) == expected


def test_a_token_leads_to_its_path():
    assert render("@老许", KNOWN).html == '<p><a class="mention" href="/u/老许">@老许</a></p>'
    assert render("#手续费", KNOWN).html == '<p><a class="tag" href="/tag/手续费">#手续费</a></p>'


def test_the_longest_token_wins():
    known = {"@老许": "/u/1", "@老许说": "/u/2", "@老": "/u/3"}

    assert 'href="/u/2">@老许说</a>得对' in render("@老许说得对", known).html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("@alice, @a.b. @x_y-z- #tag", {"@alice", "@a.b", "@x_y-z", "#tag"}),
        ("@老许说", {"@老许", "@老许说"}),
        ("#费用", {"#费", "#费用"}),
        ("@alice说", {"@alice", "@alice说"}),
        ("＠alice ＃tag", {"@alice", "#tag"}),
        ("a@b.example @x #", set()),
        ("`@alice` x\n```\n@bob\n```\n@eve", {"@eve"}),
        ("# 标题", set()),
    ],
)
def test_tokens_are_found(source, expected):
    assert tokens(source) == expected


def test_every_token_that_is_found_would_be_linked():
    source = "请@老许说得对，@alice.b和#标签，再@Ünal_1-x。"

    for token in tokens(source):
        assert f">{token}</a>" in render(source, {token: "/x"}).html


def test_there_are_never_many_tokens():
    assert len(tokens("@老许说得对不对我不知道 " * 3000)) <= 300
    assert len(tokens("".join(f"@a{n} " for n in range(9000)))) == 50
