"""Pages for people."""

from flask import Flask

from forum.web import choices, errors, lists, signing, threads

PAGES = (lists.bp, threads.bp, signing.bp, choices.bp)


def attach(app: Flask) -> None:
    for pages in PAGES:
        app.register_blueprint(pages)
    errors.attach(app)
