"""The operator at a terminal: ``flask --app wsgi <room> <verb>``."""

from flask import Flask

from forum.cli import accounts, categories, jobs, serving

ROOMS = (accounts.cli, categories.cli, jobs.cli)


def attach(app: Flask) -> None:
    for room in ROOMS:
        app.cli.add_command(room)
    app.cli.add_command(serving.serve)
