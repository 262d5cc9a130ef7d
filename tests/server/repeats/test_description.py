from tests.support.app import Hall


async def test_the_description_tells_of_keys_and_tags_where_they_are_taken(hall: Hall) -> None:
    document = (await hall.client().get("/api/openapi.json")).json()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            named = {
                one["$ref"].rsplit("/", 1)[-1]
                for one in operation.get("parameters", ())
                if "$ref" in one
            }
            ours = path.startswith("/api/")
            assert ("IdempotencyKey" in named) is (ours and method == "post"), (path, method)
            if "IfMatch" in named:
                assert "412" in operation["responses"]
                assert "get" in operations
            if "IfNoneMatch" in named:
                assert "ETag" in operation["responses"]["200"]["headers"]
    schools = document["paths"]["/api/organisation/schools/{row_id}"]
    assert {"$ref": "#/components/parameters/IfMatch"} in schools["put"]["parameters"]
    assert document["components"]["parameters"]["IfMatch"]["name"] == "If-Match"
    assert hall.app.openapi() == hall.app.openapi()
