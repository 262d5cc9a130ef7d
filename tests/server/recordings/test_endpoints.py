from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from server.models import Kind, Publication, Recording, State
from tests.support.app import LESSON, Hall, art_lesson
from tests.support.archive import Archive


async def record(hall: Hall, lesson_id: str, hours: float, **columns: Any) -> None:
    """Put an ended lesson of some hours ago with a recording into the archive."""
    starts_at = hall.clock.now() - timedelta(hours=hours)
    values = {
        "state": State.ENDED,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=40),
    }
    async with hall.writing() as transaction:
        transaction.session.add(art_lesson(starts_at, lesson_id, **(values | columns)))
    archive = Archive(starts_at, lesson_id)
    for report in (archive.header(), archive.segment(0), archive.sealed()):
        await hall.app.state.desk.handle("archiver", report)


async def listed(hall: Hall, who: str, **query: Any) -> list[str]:
    client = await hall.person(who)
    answer = await client.get("/api/recordings", params=query)
    assert answer.status_code == 200, answer.text
    return [item["lesson"]["id"] for item in answer.json()["items"]]


async def test_the_archive_lists_the_newest_lesson_first(each_hall: Hall) -> None:
    for number in (3, 1, 2):
        await record(each_hall, f"lesson-{number}", hours=number)
    assert await listed(each_hall, "he") == ["lesson-1", "lesson-2", "lesson-3"]


async def test_a_summary_tells_what_there_is(each_hall: Hall) -> None:
    await record(each_hall, "lesson-1", hours=1)
    client = await each_hall.person("he")
    (item,) = (await client.get("/api/recordings")).json()["items"]
    assert item["lesson"]["state"] == "archived"
    assert item["lesson"]["can"] == ["replay"]
    del item["lesson"]
    assert item == {
        "state": "complete",
        "duration": 4.0,
        "size": 1000,
        "tracks": [{"role": "teacher", "kind": "video", "codec": "avc1.42e01f"}],
        "gaps": 0,
        "poster": None,
        "catalogued": {
            "publication": "draft",
            "byline": "",
            "edition": "",
            "volume": None,
            "unit_number": None,
            "unit_title": "",
            "can_catalogue": False,
            "can_review": False,
        },
    }


async def test_a_picture_of_the_board_stands_for_the_lesson_and_never_one_of_the_camera(
    each_hall: Hall,
) -> None:
    starts_at = each_hall.clock.now() - timedelta(hours=1)
    for name in ("board", "camera", "both"):
        await record(each_hall, f"lesson-{name}", hours=1)
        archive, handle = Archive(starts_at, f"lesson-{name}"), each_hall.app.state.desk.handle
        if name != "camera":
            await handle("archiver", archive.header("board-video"))
            # An empty board first.
            for number, size in ((0, 1_200), (1, 4_000), (2, 5_000)):
                found = replace(archive.chapter(number), size=size)
                await each_hall.app.state.store.put(found.key, b"slide", "image/jpeg")
                await handle("archiver", found)
        if name != "board":
            await handle("archiver", replace(archive.chapter(0, "teacher-video"), size=9_000))
    client = await each_hall.person("he")
    items = (await client.get("/api/recordings")).json()["items"]
    posters = {item["lesson"]["id"]: item["poster"] for item in items}
    assert posters["lesson-camera"] is None
    assert "/lesson-both/board-video/chapter-1.jpg?" in posters["lesson-both"]
    picture = await client.get(posters["lesson-board"])
    assert (picture.content, picture.headers["content-type"]) == (b"slide", "image/jpeg")
    # Whoever may not watch the lesson is not told of it.
    assert await listed(each_hall, "wang") == []


async def test_pages_follow_each_other_without_a_gap_or_a_double(each_hall: Hall) -> None:
    for number in range(7):
        await record(each_hall, f"lesson-{number}", hours=number // 2)
    client = await each_hall.person("he")
    seen: list[str] = []
    cursor = None
    for _ in range(10):
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        body = (await client.get("/api/recordings", params=query)).json()
        seen += [item["lesson"]["id"] for item in body["items"]]
        cursor = body["next_cursor"]
        if cursor is None:
            break
    assert sorted(seen) == [f"lesson-{number}" for number in range(7)]


async def test_one_sees_what_one_may_and_pages_are_still_full(each_hall: Hall) -> None:
    for number in range(6):
        kind = Kind.FAMOUS_SCHOOL if number % 2 else Kind.DEDICATED
        publication = Publication.DRAFT if number == 5 else Publication.PUBLISHED
        columns = {"kind": kind, "publication": publication}
        await record(each_hall, f"lesson-{number}", hours=number, **columns)
    assert await listed(each_hall, "wang", limit=2) == ["lesson-1", "lesson-3"]
    assert await listed(each_hall, "wang") == ["lesson-1", "lesson-3"]
    assert await listed(each_hall, "far") == []


async def test_the_archive_is_searched_by_title_subject_teacher_and_school(each_hall: Hall) -> None:
    await record(each_hall, "lesson-1", hours=1)
    await record(each_hall, "lesson-2", hours=2, title="100% 的英语", subject="英语")
    for query, found in (
        ("家乡", ["lesson-1"]),
        ("英语", ["lesson-2"]),
        ("林老师", ["lesson-1", "lesson-2"]),
        ("临江", ["lesson-1", "lesson-2"]),
        ("100%", ["lesson-2"]),
        ("%", ["lesson-2"]),
        ("_", []),
        ("没有", []),
    ):
        assert await listed(each_hall, "he", q=query) == found, query


async def test_each_word_of_a_search_narrows_it_wherever_it_stands(each_hall: Hall) -> None:
    await record(each_hall, "lesson-1", hours=1)
    await record(each_hall, "lesson-2", hours=2, title="认识三角形", subject="数学")
    assert await listed(each_hall, "he", q="林老师 三角形") == ["lesson-2"]
    assert await listed(each_hall, "he", q="  临江\u3000林老师 ") == ["lesson-1", "lesson-2"]
    assert await listed(each_hall, "he", q="三角形 家乡") == []


async def test_the_archive_is_narrowed_in_the_database_and_pages_stay_full(each_hall: Hall) -> None:
    for number in range(6):
        odd = bool(number % 2)
        kind = Kind.FAMOUS_SCHOOL if odd else Kind.DEDICATED
        subject = "数学" if odd else "Music"
        grade = 3 + number // 4
        name = f"lesson-{number}"
        await record(each_hall, name, hours=number, kind=kind, subject=subject, grade=grade)
    for query, found in (
        ({"kind": "famous_school", "limit": 2}, [1, 3]),
        ({"subject": "数学"}, [1, 3, 5]),
        ({"subject": "music"}, [0, 2, 4]),
        ({"grade": 4}, [4, 5]),
        ({"kind": "famous_school", "grade": 3}, [1, 3]),
        ({"lesson": ["lesson-0", "lesson-5", "nothing"]}, [0, 5]),
        ({"kind": "famous_teacher"}, []),
    ):
        wanted = [f"lesson-{number}" for number in found]
        assert await listed(each_hall, "he", **query) == wanted, query


async def test_the_archive_is_narrowed_by_what_the_library_says(each_hall: Hall) -> None:
    taught = {"edition": "人教版", "volume": 1, "unit_number": 2, "unit_title": "色彩"}
    await record(each_hall, "lesson-1", hours=1, **taught)
    await record(each_hall, "lesson-2", hours=2, publication=Publication.REVIEW, teacher_id="he")
    await record(each_hall, "lesson-3", hours=3, publication=Publication.PUBLISHED, grade=4)
    for query, found in (
        ({"edition": "人教版"}, [1]),
        ({"unit": 2}, [1]),
        ({"unit": 3}, []),
        ({"status": "review"}, [2]),
        ({"status": "published"}, [3]),
        ({"teacher": "he"}, [2]),
        ({"school": "hub"}, [1, 2, 3]),
        ({"school": "village-a"}, []),
        ({"q": "色彩"}, [1]),
        ({"q": "《美术》：４年级"}, [3]),
        ({"q": "三年级 人教"}, [1]),
    ):
        wanted = [f"lesson-{number}" for number in found]
        assert await listed(each_hall, "tang", **query) == wanted, query


async def test_a_review_waits_for_who_oversees_the_hub_and_did_not_teach(each_hall: Hall) -> None:
    await record(each_hall, "lesson-1", hours=1, publication=Publication.REVIEW)
    await record(each_hall, "lesson-2", hours=2, publication=Publication.REVIEW, teacher_id="luo")
    await record(each_hall, "lesson-3", hours=3)
    for who, waiting in (
        ("tang", ["lesson-1", "lesson-2"]),
        ("luo", ["lesson-1"]),
        ("lin", []),
        ("he", []),
        ("far", []),
    ):
        assert await listed(each_hall, who, to_review=True) == waiting, who
        client = await each_hall.person(who)
        told = (await client.get("/api/library/choices")).json()
        assert told["waiting"] == len(waiting), who
        for item in (await client.get("/api/recordings")).json()["items"]:
            assert item["catalogued"]["can_review"] is (item["lesson"]["id"] in waiting)


async def test_one_may_filter_by_what_one_may_watch(each_hall: Hall) -> None:
    taught = {"edition": "人教版", "volume": 1, "unit_number": 2, "unit_title": "色彩"}
    await record(each_hall, "lesson-1", hours=1, **taught)
    await record(each_hall, "lesson-2", hours=2)
    unit = {"subject": "美术", "grade": 3, "edition": "人教版", "number": 2, "title": "色彩"}
    client = await each_hall.person("he")
    assert (await client.get("/api/library/choices")).json() == {
        "schools": [{"id": "hub", "name": "临江小学"}],
        "teachers": [{"id": "lin", "name": "林老师"}],
        "editions": ["人教版"],
        "units": [unit],
        "waiting": 0,
    }
    outside = (await (await each_hall.person("wang")).get("/api/library/choices")).json()
    assert outside["schools"] == outside["teachers"] == outside["units"] == []


async def test_a_week_is_from_monday_to_sunday_in_the_schools_time(each_hall: Hall) -> None:
    now = each_hall.clock.now()  # 09:00 on Monday, 7 September, in Shanghai
    await record(each_hall, "monday", hours=9)  # 00:00, its first moment
    await record(each_hall, "sunday", hours=10)
    assert now.date().isoformat() == "2026-09-07"
    for day in ("2026-09-07", "2026-09-13"):
        assert await listed(each_hall, "he", week=day) == ["monday"]
    assert await listed(each_hall, "he", week="2026-09-06") == ["sunday"]


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "concert"},
        {"grade": 0},
        {"grade": 13},
        {"week": "yesterday"},
        {"week": "1999-12-31"},
        {"lesson": "../x"},
        {"subject": "a" * 101},
        {"unit": 0},
        {"status": "lost"},
        {"school": "../x"},
        {"teacher": "a b"},
        {"edition": "a" * 101},
        {"limit": 0},
        {"limit": 101},
        {"limit": "10" * 20},
        {"limit": "many"},
        {"cursor": "nonsense"},
        {"cursor": "1~"},
        {"cursor": "-1~a"},
        {"q": "a" * 101},
        {"q": "\x00"},
    ],
)
async def test_a_question_that_makes_no_sense_names_the_field(
    hall: Hall, query: dict[str, Any]
) -> None:
    client = await hall.person("he")
    answer = await client.get("/api/recordings", params=query)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].partition(".")[0] == next(iter(query))


async def test_a_cursor_beyond_every_calendar_means_from_the_newest(hall: Hall) -> None:
    await record(hall, "lesson-1", hours=1)
    assert await listed(hall, "he", cursor="9999999999999999~zzz") == ["lesson-1"]


async def test_expired_and_cancelled_lessons_are_not_listed(hall: Hall) -> None:
    await record(hall, "lesson-1", hours=1)
    await hall.set_lesson("lesson-1", state=State.EXPIRED)
    assert await listed(hall, "he") == []


async def test_a_recording_is_for_those_who_may_replay(hall: Hall) -> None:
    await record(hall, "lesson-1", hours=1)
    for who, status in (("lin", 200), ("he", 200), ("tang", 200), ("wang", 403), ("far", 403)):
        client = await hall.person(who)
        assert (await client.get("/api/recordings/lesson-1")).status_code == status, who
    device = await hall.device("a")
    assert (await device.get("/api/recordings/lesson-1")).status_code == 403


async def test_a_lesson_without_a_recording_says_so(hall: Hall) -> None:
    client = await hall.person("he")
    answer = await client.get(f"/api/recordings/{LESSON}")
    assert (answer.status_code, answer.json()["detail"]) == (404, "这节课没有录像。")


async def test_a_recording_without_its_first_segment_is_no_recording_yet(hall: Hall) -> None:
    async with hall.writing() as transaction:
        transaction.session.add(Recording(lesson_id=LESSON))
    assert await listed(hall, "he") == []
