import base64
import json

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from server.signing import BadSignature, Signer

SIGNER = Signer("secret", "plan")


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_whoever_holds_the_public_key_can_verify_without_us() -> None:
    header, payload, signature = SIGNER.sign({"lesson": "美术"}).split(".")
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw(SIGNER.public_key))
    r, s = raw(signature)[:32], raw(signature)[32:]
    der = encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))
    key.verify(der, f"{header}.{payload}".encode(), ec.ECDSA(SHA256()))
    assert json.loads(raw(payload)) == {"lesson": "美术"}
    assert json.loads(raw(header)) == {"alg": "ES256", "typ": "tongke-plan+jws"}
    with pytest.raises(InvalidSignature):
        key.verify(der, f"{header}.{payload}x".encode(), ec.ECDSA(SHA256()))


def test_a_signature_lasts_over_restarts_and_holds_for_one_purpose_and_installation() -> None:
    signed = SIGNER.sign({"a": 1})
    assert Signer("secret", "plan").verify(signed) == {"a": 1}
    for other in (Signer("secret", "certificate"), Signer("another", "plan")):
        with pytest.raises(BadSignature):
            other.verify(signed)


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c", "....", "é.é.é", SIGNER.sign({})[:-4]])
def test_what_is_no_signature_is_refused(text: str) -> None:
    with pytest.raises(BadSignature):
        SIGNER.verify(text)
