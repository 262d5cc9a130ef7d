"""`/api/device…`: a classroom becomes known and asks what to show; `/api/devices`: whoever looks after them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from server.auth.endpoints import address_of, set_cookie
from server.auth.guards import DEVICE_COOKIE, Anyone, Overseer, SignedDevice, auth_service
from server.auth.policy import OVERSEERS, PersonCaller, reach_of
from server.database import Database
from server.dependencies import Now, Reading, Settings, Writing
from server.devices import fleet, service
from server.devices.fleet import NoSuchDevice, NoSuchEnrolment
from server.devices.guards import DeviceId, EnrolmentId, KeeperOfDevice
from server.devices.schemas import (
    Claim,
    Claimed,
    DeviceChange,
    DeviceKey,
    DeviceOut,
    DeviceStatus,
    Enrolling,
    EnrolmentOut,
    Fleet,
    FleetDevice,
    KeyOut,
    PlanHeld,
    PlanOut,
)
from server.devices.service import UnknownDevice
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn, TooManyRequests, Unprocessable
from server.lessons.guards import BellsNow
from server.live.doors import Doors
from server.replays.ranges import unchanged
from server.signing import Signer

router = APIRouter(prefix="/api", tags=["devices"])

Search = Annotated[str, Query(max_length=80, pattern=r"^[^\x00]*$")]
Limit = Annotated[int, Query(ge=1, le=100)]
ENROLMENTS = 30
"""Codes that one address may have made in five minutes: a school's office may set up a corridor at once."""
CODE_TRIES = 10
"""Wrong codes that a person may type in five minutes."""


def plan_signer(request: Request) -> Signer:
    """Return what signs plans."""
    found: Signer = request.app.state.plan_signer
    return found


PlanSigner = Annotated[Signer, Depends(plan_signer)]


@router.post(
    "/device-session",
    responses=problems(UnknownDevice),
    dependencies=[Depends(Anyone("the key in the body is what makes a device known"))],
)
async def enrol(  # noqa: PLR0913 - FastAPI's dependencies
    given: DeviceKey,
    request: Request,
    response: Response,
    transaction: Writing,
    bells: BellsNow,
    signer: PlanSigner,
    now: Now,
    settings: Settings,
) -> DeviceOut:
    """Exchange the key of a classroom for a cookie."""
    device = await service.by_key(transaction, given.key, now)
    issued = auth_service(request).sign_in_device(transaction, device.id, now)
    set_cookie(response, DEVICE_COOKIE, issued, request=request, settings=settings, now=now)
    return await service.describe(transaction, device, bells, signer, now)


@router.get("/device", responses=problems(NotSignedIn))
async def what_to_show(
    transaction: Reading, device: SignedDevice, bells: BellsNow, signer: PlanSigner, now: Now
) -> DeviceOut:
    """Return the device behind the cookie and the lesson that it should show."""
    return await service.describe(transaction, device, bells, signer, now)


@router.get("/device/plan", responses=problems(NotSignedIn))
async def plan(
    request: Request,
    response: Response,
    transaction: Reading,
    device: SignedDevice,
    signer: PlanSigner,
    now: Now,
) -> PlanOut:
    """Return the signed plan of the next two weeks; 304 if the device holds it (`If-None-Match`)."""
    found = await service.plan(transaction, device, signer, now)
    etag = f'"{found.version}"'
    response.headers.update({"ETag": etag, "Cache-Control": "no-cache"})
    if unchanged(request.headers.get("if-none-match"), etag):
        return Response(status_code=304, headers=dict(response.headers))  # type: ignore[return-value]
    return found


@router.post(
    "/device/plan/acknowledgement",
    status_code=204,
    responses=problems(NotSignedIn, Unprocessable),
)
async def acknowledge(
    given: PlanHeld, transaction: Writing, device: SignedDevice, now: Now
) -> None:
    """Note that the device keeps a plan."""
    await service.acknowledge(transaction, device.id, given.version, now)


@router.post("/device/status", status_code=204, responses=problems(NotSignedIn, Unprocessable))
async def status(given: DeviceStatus, transaction: Writing, device: SignedDevice, now: Now) -> None:
    """Note what the device tells about itself."""
    await service.take_status(transaction, device.id, given, now)


@router.post("/device/key", status_code=201, responses=problems(NotSignedIn))
async def next_key(transaction: Writing, device: SignedDevice) -> KeyOut:
    """Return a new key; the first use of it voids the old one."""
    return KeyOut(key=await service.next_key(transaction, device.id))


@router.post(
    "/enrolments",
    status_code=201,
    responses=problems(TooManyRequests),
    dependencies=[Depends(Anyone("a code opens nothing until somebody says the room"))],
)
async def begin(
    request: Request, transaction: Writing, now: Now, settings: Settings
) -> EnrolmentOut:
    """Make the six digits that a new device shows, for a quarter of an hour."""
    address = address_of(request)
    auth_service(request).spend_try(f"enrolment {address}", ENROLMENTS, address, now)
    base = settings.public_url or str(request.base_url).rstrip("/")
    return await fleet.begin(transaction, base, now)


@router.post(
    "/enrolments/{enrolment_id}/claim",
    responses=problems(NoSuchEnrolment, Unprocessable),
    dependencies=[Depends(Anyone("the secret in the body says which device it is"))],
)
async def claim(  # noqa: PLR0913 - FastAPI's dependencies
    enrolment_id: EnrolmentId,
    given: Claim,
    request: Request,
    response: Response,
    transaction: Writing,
    bells: BellsNow,
    signer: PlanSigner,
    now: Now,
    settings: Settings,
) -> Claimed:
    """Give the device its key and cookie once somebody has typed its code; nothing until then."""
    claimed = await fleet.claim(transaction, enrolment_id, given.secret, now)
    if claimed is None:
        return Claimed(key=None, device=None)
    issued = auth_service(request).sign_in_device(transaction, claimed.device.id, now)
    set_cookie(response, DEVICE_COOKIE, issued, request=request, settings=settings, now=now)
    shown = await service.describe(transaction, claimed.device, bells, signer, now)
    return Claimed(key=claimed.key, device=shown)


@router.get("/devices", responses=problems(NotSignedIn, NotAllowed, Unprocessable))
async def devices(
    transaction: Reading,
    caller: Overseer,
    now: Now,
    q: Search = "",
    cursor: Search = "",
    limit: Limit = 50,
) -> Fleet:
    """Return a page of the devices of the schools that the caller looks after."""
    reach = reach_of(caller, OVERSEERS)
    found = await fleet.of_reach(transaction, reach, q, cursor, limit + 1)
    items = await fleet.describe(transaction, found[:limit], caller, now)
    return Fleet(items=items, next_cursor=items[-1].id if len(found) > limit else None)


@router.post(
    "/devices",
    status_code=201,
    responses=problems(NotSignedIn, NotAllowed, NoSuchEnrolment, Unprocessable, TooManyRequests),
)
async def place(
    given: Enrolling, request: Request, transaction: Writing, caller: Overseer, now: Now
) -> FleetDevice:
    """Say in which room the device stands that shows a code."""
    auth = auth_service(request)
    with auth.guessing(f"device code {caller.id}", CODE_TRIES, address_of(request), now):
        device = await fleet.enrol(transaction, given, caller, now)
    return (await fleet.describe(transaction, [device], caller, now))[0]


_KEPT = problems(NotSignedIn, NotAllowed, NoSuchDevice, Unprocessable)


@router.get("/devices/{device_id}", responses=_KEPT)
async def one_device(
    device_id: DeviceId, transaction: Reading, caller: KeeperOfDevice, now: Now
) -> FleetDevice:
    """Return one device."""
    return await _shown(transaction, device_id, caller, now)


@router.patch("/devices/{device_id}", responses=_KEPT)
async def change(
    device_id: DeviceId,
    given: DeviceChange,
    transaction: Writing,
    caller: KeeperOfDevice,
    now: Now,
) -> FleetDevice:
    """Change name, room or class of a device."""
    await fleet.change(transaction, device_id, given, caller, now)
    return await _shown(transaction, device_id, caller, now)


@router.post("/devices/{device_id}/revoke", responses=_KEPT)
async def revoke(
    device_id: DeviceId, request: Request, caller: KeeperOfDevice, now: Now
) -> FleetDevice:
    """Void the device's key and cookie, and end its media."""
    database: Database = request.app.state.database
    doors: Doors = request.app.state.doors
    # Committed before the node is told: a permit that is still good would let it in again.
    async with database.writing() as transaction:
        auth = auth_service(request)
        device = await fleet.revoke(transaction, auth, device_id, caller, now)
        shown = await _shown(transaction, device_id, caller, now)
    await doors.revoke(f"room:{device.room_id}", device_id)
    return shown


async def _shown(
    transaction: Reading, device_id: str, caller: PersonCaller, now: Now
) -> FleetDevice:
    device = await fleet.find(transaction, device_id, caller)
    return (await fleet.describe(transaction, [device], caller, now))[0]
