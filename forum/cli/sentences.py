"""Refusals at a terminal: a sentence on standard error and exit status 1."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from flask import current_app
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from forum.core.errors import ForumError

P = ParamSpec("P")
R = TypeVar("R")


def sentences(command: Callable[P, R]) -> Callable[P, R]:
    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except ForumError as error:
            raise click.ClickException(str(error.message)) from error
        except (OperationalError, ProgrammingError) as error:
            if not _is_empty(error):
                raise
            where = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
            raise click.ClickException(
                f"There is no forum in {where.render_as_string(hide_password=True)}. Are "
                "DATABASE_URL and DATA_DIR set? What is new is made ready by: db upgrade"
            ) from error

    return run


def _is_empty(error: DBAPIError) -> bool:
    """A table is missing (SQLSTATE 42P01)."""
    return getattr(error.orig, "sqlstate", "") == "42P01" or "no such table" in str(error.orig)
