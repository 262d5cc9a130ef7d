import pytest

from scheduler.errors import InputError
from scheduler.exchange.fet import read_fet
from scheduler.exchange.timetable import Activity

WEEK = """<?xml version="1.0" encoding="UTF-8"?>
<fet version="6.8.5">
<Institution_Name>高村小学</Institution_Name>
<Days_List><Day><Name>周一</Name></Day><Day><Name>周二</Name></Day></Days_List>
<Hours_List><Hour><Name>08:20</Name></Hour><Hour><Name>09:10</Name></Hour></Hours_List>
<Activities_List>
<Activity><Teacher>张</Teacher><Teacher>李</Teacher><Subject>音乐</Subject><Students>三1</Students>
<Duration>{duration}</Duration><Id>1</Id><Active>true</Active></Activity>
<Activity><Subject>美术</Subject><Students>三1</Students><Students>三2</Students>
<Duration>1</Duration><Id>2</Id><Active>true</Active></Activity>
<Activity><Subject>体育</Subject><Students>三1</Students><Duration>1</Duration><Id>3</Id>
<Active>false</Active></Activity>
</Activities_List>
<Time_Constraints_List><ConstraintActivityPreferredStartingTime><Activity_Id>1</Activity_Id>
<Preferred_Day>周二</Preferred_Day><Preferred_Hour>{hour}</Preferred_Hour><Active>true</Active>
</ConstraintActivityPreferredStartingTime></Time_Constraints_List>
</fet>
"""


def week(duration: str = "1", hour: str = "09:10") -> bytes:
    return WEEK.format(duration=duration, hour=hour).encode()


def test_activities_come_with_their_places_and_inactive_ones_are_left_out() -> None:
    found = read_fet(week())
    assert found.name == "高村小学"
    assert found.activities == (
        Activity("1", "音乐", ("张", "李"), ("三1",), 1, 1, 1),
        Activity("2", "美术", (), ("三1", "三2"), 1),
    )


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (week()[:700], r"line \d+"),
        (b"", r"line \d+"),
        (b"<ttx/>", "file"),
        (week(hour="11:00"), r"Activity 1\.Preferred_Hour"),
        (week(duration="two"), r"Activity 1\.Duration"),
        (week(duration="0"), r"Activity 1\.hours"),
        (week(duration="2"), r"Activity 1\.hour"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><fet>&a;</fet>', "document type"),
        (b"<fet/>", "days"),
    ],
    ids=["cut", "empty", "other", "hour", "duration", "nothing", "too-long", "doctype", "no-days"],
)
def test_a_file_that_is_not_whole_is_refused_with_its_place(data: bytes, field: str) -> None:
    with pytest.raises(InputError, match=field):
        read_fet(data)


def test_a_year_of_single_days_is_no_week() -> None:
    many = "".join(f"<Day><Name>{number}</Name></Day>" for number in range(34))
    data = week().decode().replace("<Day><Name>周一</Name></Day>", many).encode()
    with pytest.raises(InputError, match="days"):
        read_fet(data)
