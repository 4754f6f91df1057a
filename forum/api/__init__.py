"""Pages for programs."""

from flask import Flask


def attach(app: Flask) -> None:
    """Registers version 1."""
