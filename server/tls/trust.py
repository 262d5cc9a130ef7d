"""`/trust`: how to make a computer believe this server, over HTTPS and, on a port of its own, over plain HTTP.

The plain port answers with these pages and sends everything else to HTTPS: no cookie and no password
passes through it. Whoever changes the page on its way changes the fingerprint too, so the page says to
compare it with the one that the server's own screen shows.
"""

import base64
import json

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from server import error_handlers
from server.auth.guards import Anyone
from server.border import Border
from server.dependencies import Language, Settings
from server.errors import MethodNotAllowed, NotFound
from server.settings import ServerSettings
from server.tls import certificates
from server.tls.page import STYLE, Shown, page

router = APIRouter(include_in_schema=False)
_EVERYBODY = [
    Depends(Anyone("whoever does not trust the server yet must learn how; no data is told"))
]
_ALL = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_FRESH = {"Cache-Control": "no-store"}


@router.get("/trust", dependencies=_EVERYBODY)
def trust(request: Request, settings: Settings, language: Language) -> Response:
    """Tell how to trust the authority."""
    authority = _authority(settings)
    wanted = request.query_params.get("lang", language)
    shown = Shown(
        https_address(request, settings),
        certificates.fingerprint(authority),
        authority.not_valid_after_utc,
    )
    return Response(page(shown, wanted), 200, _FRESH, "text/html; charset=utf-8")


@router.get("/trust/style.css", dependencies=_EVERYBODY)
def style() -> Response:
    """Return how the page looks; inline styles are not allowed on our pages."""
    return Response(STYLE, 200, {"Cache-Control": "no-cache"}, "text/css; charset=utf-8")


@router.get("/trust/tongke-authority.crt", dependencies=_EVERYBODY)
def authority_file(settings: Settings) -> Response:
    """Return the authority's certificate (DER), as Windows and Android open it."""
    content = _authority(settings).public_bytes(Encoding.DER)
    return _download(content, "tongke-authority.crt", "application/x-x509-ca-cert")


@router.get("/trust/tongke-chromium.json", dependencies=_EVERYBODY)
def chromium_policy(settings: Settings) -> Response:
    """Return a policy file that makes Chromium on Linux believe the authority (policy `CACertificates`)."""
    authority = base64.b64encode(_authority(settings).public_bytes(Encoding.DER)).decode()
    content = json.dumps({"CACertificates": [authority]}, indent=1).encode()
    return _download(content, "tongke-chromium.json", "application/json")


def plain_app(settings: ServerSettings) -> FastAPI:
    """Return what the plain port answers."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.settings = settings
    error_handlers.install(app)
    if settings.tls == "auto":
        app.include_router(router)
    app.add_api_route("/{path:path}", _to_https, methods=_ALL, dependencies=_EVERYBODY)
    app.add_middleware(Border)
    return app


def https_address(request: Request, settings: ServerSettings) -> str:
    """Return the address at which whoever asks finds the server over HTTPS, without a slash at its end."""
    if settings.public_url.startswith("https://"):
        return settings.public_url
    host = request.url.hostname or "localhost"
    return f"https://{f'[{host}]' if ':' in host else host}:{settings.http_port}"


def _to_https(request: Request, settings: Settings) -> Response:
    # What was posted here has passed in the clear already: sending it on would hide the mistake.
    if request.method not in {"GET", "HEAD"}:
        raise MethodNotAllowed(method=request.method)
    if request.url.path == "/" and settings.tls == "auto":
        return RedirectResponse("/trust", 303, _FRESH)
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(https_address(request, settings) + path, 307, _FRESH)


def _authority(settings: ServerSettings) -> x509.Certificate:
    if settings.tls != "auto":
        raise NotFound
    try:
        return certificates.read(certificates.files_of(settings.data_dir).authority)
    except (OSError, ValueError) as error:
        raise NotFound from error


def _download(content: bytes, name: str, content_type: str) -> Response:
    headers = {**_FRESH, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, 200, headers, content_type)
