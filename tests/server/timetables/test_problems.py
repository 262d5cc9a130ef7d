from server.timetables.clashes import Clash, Taken
from server.timetables.problems import clashing
from server.words import Words


def test_every_clash_is_an_error_and_the_first_ones_are_said() -> None:
    clashes = [Clash(Taken.CLASS, f"{n}班", Words(f"{n}班有课", f"class {n}")) for n in range(60)]
    problem = clashing(clashes, "zh")
    assert len(problem.errors) == 50
    assert problem.detail.said("zh", **problem.fields).startswith(
        "不能这样安排：0班有课；1班有课；"
    )
    assert problem.errors[0].allowed == "0班有课"
    assert problem.detail.said("en", **problem.fields).endswith("class 4.")
