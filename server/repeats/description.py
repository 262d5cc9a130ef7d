"""What the OpenAPI says of idempotency keys and entity tags: written once, for every operation that takes them."""

from typing import Any

from fastapi import FastAPI

from server.error_handlers import MEDIA_TYPE

PARAMETERS = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "1 to 200 visible ASCII characters, for example a UUID. The same caller gets the same"
        " answer (with `Idempotent-Replayed: true`) for 24 hours; with another body 422.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "required": False,
        "description": "The ETag of an earlier answer: 304 if it still holds.",
        "schema": {"type": "string"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": "The ETag that a GET of this address gave: 412 if it was changed since.",
        "schema": {"type": "string"},
    },
}
_TAG = {"ETag": {"description": "Strong; of this very answer.", "schema": {"type": "string"}}}


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the application's OpenAPI with these headers; made once."""
    if app.openapi_schema is not None and "parameters" in app.openapi_schema["components"]:
        return app.openapi_schema
    document = FastAPI.openapi(app)
    document["components"]["parameters"] = PARAMETERS
    for path, operations in document["paths"].items():
        if not path.startswith("/api/"):
            continue
        tagged = _answers_json(operations.get("get", {}))
        if tagged:
            _take(operations["get"], "IfNoneMatch")
            operations["get"]["responses"]["200"]["headers"] = _TAG
            operations["get"]["responses"]["304"] = {"description": "Not modified"}
        if "post" in operations:
            _take(operations["post"], "IdempotencyKey")
        for method in ("put", "patch", "delete"):
            if tagged and method in operations:
                _take(operations[method], "IfMatch")
                operations[method]["responses"]["412"] = {
                    "description": "Changed in between",
                    "content": {MEDIA_TYPE: {}},
                }
    return document


def _take(operation: dict[str, Any], name: str) -> None:
    operation.setdefault("parameters", []).append({"$ref": f"#/components/parameters/{name}"})


def _answers_json(operation: dict[str, Any]) -> bool:
    answer = operation.get("responses", {}).get("200", {})
    return "application/json" in answer.get("content", {})
