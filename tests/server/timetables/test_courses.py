from server.timetables import courses
from tests.support.app import Hall
from tests.support.timetabled import TERM, plant_term


async def test_nobody_removes_a_course_of_a_hub_whose_times_are_not_theirs(hall: Hall) -> None:
    await plant_term(hall)
    far = await hall.person("far")
    assert (await far.delete("/api/timetables/courses/course")).status_code == 404
    luo = await hall.person("luo")
    assert (await luo.delete("/api/timetables/courses/course")).status_code == 204
    assert (await luo.delete("/api/timetables/courses/course")).status_code == 404
    listed = await luo.get(f"/api/timetables/courses?term_id={TERM}&school_id=hub")
    assert listed.json() == {"items": []}


def test_weekly_lessons_are_compared_on_a_week_that_begins_on_monday() -> None:
    assert courses.TEMPLATE_MONDAY.isoweekday() == 1
