"""What goes over the wire, to a real SMTP server."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core import smtp
from forum.core.config import Config
from forum.core.jobs import LEASE
from forum.core.mail import Letter, Refused, compose, id_of, send
from tests.smtp import smtp_server

CONFIG = Config(
    database_url="",
    data_dir=Path("/nowhere"),
    secret_key="only for tests, and long enough",
    site_url="https://community.starmap.example",
    mail_from="forum@starmap.example",
)
LETTER = Letter(to="lin@starmap.example", subject="转账一直待确认", text="等一等就好。\n")
URL = "https://community.starmap.example/unsubscribe/" + "x" * 120


@pytest.fixture(scope="module")
def post_office():
    with smtp_server(enable_SMTPUTF8=False) as (box, url):
        yield box, replace(CONFIG, smtp_url=url)


def sent(post_office, letter):
    box, config = post_office
    box.envelopes.clear()
    send(config, letter)
    (envelope,) = box.envelopes
    return envelope, message_from_bytes(envelope.content, policy=default)


def text_of(part):
    return part.get_content().replace("\r\n", "\n")


def test_a_letter_arrives_as_text_and_html(post_office):
    _envelope, mail = sent(post_office, replace(LETTER, html="<p>等一等就好。</p>"))

    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert (text.get_content_type(), text_of(text)) == ("text/plain", "等一等就好。\n")
    assert (html.get_content_type(), text_of(html)) == ("text/html", "<p>等一等就好。</p>\n")


def test_a_chinese_subject_and_name_arrive(post_office):
    letter = replace(LETTER, subject="转账" * 100, from_name="指津, 社区")

    envelope, mail = sent(post_office, letter)

    assert mail["Subject"] == "转账" * 100
    assert mail["From"].addresses[0].display_name == "指津, 社区"
    assert mail["From"].addresses[0].addr_spec == "forum@starmap.example"
    assert max(len(line) for line in envelope.content.split(b"\r\n")) < 80


def test_every_byte_and_every_line_is_what_old_servers_take(post_office):
    letter = replace(LETTER, text="转" * 3000 + "\n" + "x" * 3000, html="<p>" + "转" * 3000)

    envelope, mail = sent(post_office, letter)

    assert envelope.content.isascii()
    assert max(len(line) for line in envelope.content.split(b"\r\n")) <= 998
    assert text_of(mail.get_body(("plain",))).rstrip("\n") == letter.text


def test_the_envelope_names_who_hears_of_a_bounce(post_office):
    bouncing, _mail = sent(post_office, replace(LETTER, bounce_to="in+b.abc@starmap.example"))
    plain, _mail = sent(post_office, LETTER)

    assert bouncing.mail_from == "in+b.abc@starmap.example"
    assert plain.mail_from == "forum@starmap.example"


def test_mails_of_one_thread_refer_to_each_other(post_office):
    root, post = id_of(CONFIG, "thread", 12), id_of(CONFIG, "post", 345, "to", 7)
    long = id_of(CONFIG, "x" * 100)
    letter = replace(LETTER, message_id=post, references=(root, long))

    envelope, mail = sent(post_office, letter)

    assert root == "<thread.12@community.starmap.example>"
    assert mail["Message-ID"] == post
    assert mail["In-Reply-To"] == long
    assert mail["References"].split() == [root, long]
    assert long.encode() in envelope.content


def test_one_click_ends_a_list(post_office):
    letter = replace(LETTER, unsubscribe_url=URL, list_id="replies.community.starmap.example")

    envelope, mail = sent(post_office, letter)

    assert f"List-Unsubscribe: <{URL}>\r\n".encode() in envelope.content
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"] == "<replies.community.starmap.example>"


def test_one_click_needs_https(post_office):
    _envelope, mail = sent(post_office, replace(LETTER, unsubscribe_url="http://127.0.0.1/x"))

    assert mail["List-Unsubscribe"] == "<http://127.0.0.1/x>"
    assert mail["List-Unsubscribe-Post"] is None


def test_no_machine_answers_what_a_machine_wrote(post_office):
    _envelope, ours = sent(post_office, LETTER)
    _envelope, by_hand = sent(post_office, replace(LETTER, automatic=False))

    assert ours["Auto-Submitted"] == "auto-generated"
    assert ours["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert ours["Precedence"] is None
    assert by_hand["Auto-Submitted"] is by_hand["X-Auto-Response-Suppress"] is None


@pytest.mark.parametrize("field", ["subject", "from_name"])
def test_words_from_people_add_no_header(post_office, field):
    words = "Hello\r\nBcc: all@starmap.example\r\n\r\n<b>\x00\x0b\u2028x"
    hostile = replace(LETTER, **{field: words})

    _envelope, mail = sent(post_office, hostile)

    assert mail["Bcc"] is None
    assert text_of(mail) == LETTER.text


@pytest.mark.parametrize(
    "field", ["to", "message_id", "list_id", "unsubscribe_url", "reply_to", "references"]
)
def test_an_address_with_a_line_end_is_no_address(field):
    hostile = "a@starmap.example\r\nBcc: all@starmap.example"
    value = (hostile, hostile) if field == "references" else hostile

    with pytest.raises(ValueError):
        compose(CONFIG, replace(LETTER, **{field: value}))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_subject_breaks_the_mail(subject):
    written = compose(CONFIG, replace(LETTER, subject=subject, from_name=subject)).as_bytes()

    read = message_from_bytes(written, policy=default)
    assert read["To"] == LETTER.to
    assert text_of(read) == LETTER.text


REFUSALS = [
    ("550 5.1.1 No such user", True),
    ("550 Mailbox not found", True),
    ("511 5.1.1 unknown", True),
    ("552 5.2.2 Mailbox full", False),
    ("552 Mailbox full", False),
    ("554 5.7.1 Your address is on a blocklist", False),
    ("550 #5.7.1 We do not like you", False),
    ("450 4.2.1 Come again", False),
]


@pytest.mark.parametrize(("answer", "is_for_good"), REFUSALS)
def test_what_a_refusal_says_about_the_address(post_office, answer, is_for_good):
    box, config = post_office
    box.answers[LETTER.to] = answer

    with pytest.raises(Refused if is_for_good else OSError) as raised:
        send(config, LETTER)

    box.answers.clear()
    if is_for_good:
        assert raised.value.sentence == answer


def test_a_refusal_is_quoted_in_one_short_line(post_office):
    box, config = post_office
    box.answers[LETTER.to] = "550-5.1.1 " + "x" * 150 + "\r\n550 5.1.1 " + "y" * 300

    with pytest.raises(Refused) as raised:
        send(config, LETTER)

    box.answers.clear()
    assert len(raised.value.sentence) == 200
    assert "\n" not in raised.value.sentence


def test_a_server_that_is_away_is_no_refusal():
    with pytest.raises(OSError):
        send(replace(CONFIG, smtp_url="smtp://127.0.0.1:9"), LETTER)


def test_a_server_that_answers_slowly_does_not_outlast_the_lease_of_a_job(monkeypatch):
    assert LEASE.total_seconds() > smtp.WHOLE_S
    monkeypatch.setattr(smtp, "WHOLE_S", 0.6)

    with smtp_server() as (box, url):
        # Each answer comes in time; all of them together do not.
        box.pause_s = 0.4
        with pytest.raises(OSError):
            send(replace(CONFIG, smtp_url=url), LETTER)

    assert box.envelopes == []


def test_a_chinese_domain_is_written_in_ascii(post_office):
    envelope, _mail = sent(post_office, replace(LETTER, to="lin@星图.example"))

    assert envelope.rcpt_tos == ["lin@xn--wcsx56a.example"]


def test_a_chinese_mailbox_needs_a_server_that_takes_it(post_office):
    letter = replace(LETTER, to="林@星图.example")

    with pytest.raises(Refused, match="SMTPUTF8"):
        send(post_office[1], letter)
    with smtp_server(enable_SMTPUTF8=True) as (box, url):
        send(replace(CONFIG, smtp_url=url), letter)

    assert box.envelopes[0].rcpt_tos[0].startswith("林@")
