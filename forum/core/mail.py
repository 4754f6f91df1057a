"""Mail leaves here: to the SMTP server of ``SMTP_URL``, or as a file in the outbox."""

from dataclasses import dataclass
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime, make_msgid, parseaddr
from urllib.parse import urlsplit

from forum.core import smtp
from forum.core.clock import now
from forum.core.config import Config
from forum.core.smtp import Refused
from forum.core.text import one_line

__all__ = ["MARK", "Letter", "Refused", "compose", "id_of", "send"]

# In the line above which people answer: what comes back below it is our own mail, quoted, whatever
# language their program speaks.
MARK = "##-"


@dataclass(frozen=True)
class Letter:
    """A mail to one person.

    ``message_id`` and ``references`` are what ``id_of`` makes, the oldest first; without the first
    each sending has another. ``bounce_to`` is the envelope's sender. ``unsubscribe_url`` must take
    a POST without cookies (RFC 8058); only https is offered as one click.
    """

    to: str
    subject: str
    text: str
    html: str = ""
    message_id: str = ""
    references: tuple[str, ...] = ()
    list_id: str = ""
    unsubscribe_url: str = ""
    reply_to: str = ""
    from_name: str = ""
    bounce_to: str = ""
    automatic: bool = True


def id_of(config: Config, *parts: str | int) -> str:
    """The same for the same parts, such as ``id_of(config, "post", 12, "to", 7)``: a job that is
    run twice sends the same mail twice, and readers show it once."""
    return f"<{'.'.join(str(part) for part in parts)}@{_host(config)}>"


def send(config: Config, letter: Letter) -> None:
    """Raises ``Refused`` when nobody is there, for good; ``OSError`` (smtplib's errors are
    such) when trying again may help; ``ValueError`` for a header that would break the mail."""
    message = compose(config, letter)
    if config.smtp_url:
        sender = letter.bounce_to or parseaddr(config.mail_from)[1]
        smtp.deliver(config.smtp_url, message, sender, letter.to)
    else:
        _put_into_outbox(config, message)


class _Verbatim(UnstructuredHeader):
    """Addresses and ids are no words: the standard library would encode what is longer than a line,
    and no reader of mail looks for an address in that."""

    max_count = 1

    def fold(self, *, policy: EmailPolicy) -> str:
        words = f"{policy.linesep} ".join(str(self).split())
        return f"{getattr(self, 'name', '')}: {words}{policy.linesep}"


_HEADERS = HeaderRegistry()
for _name in ("message-id", "in-reply-to", "references", "list-id", "list-unsubscribe"):
    # The registry makes the class whole; its type wants one that is whole already.
    _HEADERS.map_to_type(_name, _Verbatim)  # type: ignore[arg-type]
# Seven bits: not every server takes eight, and none has a reason to change what is signed.
_POLICY = SMTP.clone(cte_type="7bit", header_factory=_HEADERS)


def compose(config: Config, letter: Letter) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    for name, value in _headers(config, letter).items():
        if value:
            message[name] = value
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    return message


def _headers(config: Config, letter: Letter) -> dict[str, object]:
    automatic, one_click = letter.automatic, letter.unsubscribe_url.startswith("https://")
    return {
        "From": _from(config, letter),
        "To": _address("", letter.to),
        "Reply-To": letter.reply_to,
        "Subject": one_line(letter.subject),
        "Date": format_datetime(now()),
        "Message-ID": letter.message_id or make_msgid(domain=_host(config)),
        "In-Reply-To": letter.references[-1] if letter.references else "",
        "References": " ".join(letter.references),
        "List-Id": f"<{letter.list_id}>" if letter.list_id else "",
        "List-Unsubscribe": f"<{letter.unsubscribe_url}>" if letter.unsubscribe_url else "",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" if one_click else "",
        "Auto-Submitted": "auto-generated" if automatic else "",
        # Exchange's word for the same; a bounce is still wanted.
        "X-Auto-Response-Suppress": "OOF, AutoReply" if automatic else "",
    }


def _from(config: Config, letter: Letter) -> object:
    name = one_line(letter.from_name)
    return _address(name, parseaddr(config.mail_from)[1]) if name else config.mail_from


def _address(name: str, address: str) -> Address:
    local, _at, domain = address.rpartition("@")
    return Address(name, local, domain)


def _host(config: Config) -> str:
    return urlsplit(config.site_url).hostname or "localhost"


def _put_into_outbox(config: Config, message: EmailMessage) -> None:
    outbox = config.data_dir / "outbox"
    outbox.mkdir(mode=0o700, exist_ok=True)
    name = f"{now():%Y%m%dT%H%M%S%f}.eml"
    # Renamed when it is whole: somebody may be reading along.
    half = outbox / f".{name}"
    half.write_bytes(message.as_bytes())
    half.rename(outbox / name)
