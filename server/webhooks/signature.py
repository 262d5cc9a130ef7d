"""The signature of Standard Webhooks 1.0, and the secrets of our subscriptions. Pure: no I/O."""

import hmac
from base64 import b64encode

PREFIX = "whsec_"


def secret_of(installation: str, webhook_id: str) -> bytes:
    """Return a subscription's key: it follows from the installation's secret and is kept nowhere."""
    return hmac.new(installation.encode(), f"webhook {webhook_id}".encode(), "sha256").digest()


def written(secret: bytes) -> str:
    """Return a key as libraries of Standard Webhooks take it."""
    return PREFIX + b64encode(secret).decode()


def signed(secret: bytes, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the three headers of a message; `timestamp` is in UTC seconds.

    Source: standardwebhooks.com, "Signature scheme": HMAC-SHA-256 over `id.timestamp.body`.
    """
    content = f"{message_id}.{timestamp}.".encode() + body
    mark = b64encode(hmac.new(secret, content, "sha256").digest()).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{mark}",
    }
