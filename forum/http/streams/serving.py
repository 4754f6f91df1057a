"""The server: takes in streams, hears Redis, and passes on to each what it is about."""

import asyncio
import logging
import random
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http import HTTPStatus

from flask import Flask
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from forum.core import push
from forum.core.config import Config
from forum.core.errors import ForumError
from forum.core.outages import Outage, log_failure
from forum.http.limits import one_client
from forum.http.streams.admission import admit
from forum.http.streams.requests import (
    LARGEST_HEAD,
    Refused,
    Request,
    address_of,
    opening,
    read_request,
    refusal,
)
from forum.http.streams.streams import Stream, Streams

log = logging.getLogger(__name__)

# Of one address, which a whole office may share; pages that are not looked at hold none.
MOST_OF_ADDRESS = 60
MOST = 5_000
# Proxies close what is silent for a minute.
HEARTBEAT_S = 25
# Then the browser comes again, and is asked again whether it may.
LIFE_S = 3600
# Browsers come again within these times: after a restart not all at once.
RETRY_MS = (2_000, 12_000)
REDIS_PAUSE_S = 1
# A browser that does not read its refusal, and what is open when the process ends.
END_S = 1


class PushServer:
    """One per process."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._config: Config = app.extensions["config"]
        self.streams = Streams()
        self._of_address: Counter[str] = Counter()
        self._taken: set[asyncio.Task[object]] = set()
        # What they ask the database takes milliseconds; streams wait, web requests do not.
        self._askers = ThreadPoolExecutor(4, "admission")
        self.port = 0

    async def run(self, stopped: asyncio.Event, host: str, port: int) -> None:
        server = await asyncio.start_server(self._take, host, port, limit=LARGEST_HEAD)
        self.port = server.sockets[0].getsockname()[1]
        chores = [asyncio.create_task(self._hear()), asyncio.create_task(self._beat())]
        await stopped.wait()
        server.close()
        for chore in chores:
            chore.cancel()
        self.streams.end()
        if self._taken:
            await asyncio.wait(self._taken, timeout=END_S)
        self._askers.shutdown(wait=False, cancel_futures=True)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if (task := asyncio.current_task()) is None:
            raise RuntimeError("A stream is taken by a task.")
        self._taken.add(task)
        task.add_done_callback(self._taken.discard)
        try:
            request = await read_request(reader)
            await self._hold(request, reader, writer)
        except Refused as refused:
            writer.write(refusal(refused.status))
            with suppress(OSError):
                await asyncio.wait_for(writer.drain(), END_S)
        except OSError:
            pass
        finally:
            writer.close()

    async def _hold(
        self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if request.path != self._config.live_url:
            raise Refused(HTTPStatus.NOT_FOUND)
        peer = (writer.get_extra_info("peername") or ("?",))[0]
        address = one_client(address_of(request, peer, self._config.trusted_proxies))
        if self._of_address[address] >= MOST_OF_ADDRESS * self._config.limit_factor:
            raise Refused(HTTPStatus.TOO_MANY_REQUESTS)
        if self._of_address.total() >= MOST:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE)
        self._of_address[address] += 1
        try:
            subjects = await self._admitted(request)
            writer.write(opening(random.randint(*RETRY_MS)))
            with self.streams.holding(Stream(subjects, writer)), suppress(TimeoutError):
                # Ends when the browser goes; it says nothing more.
                await asyncio.wait_for(reader.read(1), LIFE_S)
        finally:
            self._of_address[address] -= 1
            if not self._of_address[address]:
                del self._of_address[address]

    async def _admitted(self, request: Request) -> frozenset[str]:
        loop = asyncio.get_running_loop()
        cookie = request.headers.get("cookie", "")
        try:
            return await loop.run_in_executor(
                self._askers, admit, self._app, request.target, cookie
            )
        except ForumError as error:
            raise Refused(HTTPStatus(error.status)) from error
        except SQLAlchemyError as error:
            log_failure(log, "Asking the database", error)
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE) from error

    async def _hear(self) -> None:
        """Pass on what web processes say; while Redis is away, wait for it."""
        outage = Outage(log, "Redis", RedisError, OSError)
        while True:
            with outage.noted():
                async with Redis.from_url(self._config.redis_url) as redis, redis.pubsub() as heard:
                    await heard.subscribe(push.channel_of(self._config))
                    async for message in heard.listen():
                        if message["type"] == "message":
                            self.streams.tell(message["data"].decode().split(" "))
            await asyncio.sleep(REDIS_PAUSE_S)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_S)
            self.streams.beat()


async def serve(app: Flask) -> None:
    """Until SIGTERM or SIGINT."""
    config: Config = app.extensions["config"]
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await PushServer(app).run(stopped, config.host, config.live_port)
