"""`/api/retention`, `/api/erasures`: how long recordings are kept, and what is erased before."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from server.auth.guards import Administrator, Anyone, SignedPerson
from server.auth.policy import Action
from server.dependencies import Now, Reading, Writing
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn, Unprocessable
from server.integrations.media_nodes import MediaNodes
from server.lessons.guards import Admitted, OnLesson
from server.lessons.service import NoSuchLesson
from server.recordings.service import NoSuchRecording
from server.retention import certificates, service
from server.retention.guards import ErasureId, KeeperOfErasure
from server.retention.schemas import (
    ErasureCertificate,
    ErasureList,
    ErasureOut,
    MachineGone,
    ReasonIn,
    RetentionOut,
    Shown,
    Terms,
    Verified,
)
from server.retention.service import (
    ErasureOpen,
    ErasureTooLate,
    MachineThere,
    NoSuchErasure,
    NoSuchMachine,
    RecordingHeld,
    RecordingRuns,
)
from server.signing import Signer

router = APIRouter(tags=["retention"])


def terms(request: Request) -> Terms:
    """Return this installation's periods."""
    found: Terms = request.app.state.retention
    return found


def erasure_signer(request: Request) -> Signer:
    """Return what signs certificates of erasures."""
    found: Signer = request.app.state.erasure_signer
    return found


TermsNow = Annotated[Terms, Depends(terms)]
ErasureSigner = Annotated[Signer, Depends(erasure_signer)]
Erasing = Annotated[Admitted, Depends(OnLesson(Action.ERASE))]
_ON_LESSON = problems(NotSignedIn, NotAllowed, NoSuchLesson, NoSuchRecording, Unprocessable)
_ON_ERASURE = problems(NotSignedIn, NotAllowed, NoSuchErasure, ErasureTooLate, Unprocessable)


@router.get("/api/retention", responses=problems(NotSignedIn, NotAllowed))
async def retention(transaction: Reading, caller: Administrator, terms: TermsNow) -> RetentionOut:
    """Return the periods, and the recordings that are held or damaged."""
    return await service.overview(transaction, terms, caller)


@router.get("/api/erasures", responses=problems(NotSignedIn, NotAllowed))
async def erasures(transaction: Reading, caller: Administrator) -> ErasureList:
    """Return the erasures of the schools that the caller administers: open ones first, then the newest."""
    return ErasureList(items=await service.listed(transaction, caller))


@router.post(
    "/api/recordings/{lesson_id}/erasures",
    status_code=201,
    responses=_ON_LESSON | problems(ErasureOpen, RecordingHeld, RecordingRuns),
)
async def ask(
    given: ReasonIn,
    transaction: Writing,
    admitted: Erasing,
    caller: SignedPerson,
    terms: TermsNow,
    now: Now,
) -> ErasureOut:
    """Ask that a recording be erased; where it shows children another administrator must agree."""
    one = await service.ask(transaction, admitted.lesson, given.reason, caller, terms.grace, now)
    return await service.describe(transaction, one, caller)


@router.post("/api/recordings/{lesson_id}/hold", status_code=204, responses=_ON_LESSON)
async def hold(
    given: ReasonIn, transaction: Writing, admitted: Erasing, caller: SignedPerson, now: Now
) -> None:
    """Hold a recording: nothing of it is erased until the hold is released."""
    await service.hold(transaction, admitted.lesson, given.reason, caller, now)


@router.delete("/api/recordings/{lesson_id}/hold", status_code=204, responses=_ON_LESSON)
async def release(transaction: Writing, admitted: Erasing, caller: SignedPerson, now: Now) -> None:
    """Release a hold."""
    await service.release(transaction, admitted.lesson, caller, now)


@router.post("/api/erasures/{erasure_id}/approval", responses=_ON_ERASURE)
async def agree(
    erasure_id: ErasureId, transaction: Writing, caller: KeeperOfErasure, terms: TermsNow, now: Now
) -> ErasureOut:
    """Agree to an erasure that somebody else asked for; the days of grace begin."""
    one = await service.decide(
        transaction, erasure_id, agreed=True, caller=caller, grace=terms.grace, now=now
    )
    return await service.describe(transaction, one, caller)


@router.post("/api/erasures/{erasure_id}/refusal", responses=_ON_ERASURE)
async def refuse(
    erasure_id: ErasureId, transaction: Writing, caller: KeeperOfErasure, terms: TermsNow, now: Now
) -> ErasureOut:
    """Refuse an erasure that somebody else asked for."""
    one = await service.decide(
        transaction, erasure_id, agreed=False, caller=caller, grace=terms.grace, now=now
    )
    return await service.describe(transaction, one, caller)


@router.post("/api/erasures/{erasure_id}/return", responses=_ON_ERASURE)
async def take_back(
    erasure_id: ErasureId, given: ReasonIn, transaction: Writing, caller: KeeperOfErasure, now: Now
) -> ErasureOut:
    """Take an erasure back before it begins."""
    one = await service.take_back(transaction, erasure_id, given.reason, caller, now)
    return await service.describe(transaction, one, caller)


@router.post(
    "/api/erasures/{erasure_id}/machine-gone",
    responses=_ON_ERASURE | problems(NoSuchMachine, MachineThere),
)
async def machine_gone(
    erasure_id: ErasureId,
    given: MachineGone,
    request: Request,
    transaction: Writing,
    caller: KeeperOfErasure,
    now: Now,
) -> ErasureOut:
    """Say that a machine will not come back: this erasure and all others in the caller's care wait for it no longer."""
    nodes: MediaNodes = request.app.state.nodes
    online = nodes.archivers_online
    one = await service.give_up(
        transaction, erasure_id, given.archiver, given.reason, caller, online, now
    )
    return await service.describe(transaction, one, caller)


@router.get("/api/erasures/{erasure_id}/certificate", responses=_ON_ERASURE)
async def certificate(
    erasure_id: ErasureId,
    transaction: Reading,
    caller: KeeperOfErasure,
    signer: ErasureSigner,
    response: Response,
) -> ErasureCertificate:
    """Return the signed certificate of an erasure that is done, as a file."""
    one = await service.find(transaction, erasure_id, caller)
    shown = await service.describe(transaction, one, caller)
    response.headers["Content-Disposition"] = f'attachment; filename="erasure-{one.id}.json"'
    return certificates.certify(
        one,
        shown.asked_by.name if shown.asked_by else "",
        shown.decided_by.name if shown.decided_by else "",
        signer,
    )


@router.post(
    "/api/erasures/verification",
    responses=problems(Unprocessable),
    dependencies=[Depends(Anyone("whoever holds a certificate may ask whether it is genuine"))],
)
async def verify(given: Shown, signer: ErasureSigner) -> Verified:
    """Say whether this installation signed a certificate, and what it says."""
    return certificates.verify(given.jws, signer)
