"""`/api/organisation/imports`, `/export` and `/template`: tables in and out."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from server.auth.guards import SignedInPerson
from server.auth.policy import Keep, PersonCaller, keeps_anywhere
from server.dependencies import Language, Now, Reading, Writing
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn, TooLarge, Unprocessable
from server.organisation.exchange import exporting, importing
from server.organisation.exchange.findings import RowsRefused, UnreadableFile
from server.organisation.exchange.importing import (
    ChangedSince,
    NotTheLast,
    Outcome,
    TooManyRows,
)
from server.organisation.exchange.sheets import SHEET, SHEETS
from server.organisation.guards import Reader
from server.organisation.problems import NoSuchThing, StillUsed
from server.organisation.schemas import (
    ImportList,
    ImportProblem,
    ImportReport,
    ImportRunOut,
    SheetCounts,
)
from streaming.contract import IDENTIFIER

router = APIRouter(prefix="/api/organisation", tags=["organisation"])

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

SheetKey = StrEnum("SheetKey", {each.key: each.key for each in SHEETS})  # type: ignore[misc]
CityId = Annotated[str, Query(pattern=IDENTIFIER, max_length=80)]
SchoolId = Annotated[str | None, Query(pattern=IDENTIFIER, max_length=80)]
FileName = Annotated[str, Query(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f/\\]*$")]
FILE_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_FILE_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"content": {XLSX: {}, "text/csv": {}}, "description": "The file"}
}


class Importing:
    """Lets people pass that may change something somewhere; each row is asked for its own area."""

    owner_check = "whoever may keep places or times of the areas that the rows name"

    async def __call__(
        self, person: Annotated[PersonCaller, Depends(SignedInPerson())]
    ) -> PersonCaller:
        """Return the person.

        Raises:
            NotSignedIn: if nobody is known.
            NotAllowed: if there is nothing that the person may change.
        """
        if not any(keeps_anywhere(person, keep) for keep in Keep):
            raise NotAllowed
        return person


Importer = Annotated[PersonCaller, Depends(Importing())]


@router.post(
    "/imports",
    responses=problems(
        NotSignedIn, NotAllowed, NoSuchThing, TooLarge, UnreadableFile, RowsRefused, StillUsed
    ),
    openapi_extra=FILE_BODY,
)
async def import_file(  # noqa: PLR0913 - FastAPI's dependencies
    request: Request,
    transaction: Writing,
    person: Importer,
    now: Now,
    language: Language,
    city_id: CityId,
    name: FileName,
    dry_run: Annotated[bool, Query()] = True,
) -> ImportReport:
    """Import an XLSX, CSV or OneRoster file, which is the request's body; a dry run only says what is wrong with it."""
    content = await request.body()
    outcome = await importing.run_import(
        transaction, person, city_id, name, content, now, language=language, dry_run=dry_run
    )
    return _report(outcome, language)


@router.get("/imports", responses=problems(NotSignedIn, NotAllowed, Unprocessable))
async def imports(
    transaction: Reading,
    person: Importer,
    city_id: CityId,
    before: Annotated[datetime | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ImportList:
    """Return the imports of a city, newest first."""
    if before is not None and before.tzinfo is None:
        before = None
    found = await importing.runs(transaction, person, city_id, before, limit)
    return ImportList(items=[ImportRunOut.model_validate(each) for each in found])


@router.post(
    "/imports/{row_id}/undo",
    responses=problems(NotSignedIn, NotAllowed, NoSuchThing, NotTheLast, ChangedSince, StillUsed),
)
async def undo(
    transaction: Writing,
    person: Importer,
    row_id: Annotated[str, Path(pattern=IDENTIFIER, max_length=80)],
    now: Now,
) -> ImportRunOut:
    """Take the last import of a city back."""
    return ImportRunOut.model_validate(await importing.undo(transaction, person, row_id, now))


@router.get(
    "/export",
    response_class=Response,
    responses=problems(NotSignedIn, NoSuchThing, TooManyRows, Unprocessable) | _FILE_ANSWER,
)
async def export(
    transaction: Reading,
    person: Reader,
    language: Language,
    city_id: CityId,
    sheet: Annotated[SheetKey | None, Query()] = None,
    school_id: SchoolId = None,
) -> Response:
    """Return what the caller may see of a city or a school: a workbook, or one sheet as CSV."""
    content = await importing.export(
        transaction,
        person,
        city_id,
        sheet=sheet.value if sheet else None,
        school=school_id,
        language=language,
    )
    return _file(content, sheet.value if sheet else None, "tongke")


@router.get("/template", response_class=Response, responses=problems(NotSignedIn) | _FILE_ANSWER)
async def template(
    person: Reader, language: Language, sheet: Annotated[SheetKey | None, Query()] = None
) -> Response:
    """Return an empty workbook that explains its columns, or one empty CSV file."""
    if sheet is None:
        return _file(exporting.template_xlsx(language), None, "tongke-template")
    return _file(exporting.template_csv(SHEET[sheet.value], language), sheet.value, "template")


def _file(content: bytes, sheet: str | None, name: str) -> Response:
    full = f"{name}.xlsx" if sheet is None else f"{name}-{sheet}.csv"
    headers = {
        "Content-Disposition": f'attachment; filename="{full}"',
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=XLSX if sheet is None else CSV, headers=headers)


def _report(outcome: Outcome, language: str) -> ImportReport:
    return ImportReport(
        run_id=outcome.run_id,
        sheets=[
            SheetCounts(
                sheet=SHEET[key].name.said(language),
                rows=counts.rows,
                created=counts.created,
                changed=counts.changed,
                same=counts.same,
                removed=counts.removed,
            )
            for key, counts in outcome.counts.items()
        ],
        problems=[
            ImportProblem(
                sheet=each.sheet.said(language),
                row=each.row,
                column=each.column.said(language),
                came=each.came,
                allowed=each.allowed.said(language),
                message=each.said(language),
            )
            for each in outcome.findings.items
        ],
        problems_total=outcome.findings.total,
        ignored=outcome.ignored,
    )
