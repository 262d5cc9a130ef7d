"""All doors of the control plane, in the order in which they are tried."""

from fastapi import FastAPI

from server import health, pages
from server.alignment.endpoints import router as alignment
from server.audit.endpoints import router as audit
from server.auth.endpoints import router as auth
from server.auth.identity_endpoints import router as identity
from server.captions.endpoints import router as captions
from server.comments.endpoints import router as comments
from server.consents.endpoints import router as consents
from server.devices.endpoints import router as devices
from server.events.endpoints import router as events
from server.exports.endpoints import router as exports
from server.interaction.endpoints import router as interaction
from server.ledger.endpoints import router as ledger
from server.lessons.endpoints import router as lessons
from server.library.endpoints import choices as library_choices, router as library
from server.live.endpoints import router as live
from server.organisation.endpoints import router as organisation
from server.organisation.exchange.endpoints import router as exchange
from server.overview.endpoints import router as overview
from server.people.endpoints import router as people
from server.recordings.endpoints import router as recordings
from server.replays.endpoints import router as replays
from server.replays.objects import router as objects
from server.retention.endpoints import router as retention
from server.timetables.course_endpoints import router as courses
from server.timetables.endpoints import router as timetables
from server.tls.trust import router as trust
from server.webhooks.endpoints import router as webhooks


def include_all(app: FastAPI) -> None:
    """Give an application every router; the pages come last, they take what is left."""
    for router in (
        # First: a class asks for hundreds of these in one moment, and each door passed on the way costs.
        objects,
        replays,
        alignment,
        auth,
        identity,
        people,
        audit,
        consents,
        exports,
        ledger,
        overview,
        devices,
        lessons,
        live,
        interaction,
        exchange,
        organisation,
        recordings,
        library,
        library_choices,
        captions,
        comments,
        retention,
        timetables,
        webhooks,
        courses,
        events,
        health.router,
        trust,
        pages.router,
    ):
        app.include_router(router)
