"""`/api/ledger`: reports, rows, their proof, and certificates."""

import asyncio
from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from server.audit.schemas import ChainState
from server.auth.guards import Anyone, Overseer, SignedPerson
from server.auth.policy import OVERSEERS, reach_of
from server.dependencies import Language, Now, Reading
from server.error_handlers import problems
from server.errors import FieldProblem, NotAllowed, NotSignedIn, Unprocessable
from server.ledger import service, sheets
from server.ledger.schemas import By, Certificate, EntryList, Format, Report, Shown, Verified
from server.people import service as people
from server.people.service import NoSuchPerson
from server.signing import BadSignature, Signer
from streaming.contract import IDENTIFIER

router = APIRouter(prefix="/api/ledger", tags=["ledger"])

Day = Annotated[date, Query(ge=date(2000, 1, 1), le=date(2100, 12, 31))]
DAYS_MAX = 400
"""A school year and its holidays."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_READ = problems(NotSignedIn, NotAllowed, Unprocessable)


def certificate_signer(request: Request) -> Signer:
    """Return what signs certificates."""
    found: Signer = request.app.state.certificate_signer
    return found


CertificateSigner = Annotated[Signer, Depends(certificate_signer)]


@router.get("/reports/{by}", responses=_READ, response_model=Report)
async def report(  # noqa: PLR0913 - FastAPI's dependencies
    by: By,
    first_day: Day,
    last_day: Day,
    transaction: Reading,
    caller: Overseer,
    language: Language,
    format: Format = Format.JSON,
) -> Report | Response:
    """Return sums of the lessons of the caller's schools, as JSON, CSV or XLSX."""
    _require_span(first_day, last_day)
    reach = reach_of(caller, OVERSEERS)
    found = await service.report(transaction, reach, by, first_day, last_day)
    if format is Format.JSON:
        return found
    table = sheets.table_of(found, language)
    name = f"{'开课台账' if language == 'zh' else 'ledger'}-{by.value}-{first_day}-{last_day}"
    if format is Format.CSV:
        return _file(sheets.to_csv(table), f"{name}.csv", "text/csv; charset=utf-8")
    content = await asyncio.to_thread(sheets.to_xlsx, table, by.value)
    return _file(content, f"{name}.xlsx", XLSX)


@router.get("/entries", responses=_READ)
async def entries(
    first_day: Day,
    last_day: Day,
    transaction: Reading,
    caller: Overseer,
    cursor: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> EntryList:
    """Return the rows of the ledger of the caller's schools, newest revisions."""
    _require_span(first_day, last_day)
    reach = reach_of(caller, OVERSEERS)
    return await service.page(transaction, reach, first_day, last_day, cursor, limit)


@router.get("/verification", responses=_READ)
async def verification(transaction: Reading, caller: Overseer) -> ChainState:
    """Walk the whole ledger and say whether every row holds the one before."""
    return await service.inspect(transaction)


@router.get(
    "/certificates/{person_id}",
    responses=_READ | problems(NoSuchPerson),
    response_model=Certificate,
)
async def certificate(  # noqa: PLR0913 - FastAPI's dependencies
    person_id: Annotated[str, Path(pattern=IDENTIFIER)],
    first_day: Day,
    last_day: Day,
    transaction: Reading,
    caller: SignedPerson,
    signer: CertificateSigner,
    language: Language,
    now: Now,
    format: Annotated[Format, Query()] = Format.JSON,
) -> Certificate | Response:
    """Certify the hours that a teacher taught: one's own, or those of a teacher in one's care."""
    _require_span(first_day, last_day)
    if person_id != caller.id:
        await people.require_in_care(transaction, person_id, caller)
    found = await service.certify(transaction, signer, person_id, first_day, last_day, now)
    if format is Format.JSON:
        return found
    content = await asyncio.to_thread(sheets.certificate_xlsx, found, language)
    return _file(content, f"certificate-{first_day}-{last_day}.xlsx", XLSX)


@router.post(
    "/certificates/verification",
    responses=problems(Unprocessable),
    dependencies=[Depends(Anyone("whoever holds a certificate may ask whether it is genuine"))],
)
async def verify(given: Shown, signer: CertificateSigner) -> Verified:
    """Say whether this installation signed a certificate, and what it says."""
    try:
        told = signer.verify(given.jws)
    except BadSignature:
        return Verified(genuine=False)
    return Verified.model_validate({"genuine": True} | told)


def _require_span(first_day: date, last_day: date) -> None:
    if not 0 <= (last_day - first_day).days <= DAYS_MAX:
        allowed = f"first_day to {DAYS_MAX} days later"
        problem = FieldProblem("last_day", last_day.isoformat(), allowed)
        raise Unprocessable(errors=(problem,), names="last_day")


def _file(content: bytes, name: str, kind: str) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "private, no-store",
    }
    return Response(content, 200, headers, kind)
