"""The tasks of all features, joined to one worker. Runs inside the server with SQLite, else as `tongke worker`."""

import asyncio
import contextlib
from datetime import timedelta

from server.alignment.tasks import tasks as alignment_tasks
from server.auth.tasks import tasks as auth_tasks
from server.captions.speech import Speech
from server.captions.tasks import tasks as caption_tasks
from server.clock import Clock, SystemClock
from server.credentials import load_credentials
from server.database import Database
from server.events.log import announce_at
from server.events.tasks import tasks as event_tasks
from server.jobs import Jobs, make_jobs, prepare
from server.ledger.tasks import tasks as ledger_tasks
from server.lessons.lifecycle import Bells
from server.lessons.tasks import tasks as lesson_tasks
from server.live.tasks import tasks as live_tasks
from server.migrations.run import upgrade
from server.models import Kind
from server.recordings.tasks import tasks as recording_tasks
from server.repeats.tasks import tasks as repeat_tasks
from server.retention.schemas import Terms
from server.retention.tasks import tasks as retention_tasks
from server.settings import ServerSettings
from server.timetables.tasks import tasks as timetable_tasks
from server.webhooks.tasks import tasks as webhook_tasks

BLUEPRINTS = (
    ("alignment", alignment_tasks),
    ("auth", auth_tasks),
    ("captions", caption_tasks),
    ("events", event_tasks),
    ("ledger", ledger_tasks),
    ("lessons", lesson_tasks),
    ("live", live_tasks),
    ("recordings", recording_tasks),
    ("repeats", repeat_tasks),
    ("retention", retention_tasks),
    ("timetables", timetable_tasks),
    ("webhooks", webhook_tasks),
)


def bells_of(settings: ServerSettings) -> Bells:
    """Return how far around the bell rooms are open."""
    return Bells(
        timedelta(minutes=settings.opens_before_minutes),
        timedelta(minutes=settings.ends_after_minutes),
    )


def terms_of(settings: ServerSettings) -> Terms:
    """Return how long recordings are kept."""
    days = {
        Kind.DEDICATED: settings.keep_dedicated_days,
        Kind.FAMOUS_TEACHER: settings.keep_famous_teacher_days,
        Kind.FAMOUS_SCHOOL: settings.keep_famous_school_days,
    }
    return Terms(days, timedelta(days=settings.erase_grace_days))


def jobs_of(settings: ServerSettings, database: Database, clock: Clock, bells: Bells) -> Jobs:
    """Return the jobs of an installation and what they work on."""
    return make_jobs(
        settings.database_address,
        BLUEPRINTS,
        {
            "database": database,
            "clock": clock,
            "bells": bells,
            "expand_days": settings.expand_days,
            "event_log_size": settings.event_log_size,
            "store_address": settings.store_address,
            "webhooks_private": settings.webhooks_private,
            "speech": Speech(settings.speech_command),
            "secret": settings.cookie_secret or load_credentials(settings.data_dir).cookie_secret,
            "retention": terms_of(settings),
        },
    )


async def run_worker(settings: ServerSettings, stop: asyncio.Event) -> None:
    """Run jobs until `stop` is set."""
    clock = SystemClock()
    database = Database(settings.database_address)
    database.on_announcement(announce_at(clock.now), lambda: None)
    try:
        await asyncio.to_thread(upgrade, settings.database_address)
        await prepare(settings.database_address)
        work = asyncio.create_task(jobs_of(settings, database, clock, bells_of(settings)).run())
        waiting = asyncio.create_task(stop.wait())
        await asyncio.wait({work, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if not work.done():
            work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work
    finally:
        await database.close()
