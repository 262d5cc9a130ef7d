"""A receiver of webhooks: a real HTTP server in a thread of its own, which checks signatures as another system would."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """What came, and what is answered."""

    port: int = 0
    status: int = 200
    secret: str = ""
    """As the API gave it: `whsec_…`."""
    came: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Id and body of each message whose signature was good."""
    manner: str = "answers"
    """`answers`; `silent`: takes a message and says nothing until the end; `breaks`: takes it and breaks the connection."""
    over: threading.Event = field(default_factory=threading.Event)
    refused: int = 0
    """Messages whose signature was not."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?a=1"

    def take(self, headers: Any, body: bytes) -> int:
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        mark = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
        if not hmac.compare_digest(f"v1,{mark}", headers["webhook-signature"]):
            self.refused += 1
            return 401
        self.came.append((headers["webhook-id"], json.loads(body)))
        return self.status


@contextmanager
def receiver() -> Iterator[Receiver]:
    """Run one on a free port of 127.0.0.1."""
    state = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            status = state.take(self.headers, body)
            if state.manner == "silent":
                state.over.wait(60)
            if state.manner != "answers":
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield state
    finally:
        state.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
