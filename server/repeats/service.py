"""Which request with an idempotency key is new, which is a repetition, and what a repetition is answered.

An answer is kept after the request's own transaction: a server that dies in between leaves the row without an
answer, and after `PATIENCE` the next repetition is executed (once more, at worst).
"""

import hashlib
import hmac
import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.database import Database
from server.errors import Conflict, Unprocessable
from server.models import KeptAnswer
from server.repeats import repository
from server.words import Words

LIFETIME = timedelta(hours=24)
"""For which an answer is kept; the description of the API says so."""
PATIENCE = timedelta(seconds=60)
"""After which a request that was never answered is taken for lost: no request of ours takes so long."""
NONCE = 12
"""Bytes. Source: NIST SP 800-38D."""


class KeyReused(Unprocessable):
    """The key was used for another request."""

    slug = "idempotency-key-reused"
    title = Words("重复请求的标识用过了", "Idempotency key used already")
    detail = Words(
        "这个 Idempotency-Key 在 24 小时内用于过另一个请求，请换一个。",
        "This Idempotency-Key was used for another request within 24 hours; choose another one.",
    )


class StillRunning(Conflict):
    """The first request with this key has not been answered yet."""

    slug = "idempotency-key-in-use"
    title = Words("上一次请求还没有完成", "The first request still runs")
    detail = Words(
        "带同一个 Idempotency-Key 的请求还在处理，请稍后再试。",
        "A request with the same Idempotency-Key is being answered; try again in a moment.",
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it went out."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Repeats:
    """Keeps answers by caller and key."""

    database: Database
    secret: str
    """Of the installation; whoever reads only the database reads no answer."""

    def key_hash(self, identity: str, key: str) -> str:
        """Return the name of a row."""
        return hmac.new(self._secret("name"), f"{identity}\0{key}".encode(), "sha256").hexdigest()

    async def begin(self, key_hash: str, request_hash: str, now: datetime) -> Answer | None:
        """Return the answer that a repetition gets, or None when the request is to be executed now.

        Raises:
            KeyReused: if the key belongs to another request.
            StillRunning: if the first one has not been answered.
        """
        async with self.database.writing() as transaction:
            row = await repository.find(transaction.session, key_hash)
            if row is not None and row.created_at <= now - LIFETIME:
                await repository.forget(transaction.session, key_hash)
                await transaction.session.flush()
                transaction.session.expunge_all()
                row = None
            if row is None:
                # Two at once: the second fails at the primary key, and is answered as a conflict.
                transaction.session.add(
                    KeptAnswer(key_hash=key_hash, request_hash=request_hash, created_at=now)
                )
                return None
            if row.request_hash != request_hash:
                raise KeyReused
            if row.sealed is not None:
                return self._open(key_hash, row.sealed)
            if row.created_at <= now - PATIENCE and await repository.take_over(
                transaction.session, row, request_hash, now
            ):
                return None
            raise StillRunning(headers={"Retry-After": "1"})

    async def keep(self, key_hash: str, answer: Answer) -> None:
        """Keep what the request was answered."""
        content = json.dumps(
            [answer.status, answer.headers, b64encode(answer.body).decode()]
        ).encode()
        nonce = os.urandom(NONCE)
        sealed = nonce + AESGCM(self._secret("answer")).encrypt(nonce, content, key_hash.encode())
        async with self.database.writing() as transaction:
            await repository.seal(transaction.session, key_hash, sealed)

    async def forget(self, key_hash: str) -> None:
        """Let the key be used again: the request changed nothing."""
        async with self.database.writing() as transaction:
            await repository.forget(transaction.session, key_hash)

    def _open(self, key_hash: str, sealed: bytes) -> Answer:
        opened = AESGCM(self._secret("answer")).decrypt(
            sealed[:NONCE], sealed[NONCE:], key_hash.encode()
        )
        status, headers, body = json.loads(opened)
        return Answer(status, tuple((name, value) for name, value in headers), b64decode(body))

    def _secret(self, purpose: str) -> bytes:
        return hmac.new(self.secret.encode(), f"repeats {purpose}".encode(), "sha256").digest()


def request_hash(method: str, target: bytes, body: bytes) -> str:
    """Return what tells two requests apart."""
    digest = hashlib.sha256()
    for part in (method.encode(), target, body):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
