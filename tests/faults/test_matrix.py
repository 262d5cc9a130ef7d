"""The matrix' parts, short: what must hold on any machine, because its time is imagined."""

from tests.faults.lecture import Lecture
from tests.faults.listener import BOARD
from tests.faults.matrix import (
    bad_one_among_five,
    busy_machines,
    cell,
    collapse,
    conditions,
    freeze,
    print_matrix,
    usable_share,
)


def test_a_good_line_loses_nothing_and_shows_the_best():
    measured = cell(0.0, 0.02, 20e6)
    assert measured["sound"] == 1.0
    assert (measured["camera"], measured["board"]) == (2, 1)


def test_sound_goes_on_at_fifteen_percent_of_loss():
    assert cell(0.15, 0.15, 2e6)["sound"] >= 0.98


def test_at_half_a_megabit_sound_and_board_go_on():
    lecture = Lecture()
    room = lecture.join(conditions(512e3, 0.0, 0.15), conditions(5e5, 0.0, 0.15), seed=6)
    lecture.run(30.0)
    assert usable_share(room, 8.0, 29.0) >= 0.99
    assert freeze(room, BOARD, 8.0, 29.0) <= 2.0


def test_a_line_that_collapses_is_followed_down_and_up_and_disturbs_nobody():
    kept = {row.promise: row.kept for row in collapse()}
    assert kept["L7 lower layer after the fall"]
    assert kept["L7 back up after the rise"]
    assert kept["L7 other rooms' rates change by"]


def test_one_bad_line_changes_nothing_for_the_others():
    assert all(row.kept for row in bad_one_among_five())


def test_a_busy_machine_on_a_good_line_keeps_its_layers():
    assert all(row.kept for row in busy_machines(5.0))


def test_every_cell_of_the_matrix_has_its_place(capsys):
    cells = [
        {
            "loss": loss,
            "round_trip_ms": round_trip,
            "rate_kbps": 150,
            "sound": 1.0,
            "camera_freeze_s": 0.5,
            "board_freeze_s": 0.5,
            "changes": 0,
            "camera": 1,
            "board": None,
        }
        for loss in (0.0, 0.02, 0.05, 0.15, 0.30)
        for round_trip in (20, 150, 600, 1200)
    ]
    print_matrix(cells)
    assert capsys.readouterr().out.count("100.0 · 0.5/– · 1– · 0") == 20
