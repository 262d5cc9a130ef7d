"""Alignment as the API tells it."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from scheduler.domain import Weeks
from server.auth.schemas import Named
from server.models import RunState

LONGEST_RUN_SECONDS = 600
MOST_EDITS = 20
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:/+-]{1,120}$")]


class RunIn(BaseModel):
    """What somebody asks of a run."""

    seconds: Annotated[float, Field(ge=0, le=LONGEST_RUN_SECONDS)] = 60.0
    """0: the first plan, at once."""
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    workers: Annotated[int, Field(ge=1, le=2)] = 2


class ProposalOut(BaseModel):
    """A plan that keeps every rule, and how good it is."""

    id: str
    run_id: str
    parent_id: str | None
    """The proposal that a person changed into this one."""
    created_at: datetime
    value: int
    bound: int
    gap_percent: float
    lessons: float
    demanded: float
    served_percent: float
    seconds: float
    stopped: str
    """`optimal`, `gap`, `rounds`, `seconds` or `stop`; empty for a person's change."""


class RunOut(BaseModel):
    """A run and how far it is."""

    id: str
    state: RunState
    asked_by: Named
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    seconds: float
    seed: int
    workers: int
    versions: str
    stage: str
    elapsed_seconds: float
    value: int
    bound: int
    gap_percent: float
    lessons: int
    demanded: int
    stop_requested: bool
    failure: str
    proposals: list[ProposalOut]


class AcceptanceOut(BaseModel):
    """A proposal, or a part of it, that became dated lessons."""

    id: str
    proposal_id: str
    accepted_at: datetime
    undone_at: datetime | None
    lessons: int


class RowProblem(BaseModel):
    """A row that does not fit: which one, what stands there, what is allowed."""

    row: str
    came: str
    allowed: str


class Weight(BaseModel):
    """What the objective counts, in points."""

    what: str
    points: int


class RowProblems(BaseModel):
    """What is wrong with a term's rows; `count` counts also what is beyond the items."""

    items: list[RowProblem]
    count: int


class Overview(BaseModel):
    """What there is to align, and what came of it."""

    term: Named | None
    first_day: date | None
    last_day: date | None
    schools: int
    classes: int
    offers: int
    demands: int
    demanded: int
    """Lessons a week."""
    accepted: int
    """Weekly lessons that stand."""
    rules: list[str]
    weights: list[Weight]
    runs: list[RunOut]
    acceptances: list[AcceptanceOut]


class Moved(BaseModel):
    """A lesson of a school's own timetable that changes places."""

    class_name: str
    subject: str
    from_weekday: int
    from_period: int
    to_weekday: int
    to_period: int


class Attended(BaseModel):
    """A weekly lesson of a class, in the real minutes that it is there."""

    demand: str
    lesson: str
    subject: str
    weekday: int
    period: int
    """Of the class's own bells, 1 for the first."""
    start_minute: int
    end_minute: int
    weeks: Weeks
    teacher: str
    hub: str
    accepted: bool
    moves: list[Moved]


class Unmet(BaseModel):
    """A demand that does not get all its lessons."""

    demand: str
    subject: str
    asked: int
    served: float


class ClassWeek(BaseModel):
    """The week of one receiving class."""

    id: str
    name: str
    school: Named
    district: str
    bells: list[tuple[int, int]]
    lessons: list[Attended]
    unmet: list[Unmet]


class Broadcast(BaseModel):
    """A weekly lesson of a hub, and who joins it."""

    lesson: str
    subject: str
    grade: int
    teacher: str
    studio: bool
    weekday: int
    start_minute: int
    end_minute: int
    weeks: Weeks
    receivers: list[str]


class HubWeek(BaseModel):
    """The week of one hub school."""

    id: str
    name: str
    lessons: list[Broadcast]


class Result(BaseModel):
    """A proposal by class and by hub."""

    proposal: ProposalOut
    classes: list[ClassWeek]
    hubs: list[HubWeek]
    teachers: list[Named]
    """Who broadcasts in it."""


class ReasonOut(BaseModel):
    """A rule that stands in the way, and of how many lessons."""

    rule: str
    sentence: str
    lessons: int


class ExplanationOut(BaseModel):
    """Why a demand is not met, and what would do."""

    demand: str
    asked: int
    served: int
    words: str
    reasons: list[ReasonOut]
    relaxation: str
    """The single change that would place a lesson; empty: there is none."""


class Difference(BaseModel):
    """A weekly lesson that only one of two proposals holds."""

    class_name: str
    subject: str
    weekday: int
    start_minute: int
    end_minute: int
    teacher: str
    in_first: bool


class Comparison(BaseModel):
    """Two proposals of one city beside each other."""

    first: ProposalOut
    second: ProposalOut
    same: int
    differences: list[Difference]


class AcceptIn(BaseModel):
    """What to accept; no demands: all."""

    demands: Annotated[list[Id], Field(max_length=50_000)] = []
    replace: bool = False
    """Whether demands that were accepted with other lessons give those up for the proposal's."""


class Place(BaseModel):
    """A demand's lesson in a slot of its class's own bells."""

    demand: Id
    lesson: Id
    weekday: Annotated[int, Field(ge=1, le=7)]
    period: Annotated[int, Field(ge=1, le=20)]


class EditIn(BaseModel):
    """A move takes one away and adds one; a swap takes two away and adds two."""

    remove: Annotated[list[Place], Field(max_length=MOST_EDITS)] = []
    add: Annotated[list[Place], Field(max_length=MOST_EDITS)] = []


class RepairIn(BaseModel):
    """What is no longer so: teachers who cannot broadcast, schools that have lost a room each, other bells."""

    teachers: Annotated[list[Id], Field(max_length=MOST_EDITS)] = []
    receiving_rooms: Annotated[list[Id], Field(max_length=MOST_EDITS)] = []
    """Schools; one that stands twice has lost two."""
    broadcast_rooms: Annotated[list[Id], Field(max_length=MOST_EDITS)] = []
    bells_from: date | None = None
    """The first day of other bells, summer time for instance; they stand among the schools' bells already."""


class Repaired(BaseModel):
    """A repaired proposal, and what had to change."""

    proposal: ProposalOut
    lost: int
    """Weekly lessons, one for each class, that could not stay as they were."""
    fewest_lost: int
    """Proven: no plan for the changed city changes fewer."""
    gained: int
    """Lessons that were placed anew."""
    lessons_missing: int
    """Lessons a week that demands had before and have no longer."""
    differences: list[Difference]


class OptionsIn(BaseModel):
    """Whose lesson is looked for a place; `moved` is the one that is given up for it, none: one more."""

    demand: Id
    moved: Place | None = None


class SwapOut(BaseModel):
    """The other lesson of a swap: as it is, and where it would come."""

    leaves: Place
    comes: Place
    class_name: str
    subject: str


class OptionOut(BaseModel):
    """Where a demand's lesson could go, with the rules that forbid it; none: it fits."""

    place: Place
    start_minute: int
    end_minute: int
    teacher: str
    hub: str
    reasons: list[str]
    swap: SwapOut | None
    """A lesson that could come here instead, so that no rule is broken any more; None: none was found."""


class OptionList(BaseModel):
    """Where a demand's lessons could go."""

    items: list[OptionOut]


class SheetReport(BaseModel):
    """What was read of a sheet, and what of it is new or changed."""

    sheet: str
    rows: int
    created: int
    changed: int


class RowRefused(BaseModel):
    """A row that does not fit, as a spreadsheet counts it, and the sentence for whoever corrects it."""

    sheet: str
    row: int
    column: str
    message: str


class RowsReport(BaseModel):
    """What an import did, or would do."""

    written: bool
    sheets: list[SheetReport]
    problems: list[RowRefused]
    problems_total: int
    ignored: list[str]
    """Tables and columns that nothing was read of."""
