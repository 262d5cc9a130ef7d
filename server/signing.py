"""Signatures of this installation: compact JWS with ES256, which every browser and JOSE library verifies. No I/O.

Ed25519 would be shorter, but smart boards run browsers of 2020, whose WebCrypto knows P-256 only. The key
follows from the installation's secret and a purpose, so there is no further file to keep; another secret
gives another key. Source: RFC 7515; RFC 7518, section 3.4.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256's base point. Source: FIPS 186-4, appendix D.1.2.3."""
_SIZE = 32


class BadSignature(Exception):
    """The text is no JWS of this signer."""


class Signer:
    """Signs and verifies for one purpose."""

    def __init__(self, secret: str, purpose: str) -> None:
        # 512 bits reduced to 256: no part of the range is likelier by more than 2^-256.
        seed = hmac.new(secret.encode(), f"tongke {purpose}".encode(), hashlib.sha512).digest()
        scalar = int.from_bytes(seed, "big") % (_ORDER - 1) + 1
        self._key = ec.derive_private_key(scalar, ec.SECP256R1())
        self._header = {"alg": "ES256", "typ": f"tongke-{purpose}+jws"}
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public_key = _encoded(point)
        """The uncompressed point (65 bytes) in base64url: WebCrypto imports it as `raw`."""

    def sign(self, payload: Mapping[str, Any]) -> str:
        """Return the JWS of a JSON object."""
        signed = f"{_encoded(_json(self._header))}.{_encoded(_json(payload))}"
        r, s = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(SHA256())))
        return f"{signed}.{_encoded(r.to_bytes(_SIZE, 'big') + s.to_bytes(_SIZE, 'big'))}"

    def verify(self, jws: str) -> dict[str, Any]:
        """Return what was signed.

        Raises:
            BadSignature: if it was not signed by this signer for this purpose.
        """
        try:
            header, payload, signature = jws.split(".")
            raw = _decoded(signature)
            der = encode_dss_signature(
                int.from_bytes(raw[:_SIZE], "big"), int.from_bytes(raw[_SIZE:], "big")
            )
            self._key.public_key().verify(der, f"{header}.{payload}".encode(), ec.ECDSA(SHA256()))
            if len(raw) != 2 * _SIZE or json.loads(_decoded(header)) != self._header:
                raise BadSignature
            found: dict[str, Any] = json.loads(_decoded(payload))
        except (ValueError, InvalidSignature) as error:
            raise BadSignature from error
        return found


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
