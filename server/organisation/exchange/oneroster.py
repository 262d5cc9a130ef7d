"""OneRoster 1.1 CSV in: a zip of orgs, academicSessions, classes and courses becomes tables of our sheets. Pure; no I/O.

Source: 1EdTech, "OneRoster 1.1 CSV Tables", sections 4.1 (academicSessions), 4.2 (classes), 4.4 (courses),
4.10 (orgs). Our codes are its sourcedIds. People, enrollments and results are left out, and the answer says so.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from server.organisation.exchange.cells import plain
from server.organisation.exchange.files import Row, Table
from server.organisation.exchange.findings import UnreadableFile
from server.organisation.exchange.separated import read_csv
from server.organisation.exchange.sheets import SHEET
from server.words import Words

MEMBER_MAX = 8 * 1024 * 1024
"""Bytes of one CSV file in the archive."""
UNPACKED_MAX = 32 * 1024 * 1024
READ = ("orgs.csv", "academicSessions.csv", "courses.csv", "classes.csv")
TERMS = frozenset({"term", "semester"})

Line = tuple[int, dict[str, str]]
"""Row number, and cells by heading."""


def is_oneroster(content: bytes) -> bool:
    """Return whether bytes are a zip with a OneRoster manifest or organisations."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "orgs.csv" in {_base(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def read_oneroster(content: bytes, name: str) -> tuple[list[Table], list[str]]:
    """Return the tables of our sheets, and the names of what nothing was read of.

    Raises:
        UnreadableFile: if the archive is broken or unpacks to too much, or a file of it cannot be read.
    """
    files, ignored = _unpacked(content, name)
    orgs = {line["sourcedId"]: line for _, line in _lines(files, "orgs.csv") if "sourcedId" in line}
    tables = [
        _table("districts", _districts(files)),
        _table("schools", _schools(files, orgs)),
        _table("terms", _terms(files)),
        _table("subjects", _subjects(files)),
        _table("classes", _classes(files, orgs)),
    ]
    return [table for table in tables if len(table.rows) > 1], ignored


def _unpacked(content: bytes, name: str) -> tuple[dict[str, Table], list[str]]:
    files: dict[str, Table] = {}
    ignored: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if sum(each.file_size for each in members) > UNPACKED_MAX:
                raise UnreadableFile(_too_large(name))
            for member in members:
                base = _base(member.filename)
                if base not in READ:
                    ignored.append(base)
                elif member.file_size > MEMBER_MAX:
                    raise UnreadableFile(_too_large(base))
                else:
                    files[base] = read_csv(archive.read(member), base)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableFile(_broken(name)) from error
    except (ValueError, zlib.error) as error:
        raise UnreadableFile(_broken(name)) from error
    return files, [each for each in ignored if each and each != "manifest.csv"]


def _lines(files: Mapping[str, Table], name: str) -> Iterator[Line]:
    table = files.get(name)
    if table is None or not table.rows:
        return
    headings = [plain(cell) for cell in table.rows[0].cells]
    for row in table.rows[1:]:
        line = {heading: plain(cell) for heading, cell in zip(headings, row.cells, strict=False)}
        if line.get("status", "").lower() != "tobedeleted":
            yield row.number, line


def _districts(files: Mapping[str, Table]) -> Iterator[Line]:
    for number, line in _lines(files, "orgs.csv"):
        if line.get("type") in {"district", "local"}:
            yield number, {"name": line.get("name", ""), "code": line.get("sourcedId", "")}


def _schools(files: Mapping[str, Table], orgs: Mapping[str, dict[str, str]]) -> Iterator[Line]:
    for number, line in _lines(files, "orgs.csv"):
        if line.get("type") == "school":
            parent = orgs.get(line.get("parentSourcedId", ""), {})
            yield (
                number,
                {
                    "district": parent.get("name", ""),
                    "name": line.get("name", ""),
                    "code": line.get("sourcedId", ""),
                },
            )


def _terms(files: Mapping[str, Table]) -> Iterator[Line]:
    for number, line in _lines(files, "academicSessions.csv"):
        if line.get("type") in TERMS:
            yield (
                number,
                {
                    "name": line.get("title", ""),
                    "first_day": line.get("startDate", ""),
                    "last_day": line.get("endDate", ""),
                },
            )


def _subjects(files: Mapping[str, Table]) -> Iterator[Line]:
    seen: set[str] = set()
    for file in ("courses.csv", "classes.csv"):
        for number, line in _lines(files, file):
            for subject in filter(None, map(str.strip, line.get("subjects", "").split(","))):
                if subject not in seen:
                    seen.add(subject)
                    yield number, {"name": subject}


def _classes(files: Mapping[str, Table], orgs: Mapping[str, dict[str, str]]) -> Iterator[Line]:
    lines = list(_lines(files, "classes.csv"))
    # A homeroom is what we call a class; where none is marked, every class is one.
    marked = any(line.get("classType") == "homeroom" for _, line in lines)
    for number, line in lines:
        if marked and line.get("classType") != "homeroom":
            continue
        school = orgs.get(line.get("schoolSourcedId", ""), {})
        parent = orgs.get(school.get("parentSourcedId", ""), {})
        grade = line.get("grades", "").split(",")[0].strip().lstrip("0")
        yield (
            number,
            {
                "school": f"{parent.get('name', '')}/{school.get('name', '')}" if school else "",
                "name": line.get("title", ""),
                "grade": grade,
                "code": line.get("sourcedId", ""),
            },
        )


def _table(key: str, lines: Iterator[Line]) -> Table:
    sheet = SHEET[key]
    columns = [column.key for column in sheet.columns]
    rows = [Row(1, tuple(column.heading.zh for column in sheet.columns))]
    for number, line in lines:
        rows.append(Row(number, tuple(line.get(column) or None for column in columns)))
    return Table(sheet.name.zh, tuple(rows))


def _base(name: str) -> str:
    return name.rsplit("/", 1)[-1]


def _too_large(name: str) -> Words:
    return Words(
        f"“{name}”解开后太大（最多 {UNPACKED_MAX // 1024} KB，每个文件最多 {MEMBER_MAX // 1024} KB），没有读取。",
        f"{name} unpacks to too much (at most {UNPACKED_MAX} bytes, {MEMBER_MAX} a file) and was not read.",
    )


def _broken(name: str) -> Words:
    return Words(f"“{name}”不是完好的 zip 文件。", f"{name} is not a sound zip file.")
