"""`/api/device-session` and `/api/device`: a classroom becomes known and asks what to show."""

from fastapi import APIRouter, Depends, Request, Response

from server.auth.endpoints import set_cookie
from server.auth.guards import DEVICE_COOKIE, Anyone, SignedDevice, auth_service
from server.dependencies import Now, Reading, Settings, Writing
from server.devices import service
from server.devices.schemas import DeviceKey, DeviceOut
from server.devices.service import UnknownDevice
from server.error_handlers import problems
from server.errors import NotSignedIn
from server.lessons.guards import BellsNow

router = APIRouter(prefix="/api", tags=["devices"])


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
    now: Now,
    settings: Settings,
) -> DeviceOut:
    """Exchange the key of a classroom link for a cookie."""
    device = await service.by_key(transaction, given.key)
    issued = auth_service(request).sign_in_device(transaction, device.id, now)
    set_cookie(response, DEVICE_COOKIE, issued, request=request, settings=settings, now=now)
    return await service.describe(transaction, device, bells, now)


@router.get("/device", responses=problems(NotSignedIn))
async def what_to_show(
    transaction: Reading, device: SignedDevice, bells: BellsNow, now: Now
) -> DeviceOut:
    """Return the device behind the cookie and the lesson that it should show."""
    return await service.describe(transaction, device, bells, now)
