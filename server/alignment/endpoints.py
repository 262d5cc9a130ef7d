"""`/api/alignment`: the city's week planned, explained, changed by hand, accepted and taken back."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.requests import HTTPConnection

from server.alignment import acceptance, imports, proposals, repairs, service
from server.alignment.guards import Coordinator
from server.alignment.problems import (
    AlreadyUndone,
    BellsStay,
    ChangeBreaksRules,
    NoRoomFree,
    NoSuchAcceptance,
    NoSuchDemand,
    NoSuchProposal,
    NoSuchRun,
    NoTerm,
    NothingToAccept,
    NothingToAlign,
    Outdated,
    RowsDoNotFit,
    RunIsOver,
)
from server.alignment.proposals import describe_acceptance, describe_proposal
from server.alignment.schemas import (
    AcceptanceOut,
    AcceptIn,
    Comparison,
    EditIn,
    ExplanationOut,
    OptionList,
    OptionsIn,
    Overview,
    ProposalOut,
    Repaired,
    RepairIn,
    Result,
    RowProblems,
    RowRefused,
    RowsReport,
    RunIn,
    RunOut,
    SheetReport,
)
from server.dependencies import Language, Now, Reading, Settings, Writing, database
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn, TooLarge, Unprocessable
from server.jobs import Jobs
from server.organisation.exchange.findings import Findings, RowsRefused, UnreadableFile
from server.organisation.problems import NoSuchThing
from streaming.contract import IDENTIFIER

router = APIRouter(prefix="/api/alignment", tags=["alignment"])

WORK = "alignment:work_on_alignment"
RowId = Annotated[str, Path(pattern=IDENTIFIER)]
AnyId = Annotated[str, Path(pattern=IDENTIFIER, max_length=120)]


FileName = Annotated[str, Query(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f/\\]*$")]
DryRun = Annotated[bool, Query()]
FILE_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def jobs(connection: HTTPConnection) -> Jobs:
    """Return the server's background jobs."""
    found: Jobs = connection.app.state.jobs
    return found


@router.get("", responses=problems(NotSignedIn, NotAllowed))
async def overview(
    transaction: Reading, person: Coordinator, now: Now, language: Language
) -> Overview:
    """Return what there is to align in the caller's city, and what came of it."""
    return await service.overview(transaction, person.place.city, now, chinese=language == "zh")


@router.get("/problems", responses=problems(NotSignedIn, NotAllowed))
async def wrong_rows(
    transaction: Reading, person: Coordinator, now: Now, language: Language
) -> RowProblems:
    """Read every table that a run would be made of, and return what is wrong with the rows: about a second for a city."""
    found = await service.problems(transaction, person.place.city, now, language)
    return RowProblems(items=found[: service.SHOWN_PROBLEMS], count=len(found))


@router.post(
    "/runs",
    status_code=202,
    responses=problems(NotSignedIn, NotAllowed, NoTerm, NothingToAlign, RowsDoNotFit),
)
async def start_run(
    connection: HTTPConnection,
    person: Coordinator,
    asked: RunIn,
    now: Now,
    language: Language,
    work: Annotated[Jobs, Depends(jobs)],
) -> RunOut:
    """Ask for a plan. A worker begins it; progress comes over `/api/events`."""
    async with database(connection).writing() as transaction:
        run = await service.request_run(transaction, person, asked, now, language)
        told = await service.describe(transaction, run)
    # Only now, so that the worker finds a committed row.
    await work.defer(WORK)
    return told


@router.get("/runs/{run_id}", responses=problems(NotSignedIn, NotAllowed, NoSuchRun))
async def one_run(transaction: Reading, person: Coordinator, run_id: RowId) -> RunOut:
    """Return a run with its proposals."""
    return await service.described_run(transaction, person.place.city, run_id)


@router.post(
    "/runs/{run_id}/stop", responses=problems(NotSignedIn, NotAllowed, NoSuchRun, RunIsOver)
)
async def stop_run(transaction: Writing, person: Coordinator, run_id: RowId, now: Now) -> RunOut:
    """Have a run end with the best plan that it has."""
    run = await service.stop_run(transaction, person.place.city, run_id, now)
    return await service.describe(transaction, run)


@router.get("/proposals/{proposal_id}", responses=problems(NotSignedIn, NotAllowed, NoSuchProposal))
async def result(transaction: Reading, person: Coordinator, proposal_id: RowId) -> Result:
    """Return a proposal by class and by hub, in real minutes."""
    found = await proposals.find_proposal(transaction, person.place.city, proposal_id)
    return await proposals.result(transaction, found)


@router.get(
    "/proposals/{proposal_id}/against/{other_id}",
    responses=problems(NotSignedIn, NotAllowed, NoSuchProposal),
)
async def compare(
    transaction: Reading, person: Coordinator, proposal_id: RowId, other_id: RowId
) -> Comparison:
    """Return what differs between two proposals."""
    first = await proposals.find_proposal(transaction, person.place.city, proposal_id)
    second = await proposals.find_proposal(transaction, person.place.city, other_id)
    return await proposals.compare(transaction, first, second)


@router.get(
    "/proposals/{proposal_id}/explanations/{demand_id}",
    responses=problems(NotSignedIn, NotAllowed, NoSuchProposal, NoSuchDemand),
)
async def explanation(
    transaction: Reading,
    person: Coordinator,
    proposal_id: RowId,
    demand_id: AnyId,
    language: Language,
) -> ExplanationOut:
    """Return why a demand is not met, and which single change would do."""
    found = await proposals.find_proposal(transaction, person.place.city, proposal_id)
    return await proposals.explanation(transaction, found, demand_id, chinese=language == "zh")


@router.post(
    "/proposals/{proposal_id}/options",
    responses=problems(
        NotSignedIn, NotAllowed, NoSuchProposal, NoSuchDemand, ChangeBreaksRules, Unprocessable
    ),
)
async def options(
    transaction: Reading,
    person: Coordinator,
    proposal_id: RowId,
    asked: OptionsIn,
    language: Language,
) -> OptionList:
    """Return where a demand's lesson could go, with the rules that forbid it. Changes nothing."""
    found = await proposals.find_proposal(transaction, person.place.city, proposal_id)
    return await proposals.options(transaction, found, asked, chinese=language == "zh")


@router.post(
    "/proposals/{proposal_id}/edits",
    status_code=201,
    responses=problems(
        NotSignedIn, NotAllowed, NoSuchProposal, BellsStay, ChangeBreaksRules, Unprocessable
    ),
)
async def edit(
    transaction: Writing,
    person: Coordinator,
    proposal_id: RowId,
    change: EditIn,
    now: Now,
    language: Language,
) -> ProposalOut:
    """Return a new proposal with moves and swaps; refused with reasons where a rule would be broken."""
    found = await proposals.find_proposal(transaction, person.place.city, proposal_id)
    made = await proposals.edit(transaction, found, change, now, chinese=language == "zh")
    return describe_proposal(made)


@router.post(
    "/proposals/{proposal_id}/repairs",
    status_code=201,
    responses=problems(NotSignedIn, NotAllowed, NoSuchProposal, ChangeBreaksRules, Unprocessable),
)
async def repair(
    connection: HTTPConnection,
    person: Coordinator,
    proposal_id: RowId,
    asked: RepairIn,
    now: Now,
    language: Language,
) -> Repaired:
    """Return a new proposal after a teacher fell sick, a room was lost or bells changed, with the fewest lessons changed."""
    # A city's repair takes a second or two, in which nobody shall wait for the database.
    async with database(connection).reading() as transaction:
        found = await proposals.find_proposal(transaction, person.place.city, proposal_id)
        worked_out = await repairs.work_out(transaction, found, asked, chinese=language == "zh")
    async with database(connection).writing() as transaction:
        return await repairs.store(transaction, person, worked_out, now)


@router.post(
    "/proposals/{proposal_id}/accept",
    status_code=201,
    responses=problems(
        NotSignedIn, NotAllowed, NoSuchProposal, NoTerm, NothingToAccept, Outdated, NoRoomFree
    ),
)
async def accept(
    transaction: Writing,
    person: Coordinator,
    proposal_id: RowId,
    what: AcceptIn,
    now: Now,
    settings: Settings,
) -> AcceptanceOut:
    """Make dated lessons of a proposal, or of the part for some demands; `replace` gives up what stood otherwise."""
    found = await proposals.find_proposal(transaction, person.place.city, proposal_id)
    made = await acceptance.accept(
        transaction,
        found,
        person.id,
        set(what.demands),
        now,
        settings.expand_days,
        replacing=what.replace,
    )
    return describe_acceptance(made)


@router.post(
    "/acceptances/{acceptance_id}/undo",
    responses=problems(NotSignedIn, NotAllowed, NoSuchAcceptance, AlreadyUndone),
)
async def undo(
    transaction: Writing, person: Coordinator, acceptance_id: RowId, now: Now, settings: Settings
) -> AcceptanceOut:
    """Take an acceptance back: lessons that have not begun are cancelled."""
    found = await acceptance.undo(
        transaction, person.place.city, acceptance_id, now, settings.expand_days
    )
    return describe_acceptance(found)


@router.post(
    "/imports",
    responses=problems(NotSignedIn, NotAllowed, NoTerm, TooLarge, UnreadableFile, RowsRefused),
    openapi_extra=FILE_BODY,
)
async def import_rows(  # noqa: PLR0913 - FastAPI's dependencies
    request: Request,
    transaction: Writing,
    person: Coordinator,
    now: Now,
    language: Language,
    name: FileName,
    dry_run: DryRun = True,
) -> RowsReport:
    """Import demands (开课需求) and offers (主播课) of an XLSX or CSV file, which is the body of the request."""
    content = await request.body()
    done = await imports.import_rows(
        transaction, person.place.city, name, content, now, language=language, dry_run=dry_run
    )
    sheets = [
        SheetReport(sheet=key, rows=each.rows, created=each.created, changed=each.changed)
        for key, each in done.counts.items()
    ]
    return _report(sheets, done.findings, done.ignored, language, written=not dry_run)


@router.post(
    "/timetables",
    responses=problems(
        NotSignedIn, NotAllowed, NoTerm, NoSuchThing, TooLarge, UnreadableFile, RowsRefused
    ),
    openapi_extra=FILE_BODY,
)
async def import_timetables(  # noqa: PLR0913 - FastAPI's dependencies
    request: Request,
    transaction: Writing,
    person: Coordinator,
    now: Now,
    language: Language,
    school_id: Annotated[str | None, Query(pattern=IDENTIFIER, max_length=80)] = None,
    name: FileName = "timetable.fet",
    dry_run: DryRun = True,
) -> RowsReport:
    """Import schools' own timetables (学校课表): XLSX or CSV rows, or a school's FET file, as the body of the request."""
    content = await request.body()
    done = await imports.import_timetable(
        transaction, person, school_id, name, content, now, language=language, dry_run=dry_run
    )
    sheets = [
        SheetReport(sheet=key, rows=each.rows, created=each.created, changed=each.changed)
        for key, each in done.counts.items()
    ]
    return _report(sheets, done.findings, done.ignored, language, written=not dry_run)


def _report(
    sheets: list[SheetReport],
    findings: Findings,
    ignored: list[str],
    language: str,
    *,
    written: bool,
) -> RowsReport:
    return RowsReport(
        written=written,
        sheets=sheets,
        problems=[
            RowRefused(
                sheet=each.sheet.said(language),
                row=each.row,
                column=each.column.said(language),
                message=each.said(language),
            )
            for each in findings.items
        ],
        problems_total=findings.total,
        ignored=ignored,
    )
