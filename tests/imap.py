"""A small IMAP server in the test's own process: what RFC 3501 asks for and the program uses."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread


class _Speaker(StreamRequestHandler):
    def handle(self):
        self.say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, _blank, words = line.partition(" ")
            name = words.upper().removeprefix("UID ").split()[0]
            status = getattr(self, f"do_{name}", self.refuse)(words)
            self.say(f"{tag} {status or 'OK'} {name}")
            if name == "LOGOUT":
                return

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def refuse(self, words):
        return "BAD"

    def do_CAPABILITY(self, words):
        self.say("* CAPABILITY IMAP4rev1")

    def do_LOGIN(self, words):
        return None if words == 'LOGIN forum "se cret"' else "NO"

    def do_SELECT(self, words):
        self.name = words.split('"')[1]
        if self.name not in self.server.folders:
            return "NO"
        self.say(f"* {len(self.mails)} EXISTS")

    def do_CREATE(self, words):
        self.server.folders.setdefault(words.split()[1], {})

    def do_SEARCH(self, words):
        found = [str(uid) for uid in self.mails if uid not in self.server.deleted]
        self.say(" ".join(["* SEARCH", *found]))

    def do_FETCH(self, words):
        uid, most = re.fullmatch(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", words).groups()
        raw = self.mails[int(uid)][: int(most)]
        if raw == b"not now":
            return "NO"
        self.say(f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(raw)}}}")
        self.wfile.write(raw + b")\r\n")

    def do_COPY(self, words):
        uid, folder = re.fullmatch(r"UID COPY (\d+) (\w+)", words).groups()
        self.server.folders[folder][int(uid)] = self.mails[int(uid)]

    def do_STORE(self, words):
        uid = re.fullmatch(r"UID STORE (\d+) \+FLAGS\.SILENT \(\\Deleted\)", words)[1]
        self.server.deleted.add(int(uid))

    def do_EXPUNGE(self, words):
        for uid in self.server.deleted:
            self.mails.pop(uid, None)

    def do_LOGOUT(self, words):
        self.say("* BYE")

    @property
    def mails(self):
        return self.server.folders[self.name]


@contextmanager
def imap_server(*mails) -> Iterator[tuple[dict, str]]:
    """The folders, each a number → mail, and the ``INBOX_URL``."""
    with ThreadingTCPServer(("127.0.0.1", 0), _Speaker) as server:
        server.folders, server.deleted = {"INBOX": dict(enumerate(mails, 1))}, set()
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.folders, f"imap://forum:se%20cret@127.0.0.1:{server.server_address[1]}/INBOX"
        finally:
            server.shutdown()
