"""The push process, from a terminal."""

import asyncio
import logging

import click
from flask import current_app
from flask.cli import AppGroup

from forum.cli.sentences import sentences
from forum.core.config import Config
from forum.core.errors import Invalid
from forum.http.streams.serving import serve as serve_streams

cli = AppGroup("live", help="Tell open pages at once what has changed.")


@cli.command()
@sentences
def serve() -> None:
    """Hold a stream for each open page, until stopped. Needs LIVE_URL and REDIS_URL."""
    config: Config = current_app.extensions["config"]
    logging.basicConfig(level=config.log_level, format="%(levelname)s %(name)s: %(message)s")
    if not config.live_url:
        raise Invalid("LIVE_URL is not set: no page would ask for a stream.", "LIVE_URL")
    click.echo(f"Streams are at http://{config.host}:{config.live_port}{config.live_url}")
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    asyncio.run(serve_streams(app))
