"""`/api/events`: one WebSocket per page, with everything that its caller may know."""

import asyncio
import logging
from collections.abc import Coroutine
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, WebSocket
from pydantic import ValidationError
from starlette.websockets import WebSocketDisconnect

from server.auth.guards import SignedIn, known_callers
from server.auth.policy import Action, Caller, who_may
from server.clock import Clock
from server.events.hub import EventHub, Notice, Overflow, Subscription
from server.events.rendering import render
from server.events.schemas import EventOut, Hello, Ping, Reset, Resume
from server.lessons import service as lessons
from server.lessons.lifecycle import Bells
from server.models import Lesson

logger = logging.getLogger(__name__)
router = APIRouter(tags=["events"])

PING_SECONDS = 15.0
"""Below the 30 s after which many proxies cut an idle connection."""
RECHECK = timedelta(seconds=60)
"""How long a socket of somebody who signed out may live on."""


class _Page:
    """One open socket: who is behind it, and sending in order."""

    def __init__(self, socket: WebSocket, callers: tuple[Caller, ...]) -> None:
        self._socket = socket
        self.callers = callers
        self._hub: EventHub = socket.app.state.hub
        self._bells: Bells = socket.app.state.bells
        self._clock: Clock = socket.app.state.clock
        self._sending = asyncio.Lock()
        self._checked = self._clock.now()

    async def send(self, event: EventOut) -> None:
        """Send one event."""
        await self._socket.send_text(event.model_dump_json())

    async def greet(self) -> None:
        """Say hello, then what is true now and not in the log."""
        async with self._sending:
            await self.send(Hello(id=self._hub.newest, server_time=self._clock.now()))
            for notice in await self._hub.present(self._may_see_receivers):
                await self._tell(notice)

    async def resume(self, after: int) -> None:
        """Tell what was missed, or that everything must be loaded again."""
        async with self._sending:
            missed = await self._hub.missed(after)
            if missed is None:
                await self.send(Reset(id=self._hub.newest))
            for notice in missed or ():
                await self._tell(notice)

    async def forward(self, subscription: Subscription) -> None:
        """Send notices as they come, and a ping when none does, until the socket or the session ends."""
        while await self._still_signed_in():
            try:
                async with asyncio.timeout(PING_SECONDS):
                    notice = await subscription.next()
            except TimeoutError:
                await self.send(Ping())
                continue
            except Overflow:
                logger.warning("page too slow, told to load again")
                await self.send(Reset(id=self._hub.newest))
                continue
            async with self._sending:
                await self._tell(notice)

    async def listen(self) -> None:
        """Read what the page says until it goes."""
        while True:
            text = await self._socket.receive_text()
            try:
                wish = Resume.model_validate_json(text)
            except ValidationError:
                await self._socket.close(1007, "allowed is {type: resume, after: id}")
                return
            await self.resume(wish.after)

    def _may_see_receivers(self, lesson: Lesson) -> bool:
        facts = lessons.facts_of(lesson)
        return who_may(self.callers, Action.SEE_RECEIVERS, facts) is not None

    async def _tell(self, notice: Notice) -> None:
        event = render(notice, self.callers, self._bells, self._clock.now())
        if event is not None:
            await self.send(event)

    async def _still_signed_in(self) -> bool:
        now = self._clock.now()
        if now - self._checked < RECHECK:
            return True
        self._checked = now
        self.callers = await known_callers(self._socket, now)
        return bool(self.callers)


@router.websocket("/api/events")
async def events(
    socket: WebSocket, callers: Annotated[tuple[Caller, ...], Depends(SignedIn())]
) -> None:
    """Send events until the page goes or its session ends."""
    hub: EventHub = socket.app.state.hub
    await socket.accept()
    page = _Page(socket, callers)
    subscription = hub.subscribe()
    try:
        await page.greet()
        await _first_of(page.forward(subscription), page.listen())
        await socket.close(1008, "signed out")
    except (WebSocketDisconnect, RuntimeError, KeyError):
        # Gone, or said something that is no text.
        return
    finally:
        hub.unsubscribe(subscription)


async def _first_of(*works: Coroutine[None, None, None]) -> None:
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        # Not gather: a caller cancelled here would cancel them a second time, in the midst of their ending.
        await asyncio.wait(tasks)
