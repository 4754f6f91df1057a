"""A real SMTP server in the test's own process."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from socket import socket

from aiosmtpd.controller import Controller


class Mailbox:
    """Keeps what it is sent; ``answers`` maps an address to the refusal it gets. Each answer comes
    after ``pause_s``."""

    def __init__(self):
        self.envelopes = []
        self.answers = {}
        self.pause_s = 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        await asyncio.sleep(self.pause_s)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        await asyncio.sleep(self.pause_s)
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append(envelope)
        return "250 OK"


@contextmanager
def smtp_server(**options) -> Iterator[tuple[Mailbox, str]]:
    """The mailbox and its ``SMTP_URL``."""
    box = Mailbox()
    # aiosmtpd greets itself at the port that it was given: 0 would not do.
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port, **options)
    server.start()
    try:
        yield box, f"smtp://127.0.0.1:{port}"
    finally:
        server.stop()
