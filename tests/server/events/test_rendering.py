from datetime import timedelta

import pytest

from server.auth.policy import Caller, DeviceCaller, Grant, PersonCaller, Place
from server.events.hub import Notice
from server.events.rendering import render
from server.events.schemas import AlignmentChanged
from server.lessons import service
from server.lessons.lifecycle import Bells
from server.live.schemas import RestingLayerOut
from server.models import Lesson, Role, RunState
from server.recordings.schemas import RecordingState
from tests.support.alignment_rows import plant_alignment
from tests.support.app import LESSON, MONDAY_NINE, Hall

BELLS = Bells(timedelta(minutes=10), timedelta(minutes=5))
HUB = Place("hub", "fucheng", "mianyang")
TEACHER = PersonCaller("lin", "lin", "林", "hub", HUB, (Grant(Role.HUB_TEACHER, school="hub"),))
VILLAGE = Place("village-a", "pingwu", "mianyang")
VILLAGER = PersonCaller(
    "he", "he", "何", "village-a", VILLAGE, (Grant(Role.TEACHER, school="village-a"),)
)
OUTSIDER = PersonCaller(
    "w", "w", "王", "x", Place("x", "y", "z"), (Grant(Role.ADMINISTRATOR, city="z"),)
)
CLASSROOM = DeviceCaller("device-a", "a")


@pytest.fixture
async def lesson(hall: Hall) -> Lesson:
    async with hall.database.reading() as transaction:
        return await service.find(transaction, LESSON)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("lesson.changed", {TEACHER, VILLAGER, CLASSROOM}),
        ("lesson.receivers", {TEACHER}),
        ("recording.changed", {TEACHER, VILLAGER}),
        ("media.lost", {TEACHER, VILLAGER, CLASSROOM}),
        ("something.else", set()),
    ],
)
def test_an_event_is_for_those_who_may_know(lesson: Lesson, kind: str, told: set[Caller]) -> None:
    notice = Notice(5, kind, lesson, recording=(RecordingState.RECORDING, 8.0))
    for caller in (TEACHER, VILLAGER, OUTSIDER, CLASSROOM):
        event = render(notice, (caller,), BELLS, MONDAY_NINE)
        assert (event is not None) is (caller in told), caller
        assert event is None or (event.id, event.type) == (5, kind)


def test_each_sees_the_lesson_with_what_they_may_do(lesson: Lesson) -> None:
    notice = Notice(5, "lesson.changed", lesson)
    for caller, can in ((TEACHER, ["start"]), (CLASSROOM, [])):
        event = render(notice, (caller,), BELLS, MONDAY_NINE)
        assert event is not None
        assert event.model_dump(mode="json")["lesson"]["can"] == can


def test_the_teacher_is_told_which_layers_nobody_uses(lesson: Lesson) -> None:
    resting = (RestingLayerOut(role="teacher", rid="m"),)
    notice = Notice(0, "lesson.receivers", lesson, resting=resting)
    event = render(notice, (TEACHER,), BELLS, MONDAY_NINE)
    assert event is not None
    assert event.model_dump(mode="json")["resting"] == [{"role": "teacher", "rid": "m"}]


def test_nodes_are_the_business_of_people() -> None:
    notice = Notice(0, "node.changed", online=True)
    assert render(notice, (CLASSROOM,), BELLS, MONDAY_NINE) is None
    assert render(notice, (OUTSIDER,), BELLS, MONDAY_NINE) is not None


def test_a_lesson_that_is_gone_is_not_told() -> None:
    assert render(Notice(5, "lesson.changed"), (TEACHER,), BELLS, MONDAY_NINE) is None
    assert render(Notice(5, "recording.changed"), (TEACHER,), BELLS, MONDAY_NINE) is None


async def test_a_run_is_told_to_who_keeps_the_times_of_its_city(hall: Hall) -> None:
    await plant_alignment(hall.database)
    client = await hall.person("tang")
    subscription = hall.app.state.hub.subscribe()
    run = (await client.post("/api/alignment/runs", json={"seed": 3})).json()
    await hall.settled()
    notice = await subscription.next()
    coordinator = PersonCaller(
        "k", "k", "罗", "hub", HUB, (Grant(Role.COORDINATOR, city="mianyang"),)
    )
    for caller in (TEACHER, VILLAGER, OUTSIDER, CLASSROOM, coordinator):
        event = render(notice, (caller,), BELLS, MONDAY_NINE)
        assert (event is not None) is (caller is coordinator), caller
    told = render(notice, (coordinator,), BELLS, MONDAY_NINE)
    assert isinstance(told, AlignmentChanged)
    assert (told.run.id, told.run.seed, told.run.state) == (run["id"], 3, RunState.QUEUED)
