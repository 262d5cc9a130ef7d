"""What is wrong with a file, said with its row and column; and files that are refused as a whole."""

from dataclasses import dataclass

from server.errors import FieldProblem, Problem, Unprocessable
from server.words import Words

FINDINGS_MAX = 500
"""Findings that are kept; whoever sees so many knows that the file is another one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `row` counts from 1 as the spreadsheet does; 0: the whole sheet."""

    sheet: Words
    row: int
    column: Words
    """The heading; empty: the whole row."""
    came: str
    allowed: Words

    def said(self, language: str) -> str:
        """Return the finding as one sentence."""
        chinese = language == "zh"
        sheet, column, allowed = (
            each.said(language) for each in (self.sheet, self.column, self.allowed)
        )
        if chinese:
            where = f"“{sheet}”表" + (f"第 {self.row} 行" if self.row else "")
            where += f"“{column}”一栏" if column else ""
            came = f"填的是“{self.came}”，" if self.came else "没有填，" if column else ""
            return f"{where}：{came}应当是{allowed}。"
        where = f"Sheet {sheet}" + (f", row {self.row}" if self.row else "")
        where += f", column {column}" if column else ""
        came = f"“{self.came}” came, " if self.came else "nothing came, " if column else ""
        return f"{where}: {came}allowed is {allowed}."

    def field_problem(self, language: str) -> FieldProblem:
        """Return the finding as an error of a problem document."""
        column = self.column.said(language)
        place = [self.sheet.said(language), str(self.row), *([column] if column else [])]
        return FieldProblem("/".join(place), self.came, self.allowed.said(language))


class Findings:
    """A bounded list of what is wrong."""

    def __init__(self) -> None:
        self.items: list[Finding] = []
        self.total = 0

    def add(self, sheet: Words, row: int, column: Words, came: object, allowed: Words) -> None:
        """Note one; what came is shortened."""
        self.total += 1
        if len(self.items) < FINDINGS_MAX:
            said = "" if came is None else str(came).encode("utf-8", "replace").decode()
            shown = said if len(said) <= 60 else f"{said[:60]}…"
            self.items.append(Finding(sheet, row, column, shown, allowed))


class UnreadableFile(Problem):
    """The file as a whole cannot be read; `why` says it in the words of a person."""

    status = 422
    slug = "unreadable-file"
    title = Words("这个文件读不了", "This file cannot be read")
    detail = Words("{why_zh}", "{why_en}")

    def __init__(self, why: Words) -> None:
        super().__init__(why_zh=why.zh, why_en=why.en)
        self.why = why


class RowsRefused(Unprocessable):
    """Rows do not fit, so nothing was written."""

    slug = "rows-refused"
    title = Words(
        "有几行需要改正，什么都没有写入", "Some rows need correction; nothing was written"
    )
    detail = Words(
        "共有 {total} 处问题。第一处：{first}", "{total} problems. The first: {first_en}"
    )
