"""What an examination found, as lines that people read. No I/O."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from server.words import Words


class Verdict(StrEnum):
    """How good a finding is; only a failure makes the exit code 1."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


SIGNS = {Verdict.OK: "✓", Verdict.WARN: "!", Verdict.FAIL: "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line."""

    verdict: Verdict
    about: Words
    found: Words
    """What is so and, where it is not good, what to do."""


def report(findings: Iterable[Finding], language: str) -> str:
    """Return the lines and a sum, `zh` or English; each line names its verdict so that it can be searched for."""
    found = list(findings)
    lines = [
        f"{SIGNS[one.verdict]} [{one.verdict:<4}] {one.about.said(language)}："
        f"{one.found.said(language)}"
        for one in found
    ]
    if language != "zh":
        lines = [line.replace("：", ": ", 1) for line in lines]
    bad = sum(one.verdict is Verdict.FAIL for one in found)
    doubtful = sum(one.verdict is Verdict.WARN for one in found)
    total = Words(
        f"共 {len(found)} 项：{bad} 项不行，{doubtful} 项要注意。",
        f"{len(found)} points: {bad} failed, {doubtful} to look at.",
    )
    return "\n".join([*lines, total.said(language), ""])
