"""A small alignment problem in the small city of `tests.support.app`: two villages want art and music of the hub.

`lin` offers music to grade 3 on Monday and Wednesday at 10:00 and art on Tuesday at 10:00. Class A of village A wants
two lessons of music and one of art, class B of village B one of each. Village B's third period begins five minutes
later. Science is wanted by class A and offered by nobody.
"""

from datetime import date
from typing import Any

import httpx

from server.alignment import runner
from server.database import Database
from server.models import (
    BellPeriod,
    BellSchedule,
    Demand,
    Offer,
    OfferLesson,
    SchoolClass,
    SchoolLesson,
    Term,
)
from tests.support.app import Hall

TERM = "term"
MUSIC_LESSONS = {"music-1": 1, "music-3": 3}
"""Weekday by id."""


def bells(school: str, later: int = 0) -> BellSchedule:
    """Return a schedule of four periods of 40 minutes from 8:20 on, with ten minutes between them."""
    return BellSchedule(
        id=f"bells-{school}",
        school_id=school,
        name="全年作息",
        from_month=1,
        from_day=1,
        periods=[
            BellPeriod(
                number=number + 1,
                start_minute=500 + 50 * number + later,
                end_minute=540 + 50 * number + later,
            )
            for number in range(4)
        ],
    )


def demand(name: str, class_id: str, subject: str, lessons: int = 1, **columns: Any) -> Demand:
    """Return a demand of grade 3."""
    values: dict[str, Any] = {"grade": 3, "edition": "人教版", **columns}
    return Demand(
        id=name,
        term_id=TERM,
        class_id=class_id,
        subject=subject,
        lessons_per_week=lessons,
        **values,
    )


def offer(name: str, subject: str, lessons: dict[str, int], **columns: Any) -> Offer:
    """Return an offer of `lin` to grade 3; `lessons` are weekdays by id, each at 10:00."""
    return Offer(
        id=name,
        term_id=TERM,
        teacher_id="lin",
        subject=subject,
        grade=3,
        edition="人教版",
        lessons=[
            OfferLesson(id=key, weekday=day, start_minute=600, end_minute=640)
            for key, day in lessons.items()
        ],
        **columns,
    )


def rows() -> list[Any]:
    """Return everything in the order in which it can be stored."""
    own = ("class-a", 1, 3, "音乐"), ("class-a", 2, 3, "美术"), ("class-b", 2, 3, "美术")
    return [
        Term(
            id=TERM,
            city_id="mianyang",
            name="秋季学期",
            first_day=date(2026, 8, 31),
            last_day=date(2027, 1, 22),
        ),
        SchoolClass(id="class-b", school_id="village-b", name="三年级2班", grade=3),
        bells("hub"),
        bells("village-a"),
        bells("village-b", 5),
        *(
            SchoolLesson(
                id=f"own-{class_id}-{weekday}",
                school_id=class_id.replace("class", "village"),
                term_id=TERM,
                class_id=class_id,
                weekday=weekday,
                period=period,
                subject=subject,
            )
            for class_id, weekday, period, subject in own
        ),
        offer("offer-music", "音乐", MUSIC_LESSONS),
        offer("offer-art", "美术", {"art-2": 2}),
        demand("a-music", "class-a", "音乐", 2),
        demand("a-art", "class-a", "美术"),
        demand("a-science", "class-a", "科学"),
        demand("b-music", "class-b", "音乐"),
        demand("b-art", "class-b", "美术"),
    ]


async def plant_alignment(database: Database) -> None:
    """Put the problem into a database that holds the small city."""
    async with database.writing() as transaction:
        for row in rows():
            transaction.session.add(row)
            await transaction.session.flush()


async def planned(hall: Hall) -> tuple[httpx.AsyncClient, str]:
    """Plant the problem and solve it; return the coordinator's client and the proposal's path."""
    await plant_alignment(hall.database)
    return await solved(hall)


async def solved(hall: Hall) -> tuple[httpx.AsyncClient, str]:
    """Solve what is planted, as `planned` does."""
    client = await hall.person("tang")
    run = (await client.post("/api/alignment/runs", json={"seconds": 5, "workers": 1})).json()
    await runner.work_on_queue(hall.database, hall.clock)
    (proposal,) = (await client.get(f"/api/alignment/runs/{run['id']}")).json()["proposals"]
    return client, f"/api/alignment/proposals/{proposal['id']}"
