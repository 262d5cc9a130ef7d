from server.doctor.findings import Finding, Verdict, report
from server.words import Words

FOUND = [
    Finding(Verdict.OK, Words("磁盘", "Disk"), Words("够用", "enough")),
    Finding(Verdict.FAIL, Words("时钟", "Clock"), Words("不对：请校准", "wrong: set it")),
]


def test_every_finding_is_a_line_and_the_last_one_sums_up() -> None:
    assert report(FOUND, "zh").splitlines() == [
        "✓ [ok  ] 磁盘：够用",
        "✗ [fail] 时钟：不对：请校准",
        "共 2 项：1 项不行，0 项要注意。",
    ]
    assert report(FOUND, "en").splitlines()[1] == "✗ [fail] Clock: wrong: set it"
