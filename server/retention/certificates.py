"""Signed certificates of what was erased. No I/O."""

from server.models import Erasure, ErasureState
from server.retention.schemas import ErasureCertificate, Verified
from server.retention.service import ErasureTooLate
from server.signing import BadSignature, Signer


def certify(one: Erasure, asked_by: str, agreed_by: str, signer: Signer) -> ErasureCertificate:
    """Return the certificate of an erasure that is done; names are those of today.

    Raises:
        ErasureTooLate: if it is not done.
    """
    if one.state is not ErasureState.DONE or one.done_at is None:
        raise ErasureTooLate
    said = ErasureCertificate(
        id=one.id,
        lesson=one.lesson_id,
        title=one.lesson.title,
        school=one.lesson.hub_room.school.name,
        starts_at=one.lesson.starts_at,
        roles=one.roles or [],
        cause=one.cause,
        reason=one.reason,
        asked_by=asked_by,
        agreed_by=agreed_by,
        asked_at=one.asked_at,
        erased_at=one.done_at,
        objects=one.objects or 0,
        size=one.size or 0,
        digest=one.digest or "",
        acts=one.acts or 0,
        disks=one.archivers or {},
    )
    payload = said.model_dump(mode="json", exclude={"jws"})
    return said.model_copy(update={"jws": signer.sign(payload)})


def verify(jws: str, signer: Signer) -> Verified:
    """Say whether this installation signed a certificate, and what it says."""
    try:
        told = signer.verify(jws)
    except BadSignature:
        return Verified(genuine=False)
    return Verified(
        genuine=True, certificate=ErasureCertificate.model_validate(told | {"jws": jws})
    )
