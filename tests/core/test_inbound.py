"""Mail that comes in, as clients and servers write it and as nobody should."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.inbound import LARGEST, parse
from forum.core.text import is_storable
from tests.core.incoming_mails import HEAD, HTML, PLAIN, mail

OURS = "reply+r.abc@in.starmap.example"


@pytest.mark.parametrize("client", PLAIN)
def test_of_a_reply_only_what_is_new_is_kept(client):
    body, kept = PLAIN[client]

    incoming = parse(mail(body))

    assert (incoming.kind, incoming.text) == ("reply", kept)


@pytest.mark.parametrize("client", HTML)
def test_a_reply_in_html_becomes_text(client):
    body, kept = HTML[client]

    assert parse(mail(body, subtype="html")).text == kept


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "gb18030", "big5", "utf-8", "utf-7"])
def test_chinese_is_read_in_all_its_letters(charset):
    text = "重啟後好了" if charset == "big5" else "重启后好了"

    assert parse(mail(text, charset)).text == text


def test_letters_that_their_name_does_not_hold_are_read():
    # 镕 is in GBK and not in GB 2312; the mail says GB 2312, as Outlook does.
    raw = mail("", "gb2312") + "朱镕基".encode("gbk")

    assert parse(raw).text == "朱镕基"


@pytest.mark.parametrize("charset", ["", "no-such", "base64", "idna", "unicode_escape", "utf-8"])
def test_letters_under_a_wrong_name_are_guessed(charset):
    raw = mail("").replace(b"charset=utf-8", f"charset={charset}".encode())

    assert parse(raw + "重启后好了".encode("gbk")).text == "重启后好了"
    assert parse(raw + "重启后好了".encode()).text == "重启后好了"


def test_who_wrote_and_to_whom():
    incoming = parse(mail("x"))

    assert incoming.sender == "lin@qq.com"
    assert incoming.recipients == (OURS,)
    assert incoming.message_id == "<one@qq.com>"
    assert incoming.subject == "Re: 转账"


def test_the_address_that_a_server_noted_comes_first():
    head = HEAD.replace(f"To: Forum <{OURS}>", "To: list@starmap.example\nCc: x@starmap.example")

    assert parse(mail("x", head=head)).recipients[0] == OURS


def test_the_same_mail_has_the_same_id_even_without_one():
    nameless = HEAD.replace("Message-ID: <one@qq.com>\n", "")

    first, again = parse(mail("x", head=nameless)), parse(mail("x", head=nameless))

    assert first.message_id == again.message_id != parse(mail("y", head=nameless)).message_id


def test_of_text_and_html_the_text_is_taken_and_no_attachment():
    incoming = parse(
        HEAD.encode()
        + """Content-Type: multipart/mixed; boundary=a

--a
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=utf-8

重启后好了。
--b
Content-Type: text/html

<p>HTML</p>
--b--
--a
Content-Type: text/plain; name=log.txt
Content-Disposition: attachment; filename=log.txt

a log
--a
Content-Type: message/rfc822

Subject: another

its text
--a
Content-Type: text/plain

图在上面。
--a--
""".encode()
    )

    assert incoming.text == "重启后好了。\n图在上面。"


def test_an_empty_text_gives_way_to_the_html():
    incoming = parse(
        HEAD.encode()
        + b"Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n \n"
        + b"--b\nContent-Type: text/html\n\n<p>Only here</p>\n--b--\n"
    )

    assert incoming.text == "Only here"


def test_lines_that_flow_are_joined():
    raw = mail("").replace(b"charset=utf-8", b"charset=utf-8; format=flowed; delsp=yes")

    joined = parse(raw + "重启 \n后好了。\n\n-- \nLin".encode())

    assert joined.text == "重启后好了。"


AUTOMATIC = [
    "Auto-Submitted: auto-replied\n",
    "Auto-Submitted: auto-generated; owner=x\n",
    "X-Autoreply: yes\n",
    "Precedence: bulk\n",
    "Precedence: auto_reply\n",
    "List-Id: <list.starmap.example>\n",
]


@pytest.mark.parametrize("header", AUTOMATIC)
def test_an_automatic_answer_is_told_apart(header):
    incoming = parse(mail("I am on holiday.", more=header))

    assert (incoming.kind, incoming.text) == ("automatic", "")


def test_a_person_may_say_that_they_are_one():
    assert parse(mail("x", more="Auto-Submitted: no\n")).kind == "reply"


@pytest.mark.parametrize("sender", ["", "From: \n", "From: a@b.example, c@d.example\n"])
def test_mail_from_nobody_or_from_two_is_no_reply(sender):
    head = HEAD.replace("From: =?utf-8?b?5p6X?= <lin@qq.com>\n", sender)

    assert parse(mail("x", head=head)).kind == "automatic"


def report(action, status, said):
    return f"""Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@starmap.example>
To: reply+b.abc@in.starmap.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=r

--r
Content-Type: text/plain

This is the mail system at host starmap.example.
--r
Content-Type: message/delivery-status

Reporting-MTA: dns; starmap.example

Final-Recipient: rfc822; lin@qq.com
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--r
Content-Type: message/rfc822

Subject: ours

text
--r--
""".encode()


@pytest.mark.parametrize(
    ("action", "status", "is_hard"),
    [
        ("failed", "5.1.1", True),
        ("Failed", "5.0.0 (unknown)", True),
        ("failed", "5.2.2", False),
        ("failed", "5.7.1", False),
        ("failed", "4.4.7", False),
        ("delayed", "4.4.1", None),
        ("delivered", "2.0.0", None),
        ("failed", "", False),
    ],
)
def test_what_a_report_of_a_server_says(action, status, is_hard):
    incoming = parse(report(action, status, "550 No such user here"))

    if is_hard is None:
        assert (incoming.kind, incoming.bounce) == ("automatic", None)
    else:
        assert (incoming.kind, incoming.bounce.is_hard) == ("bounce", is_hard)
        assert "No such user" in incoming.bounce.sentence
    assert incoming.recipients == ("reply+b.abc@in.starmap.example",)


LETTERS = [
    ("X-Failed-Recipients: lin@qq.com\n", "550 5.1.1 The email account does not exist", True),
    ("X-Failed-Recipients: lin@qq.com\n", "host said: 552 mailbox is full", False),
    ("", "退信原因：550 Mailbox not found.", True),
    ("", "remote server said: 550 5.7.1 blocked", False),
    ("", "We could not tell why.", False),
]


@pytest.mark.parametrize(("header", "said", "is_hard"), LETTERS)
def test_what_a_letter_of_a_server_says(header, said, is_hard):
    head = "From: PostMaster@qq.com\nTo: reply+b.abc@in.starmap.example\nSubject: Undeliverable\n"

    incoming = parse(mail(said, head=head, more=header))

    assert (incoming.kind, incoming.bounce.is_hard) == ("bounce", is_hard)


def test_a_person_who_speaks_of_a_failure_is_no_server():
    head = HEAD.replace("Re: =?utf-8?b?6L2s6LSm?=", "Transfer failed")

    assert parse(mail("550 5.1.1 it says", head=head)).kind == "reply"


def test_a_large_mail_is_read_as_far_as_it_goes():
    raw = HEAD.encode() + b"Content-Type: multipart/mixed; boundary=a\n\n--a\n"
    raw += b"Content-Type: text/plain\n\nSee the picture.\n--a\nContent-Type: image/png\n"
    raw += b"Content-Transfer-Encoding: base64\n\n" + b"QUJD\n" * LARGEST + b"--a--\n"

    assert parse(raw).text == "See the picture."


NESTED = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n"
HOSTILE = {
    "nothing": b"",
    "only a body": b"\n\nx",
    "a thousand levels": b"".join(NESTED % (n, n) for n in range(20_000)),
    "levels by another spelling": b"".join(
        (NESTED % (n, n)).replace(b"=", spelled) for n in range(400) for spelled in (b" =", b"*0=")
    ) + b"\n" * 900_000,
    "semicolons in quotes": b'Content-Type: text/plain; a="' + b";" * 1_000_000 + b'"\n\nx',
    "semicolons in parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + (
        b'--b\nContent-Type: text/plain; a="' + b";" * 9000 + b'"\n\nx\n'
    ) * 100,
    "fewer levels": b"".join(NESTED % (n, n) for n in range(29)) + b"\nx\n" * 300_000,
    "mails in mails": b"Content-Type: message/rfc822\n\n" * 30_000,
    "many parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 150_000,
    "many headers": b"X: y\n" * 200_000,
    "a long header": b"To: " + b"a@b.example, " * 80_000,
    "many quotes in it": b'To: "' + b'\\"' * 500_000,
    "many comments in it": b"From: " + b"(" * 1_000_000,
    "angles": b"From: " + b"<" * 1_000_000,
    "encoded words": b"Subject: " + b"=?utf-8?q?x?=" * 80_000,
    "broken base64": b"Content-Transfer-Encoding: base64\n\n" + b"A" * 1_000_001,
    "uuencoded": b"Content-Transfer-Encoding: x-uuencode\n\nbegin 666 x\n" + b"M!\n" * 300_000,
    "a broken parameter": b"Content-Type: text/plain; charset*0*=x''%; charset*1=%ff\n\nx",
    "odd bytes": b"Content-Type: \xff\xfe\nFrom: \xff\nSubject: \xff\n\n\xff",
    "divs": b"From: a@b.example\nContent-Type: text/html\n\n" + b"<div>" * 200_000,
    "bold": b"From: a@b.example\nContent-Type: text/html\n\n" + b"<b><p>" * 180_000,
    "blockquotes": b"From: a@b.example\nContent-Type: text/html\n\n" + b"<blockquote>" * 80_000,
    "colons": b"From: a@b.example\n\n" + b"From:\n" * 170_000,
    "wrote": b"From: a@b.example\n\n" + b"On 2026 wrote:\n> x\n" * 50_000,
    "on": b"From: a@b.example\n\n" + b"On " * 340_000,
    "rules": b"From: a@b.example\n\n" + b"- " * 500_000 + b"x",
    "blanks": b"From: a@b.example\n\n" + b" " * 1_000_000 + b"x",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_mail_that_is_meant_to_hurt_is_read_soon(name):
    began = time.process_time()

    incoming = parse(HOSTILE[name])

    assert incoming.message_id
    assert time.process_time() - began < 5


def is_readable(raw):
    incoming = parse(raw)
    said = incoming.bounce.sentence if incoming.bounce else ""
    texts = (incoming.sender, incoming.message_id, incoming.subject, incoming.text, said)
    return incoming.message_id and all(map(is_storable, [*texts, *incoming.recipients]))


@given(st.binary(max_size=2000), st.sampled_from(["utf-8", "utf-7", "gbk", "iso-2022-jp", "hz"]))
def test_no_bytes_make_it_stumble(raw, charset):
    assert is_readable(raw)
    assert is_readable(HEAD.encode() + raw)
    assert is_readable(mail("", charset) + raw)
    assert is_readable(b"Subject: =?utf-7?q?" + raw + b"?=\nFrom: " + raw + b"\n" + raw)


def test_half_a_character_is_left_out():
    assert parse(mail("", "utf-7") + b"x +2AA- y").text == "x  y"


LINES = [
    *HEAD.splitlines(),
    *("", "--r", "--r--", "> x", "|", "```", "发件人:", "主题:", "On 2026 x wrote:"),
    "Action: failed",
    "Status: 5",
    "x=\u00ff=?utf-8?b?/?=",
    "Content-Disposition: attachment",
    "Content-Transfer-Encoding: base64",
    "Content-Transfer-Encoding: quoted-printable",
    "Content-Type: message/delivery-status",
    "Content-Type: message/rfc822",
    'Content-Type: multipart/alternative; boundary="r"',
    "Content-Type: multipart/report; boundary=r",
    "Content-Type: text/html",
]


@given(st.lists(st.sampled_from(LINES)))
def test_no_order_of_lines_makes_it_stumble(lines):
    assert is_readable("\n".join(lines).encode())
