"""The operator at a terminal: ``flask --app wsgi <room> <verb>``."""

from flask import Flask

from forum.cli import (
    accounts,
    announcements,
    categories,
    demo,
    jobs,
    live,
    mail,
    moderation,
    serving,
    threads,
    transfer,
    translations,
)

ROOMS = (
    accounts.cli,
    categories.cli,
    demo.cli,
    jobs.cli,
    live.cli,
    mail.cli,
    translations.cli,
    transfer.cli,
    threads.cli,
    announcements.cli,
    moderation.cli,
)


def attach(app: Flask) -> None:
    for room in ROOMS:
        app.cli.add_command(room)
    app.cli.add_command(serving.serve)
