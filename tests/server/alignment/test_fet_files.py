import pytest

from server.alignment.fet_files import is_fet, sheet_of
from server.organisation.exchange.findings import UnreadableFile

FET = """<fet version="6.8.5"><Institution_Name>高村</Institution_Name>
<Days_List><Day><Name>周一</Name></Day><Day><Name>周二</Name></Day></Days_List>
<Hours_List><Hour><Name>1</Name></Hour><Hour><Name>2</Name></Hour></Hours_List>
<Activities_List><Activity><Teacher>何老师</Teacher><Subject>语文</Subject>
<Students>三1</Students><Duration>2</Duration><Id>7</Id></Activity></Activities_List>
<Time_Constraints_List><ConstraintActivityPreferredStartingTime><Activity_Id>7</Activity_Id>
<Preferred_Day>周二</Preferred_Day><Preferred_Hour>1</Preferred_Hour>
</ConstraintActivityPreferredStartingTime></Time_Constraints_List></fet>"""


def test_hours_of_a_file_become_rows_that_people_know() -> None:
    rows = sheet_of(FET.encode(), "学区/校", "秋").decode().splitlines()
    assert rows[1:] == [
        "学区/校,三1,秋,2,1,语文,何老师,,否,每周",
        "学区/校,三1,秋,2,2,语文,何老师,,否,每周",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FET[:200], "第 3 行起不是完整的 XML"),
        (FET.replace("<fet ", "<html ").replace("</fet>", "</html>"), "它不是 FET 保存的课表"),
        ("<!DOCTYPE fet>" + FET, "它不是 FET 保存的课表"),
        (
            FET.replace("<Day><Name>周一</Name></Day>", "<Day/>" * 14),
            "每周有 15 天，应为 1 至 7 天",
        ),
        (FET.replace("Hour>", "No>"), "每天有 0 节，应为 1 至 24 节"),
        (
            FET.replace(">2</Duration>", "></Duration>"),
            "活动（Activity）7 的课时数是空的，应是整数",
        ),
        (FET.replace(">2</Duration>", ">0</Duration>"), "7 的课时数是“0”，至少是 1"),
        (FET.replace(">2</Duration>", ">3</Duration>"), "7 的最后一节是“3”，不能超出一天的节次"),
        (FET.replace("y>周二</P", "y>周九</P"), "7 的星期是“周九”，文件里只有 周一, 周二"),
        (FET.replace("r>1</P", "r>9</P"), "7 的节次是“9”，文件里只有 1, 2"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_chinese_with_its_place(text: str, said: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        sheet_of(text.encode(), "学区/校", "秋")
    assert said in caught.value.why.zh


@pytest.mark.parametrize(
    ("name", "content", "is_one"),
    [
        ("课表.FET", b"", True),
        ("课表", "\ufeff\n<fet>".encode(), True),
        ("课表.csv", "学校,班级".encode(), False),
    ],
)
def test_a_fet_file_is_known_by_its_name_or_by_being_xml(
    name: str, content: bytes, is_one: bool
) -> None:
    assert is_fet(name, content) is is_one
