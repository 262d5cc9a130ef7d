from server.organisation.exchange.findings import FINDINGS_MAX, Finding, Findings, UnreadableFile
from server.words import Words

CLASSES, SIZE, ALLOWED = (
    Words("班级", "classes"),
    Words("人数", "pupils"),
    Words("整数", "a number"),
)


def test_a_finding_is_one_sentence_in_each_language() -> None:
    finding = Finding(CLASSES, 5, SIZE, "abc", ALLOWED)
    assert finding.said("zh") == "“班级”表第 5 行“人数”一栏：填的是“abc”，应当是整数。"
    assert (
        finding.said("en")
        == "Sheet classes, row 5, column pupils: “abc” came, allowed is a number."
    )
    problem = finding.field_problem("zh")
    assert (problem.field, problem.came, problem.allowed) == ("班级/5/人数", "abc", "整数")


def test_an_empty_cell_and_a_whole_sheet_are_said_so() -> None:
    assert Finding(CLASSES, 5, SIZE, "", ALLOWED).said("zh").endswith("没有填，应当是整数。")
    whole = Finding(CLASSES, 0, Words("", ""), "", ALLOWED)
    assert whole.said("zh") == "“班级”表：应当是整数。"
    assert whole.said("en") == "Sheet classes: allowed is a number."


def test_findings_are_bounded_and_what_came_is_shortened() -> None:
    findings = Findings()
    for _ in range(FINDINGS_MAX + 5):
        findings.add(CLASSES, 1, SIZE, "x" * 1000 + "\ud800", ALLOWED)
    assert (len(findings.items), findings.total) == (FINDINGS_MAX, FINDINGS_MAX + 5)
    assert len(findings.items[0].came) == 61


def test_an_unreadable_file_says_why_in_both_languages() -> None:
    refused = UnreadableFile(Words("读不了 {x}", "unreadable {x}"))
    assert refused.detail.said("zh", **refused.fields) == "读不了 {x}"
    assert refused.status == 422
