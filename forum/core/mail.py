"""Mail leaves here: to the SMTP server of ``SMTP_URL``, or as a file in the outbox."""

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from urllib.parse import unquote, urlsplit

from forum.core.clock import now
from forum.core.config import Config

# A mail server that does not answer must not hold up the worker for longer.
PATIENCE_S = 20


def send(config: Config, *, to: str, subject: str, text: str) -> None:
    """Raises ``OSError`` or ``smtplib.SMTPException`` when the server does not take it."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = config.mail_from, to, subject
    message["Date"] = format_datetime(now())
    message["Message-ID"] = make_msgid(domain=urlsplit(config.site_url).hostname)
    message.set_content(text)
    if config.smtp_url:
        _deliver(config.smtp_url, message)
    else:
        _put_into_outbox(config, message)


def _deliver(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    context = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(host, parts.port or 465, timeout=PATIENCE_S, context=context)
        if parts.scheme == "smtps"
        else smtplib.SMTP(host, parts.port or 25, timeout=PATIENCE_S)
    ) as server:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _put_into_outbox(config: Config, message: EmailMessage) -> None:
    outbox = config.data_dir / "outbox"
    outbox.mkdir(mode=0o700, exist_ok=True)
    name = f"{now():%Y%m%dT%H%M%S%f}.eml"
    # Renamed when it is whole: somebody may be reading along.
    half = outbox / f".{name}"
    half.write_bytes(message.as_bytes())
    half.rename(outbox / name)
