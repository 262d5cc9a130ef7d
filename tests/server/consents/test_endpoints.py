import pytest

from server.models import SchoolClass, State
from streaming.contract import OpenRoom
from tests.support.app import LESSON, Hall

PAPER = {"paper": "教务处 3 号柜"}
CLASS = "/api/classes/class-a/consents/class"


async def test_children_are_journaled_only_while_their_consent_holds(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    async with each_hall.node() as node:
        await each_hall.set_lesson(state=State.LIVE)
        await each_hall.settled()
        assert node.told == [OpenRoom(LESSON, ("teacher", "board"))]
        given = await tang.put(CLASS, json=PAPER)
        (consent,) = given.json()["items"]
        assert (consent["given_by"]["name"], consent["paper"]) == ("唐老师", PAPER["paper"])
        assert node.told[1:] == [OpenRoom(LESSON, ("teacher", "board", "class:a"))]
        await tang.put(CLASS, json=PAPER)
        # Before the answer to the withdrawal is out, the node has been told.
        withdrawn = await tang.delete(CLASS)
        assert withdrawn.json()["items"][0]["withdrawn_at"] is not None
        assert node.told[2:] == [OpenRoom(LESSON, ("teacher", "board"))]
        actions = [each["action"] for each in (await tang.get("/api/audit")).json()["items"]]
        assert actions == ["erasure_asked", "consent_withdrawn", "consent_given"]


async def test_the_class_before_the_teacher_has_a_consent_of_its_own(each_hall: Hall) -> None:
    async with each_hall.writing() as transaction:
        transaction.session.add(SchoolClass(id="h", school_id="hub", name="三年级2班", grade=3))
    luo = await each_hall.person("luo")
    await each_hall.set_lesson(state=State.LIVE, hub_class_id="h")
    assert (await luo.put("/api/classes/h/consents/class", json=PAPER)).status_code == 200
    async with each_hall.node() as node:
        assert node.told[0] == OpenRoom(LESSON, ("teacher", "board"))
        await luo.put("/api/classes/h/consents/students", json=PAPER)
        assert node.told[1] == OpenRoom(LESSON, ("teacher", "board", "students"))
        await each_hall.set_lesson(recorded=False)
        await each_hall.settled()
        assert node.told[2] == OpenRoom(LESSON, ())


async def test_a_node_that_was_away_is_told_what_was_withdrawn(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    await each_hall.set_lesson(state=State.LIVE)
    await tang.put(CLASS, json=PAPER)
    async with each_hall.node() as node:
        assert node.told[0] == OpenRoom(LESSON, ("teacher", "board", "class:a"))
    await tang.delete(CLASS)
    async with each_hall.node(rooms=(LESSON,)) as node:
        assert node.told[0] == OpenRoom(LESSON, ("teacher", "board"))


@pytest.mark.parametrize(
    ("caller", "status"), [("lin", 403), ("he", 403), ("luo", 404), ("far", 404)]
)
async def test_who_looks_after_the_class_notes_its_consents(
    hall: Hall, caller: str, status: int
) -> None:
    client = await hall.person(caller)
    assert (await client.put(CLASS, json=PAPER)).status_code == status
    assert (await client.delete(CLASS)).status_code == status
    assert (await hall.client().put(CLASS, json=PAPER)).status_code == 401
