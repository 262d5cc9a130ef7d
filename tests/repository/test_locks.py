"""The lock files: exact, hashed, in step with what is asked for, and without an address of anybody's machine."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / name).read_text("utf-8")))


def wanted(*extras: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = list(project["dependencies"])
    for extra in extras:
        lines += project["optional-dependencies"][extra]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_a_hash(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    entries = re.split(r"^(?=[A-Za-z0-9_.-]+==)", text, flags=re.MULTILINE)[1:]
    assert len(entries) > 40
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(("name", "extras"), [(LOCKS[0], ()), (LOCKS[1], ("dev",))])
def test_every_dependency_is_locked_in_the_range_that_is_asked_for(
    name: str, extras: tuple[str, ...]
) -> None:
    locked = pins(name)
    for one in wanted(*extras):
        version = locked.get(canonicalize_name(one.name))
        assert version, f"{one.name} is not in {name}: run make lock"
        assert version in one.specifier, f"{one.name} {version}: run make lock"


def test_the_tests_use_the_versions_of_the_product() -> None:
    product, tests = (pins(name) for name in LOCKS)
    assert {name: tests.get(name) for name in product} == product


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_no_address_and_no_path(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert "/tmp" not in text  # noqa: S108 - looked for, not used
    assert not re.search(r"^(-i|-f|--index|--find|--extra)", text, re.MULTILINE)


@pytest.mark.parametrize("folder", ["web", "tests/support/peers"])
def test_npm_packages_are_locked_by_hash_and_not_by_address(folder: str) -> None:
    lock = json.loads((ROOT / folder / "package-lock.json").read_text("utf-8"))
    packages = {path: entry for path, entry in lock["packages"].items() if path}
    assert packages
    for path, entry in packages.items():
        assert "resolved" not in entry, path
        assert "integrity" in entry or entry.get("link"), path


@pytest.mark.parametrize("folder", ["web", "tests/support/peers"])
def test_npm_packages_are_asked_for_by_exact_version(folder: str) -> None:
    package = json.loads((ROOT / folder / "package.json").read_text("utf-8"))
    asked = {**package.get("dependencies", {}), **package.get("devDependencies", {})}
    assert asked
    assert {
        name: one for name, one in asked.items() if not re.fullmatch(r"\d+\.\d+\.\d+", one)
    } == {}
