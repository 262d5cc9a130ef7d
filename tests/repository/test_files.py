"""Every file: short enough, named for what it is, tested at its own path, and free of addresses of package sources."""

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOT_OURS = {
    *(".git", ".venv", ".stamps", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"),
    *(".import_linter_cache", "node_modules", "dist", "__pycache__", "test-results", "build"),
}
LONGEST = 500
LONG_BY_NATURE = {
    "requirements.lock": "written by a program",
    "requirements-dev.lock": "written by a program",
    "web/package-lock.json": "written by a program",
    "tests/support/peers/package-lock.json": "written by a program",
    "web/src/api/schema.ts": "written by a program from the server's OpenAPI",
    "server/migrations/versions/0001_tables_of_the_control_plane.py": "one step of the database",
}
TESTED_ELSEWHERE = {
    "server/__main__.py": "one line; tests/server/test_cli.py and every e2e test run it",
    "server/first_administrator.py": "tests/server/test_cli.py makes one, and is refused a second",
    "streaming/__main__.py": "picks node or archiver; every e2e test runs it",
}
VALUES_AND_WIRING = {
    "*/errors.py": "values; whoever raises them tests them",
    "*/schemas.py": "shapes of JSON; the endpoints' tests read and write them",
    "streaming/ports.py": "protocols and values without behaviour",
    "streaming/store/objects.py": "the protocol; tests/support/store_contract.py holds every store to it",
    "server/models/*.py": "tables; the repositories' and the migrations' tests use them",
    "server/*/tasks.py": "one call each into a service that is tested",
    "server/*/repository.py": "queries; the services' tests run them on both databases",
    "server/events/log.py": "tests/server/events/test_hub.py writes and reads it",
    "server/dependencies.py": "names of what FastAPI hands in; every endpoint's test uses them",
    "scheduler/validation/*.py": "tests/scheduler/validation tries each rule kept, broken and at the boundary",
}
"""Files by pattern that may do without a test of their own, each with the reason."""
PACKAGES = ("streaming", "server", "scheduler")
WEAK_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "core", "misc"}


def is_ours(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return not any(part in NOT_OURS or part.endswith(".egg-info") for part in parts) and not (
        parts[0] == "data" or parts[0].startswith("data-")
    )


def our_files() -> list[Path]:
    found: list[Path] = []
    folders = [ROOT]
    while folders:
        for entry in sorted(folders.pop().iterdir()):
            if not is_ours(entry):
                continue
            if entry.is_dir():
                folders.append(entry)
            else:
                found.append(entry)
    return found


def text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


FILES = our_files()


def sources() -> list[Path]:
    return [
        path.relative_to(ROOT)
        for path in FILES
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in PACKAGES
        and "migrations" not in path.parts
        and path.name != "__init__.py"
    ]


def test_the_search_finds_the_repository() -> None:
    names = {str(path.relative_to(ROOT)) for path in FILES}
    assert {"README.md", "Makefile", ".ci/run", "streaming/node.py", "web/package.json"} <= names
    assert not any(name.startswith((".venv/", "web/node_modules/")) for name in names)


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in FILES
        if (lines := text_of(path).count("\n")) > LONGEST
    }
    assert {name: lines for name, lines in long.items() if name not in LONG_BY_NATURE} == {}


def test_every_source_has_its_test_at_the_mirrored_path() -> None:
    missing = [
        str(source)
        for source in sources()
        if str(source) not in TESTED_ELSEWHERE
        and not any(fnmatch(str(source), pattern) for pattern in VALUES_AND_WIRING)
        and not (ROOT / "tests" / source.parent / f"test_{source.name}").is_file()
    ]
    assert missing == []


def test_every_exception_is_still_needed() -> None:
    for name in (*LONG_BY_NATURE, *TESTED_ELSEWHERE):
        assert (ROOT / name).is_file(), f"{name} is gone: strike it from the list"
    for name in TESTED_ELSEWHERE:
        source = Path(name)
        assert not (ROOT / "tests" / source.parent / f"test_{source.name}").is_file()
    untested = [
        str(source)
        for source in sources()
        if not (ROOT / "tests" / source.parent / f"test_{source.name}").is_file()
    ]
    for pattern in VALUES_AND_WIRING:
        assert any(fnmatch(name, pattern) for name in untested), f"strike {pattern} from the list"


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [str(source) for source in sources() if source.stem in WEAK_NAMES] == []


def test_no_file_holds_the_address_of_a_package_source() -> None:
    # In pieces, so that this file does not hold one either.
    hosts = [
        "pypi" + r"\.org",
        "python" + r"hosted\.org",
        "registry" + r"\.npm",
        "npmmirror" + r"\.",
    ]
    hosts += [
        "deb" + r"\.debian\.org",
        "security" + r"\.debian\.org",
        "index-" + "url *=",
        "/simple" + "/",
    ]
    pattern = re.compile("|".join(hosts))
    found = [str(path.relative_to(ROOT)) for path in FILES if pattern.search(text_of(path))]
    assert found == []


@pytest.mark.parametrize("package", PACKAGES)
def test_clocks_are_read_in_one_place_a_package(package: str) -> None:
    reads = re.compile(r"\btime\.(time|monotonic|perf_counter)\(|datetime\.(now|utcnow)\(")
    readers = [
        str(source)
        for source in sources()
        if source.parts[0] == package and reads.search(text_of(ROOT / source))
    ]
    assert [name for name in readers if not name.endswith("clock.py")] == []
