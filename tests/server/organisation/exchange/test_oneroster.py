import io
import zipfile

import pytest

from server.organisation.exchange.findings import UnreadableFile
from server.organisation.exchange.oneroster import is_oneroster, read_oneroster
from tests.support.app import Hall
from tests.support.tables import send

FILES = {
    "manifest.csv": "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\n",
    "orgs.csv": (
        "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
        "d1,active,2026-08-01,安州学区,district,,\n"
        "s1,active,2026-08-01,桑枣小学,school,,d1\n"
        "s2,tobedeleted,2026-08-01,撤并小学,school,,d1\n"
    ),
    "academicSessions.csv": (
        "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
        "t0,active,,2026学年,schoolYear,2026-08-31,2027-07-10,,2027\n"
        "t1,active,,秋季学期,semester,2026-08-31,2027-01-22,t0,2027\n"
    ),
    "courses.csv": (
        "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects\n"
        "k1,active,,t0,三年级英语,E3,03,s1,英语\n"
    ),
    "classes.csv": (
        "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
        "schoolSourcedId,termSourcedIds,subjects\n"
        "c1,active,,三1班,03,k1,,homeroom,,s1,t1,\n"
        "c2,active,,三年级英语A,03,k1,,scheduled,,s1,t1,英语\n"
    ),
    "users.csv": "sourcedId,status\nu1,active\n",
}


def archive(**changed: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in (FILES | {f"{k}.csv": v for k, v in changed.items()}).items():
            made.writestr(name, text)
    return out.getvalue()


def test_homerooms_become_classes_and_people_are_left_out() -> None:
    content = archive()
    assert is_oneroster(content)
    tables, ignored = read_oneroster(content, "x.zip")
    assert {table.name: [row.cells for row in table.rows[1:]] for table in tables} == {
        "学区": [("安州学区", "d1")],
        "学校": [("安州学区", "桑枣小学", "s1", None, None)],
        "学期": [("秋季学期", "2026-08-31", "2027-01-22")],
        "学科": [("英语",)],
        "班级": [("安州学区/桑枣小学", "三1班", "3", None, "c1")],
    }
    assert ignored == ["users.csv"]


async def test_an_archive_goes_in_and_again_changes_nothing(each_hall: Hall) -> None:
    tang = await each_hall.person("tang")
    first = (await send(tang, archive(), "学籍.zip")).json()
    assert sum(each["created"] for each in first["sheets"]) == 5
    assert first["ignored"] == ["users.csv"]
    again = (await send(tang, archive(), "学籍.zip")).json()
    assert {(each["created"], each["changed"]) for each in again["sheets"]} == {(0, 0)}
    renamed = FILES["orgs.csv"].replace("桑枣小学", "桑枣中心小学")
    report = (await send(tang, archive(orgs=renamed), "学籍.zip")).json()
    assert {each["sheet"]: each["changed"] for each in report["sheets"]}["学校"] == 1


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="unpacks to too much"):
        read_oneroster(archive(orgs="a\n" * 5_000_000), "x.zip")
    assert not is_oneroster(b"PK nothing")
    assert not is_oneroster(b"")
    with pytest.raises(UnreadableFile, match="not a sound zip"):
        read_oneroster(archive()[:-60], "x.zip")
