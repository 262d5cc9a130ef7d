from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from tests.support.timecode import (
    CODES,
    BoardServer,
    Sent,
    Sighting,
    judge,
    number_of,
    sightings,
    strip_of,
    write_beeps,
    write_camera,
)


@given(st.integers(0, CODES - 1), st.integers(0, 15))
def test_a_strip_is_read_back_and_one_wrong_cell_is_noticed(number: int, wrong: int) -> None:
    strip = strip_of(number)
    assert number_of(strip) == number

    strip[wrong] = not strip[wrong]
    assert number_of(strip) is None


def test_a_black_or_white_picture_is_no_code() -> None:
    assert number_of([False] * 16) is None
    assert number_of([True] * 16) is None


def test_a_code_has_fourteen_bits() -> None:
    with pytest.raises(ValueError, match="16384"):
        strip_of(CODES)


def test_the_camera_file_carries_the_number_of_each_frame(tmp_path: Path) -> None:
    file = tmp_path / "camera.y4m"
    write_camera(file, frames=3, width=160, height=90)

    header, *frames = file.read_bytes().split(b"FRAME\n")
    assert header.startswith(b"YUV4MPEG2 W160 H90 F25:1")
    assert [len(frame) for frame in frames] == [160 * 90 * 3 // 2] * 3
    assert [number_of([frame[x * 10 + 5] > 128 for x in range(16)]) for frame in frames] == [
        0,
        1,
        2,
    ]


def test_a_camera_file_has_whole_cells() -> None:
    with pytest.raises(ValueError, match="must divide"):
        write_camera(Path("never-written"), 1, 650, 360)


def test_the_sound_file_has_the_length_asked_for(tmp_path: Path) -> None:
    write_beeps(tmp_path / "beeps.wav", 2)
    assert (tmp_path / "beeps.wav").stat().st_size == 44 + 2 * 48_000 * 2


def test_the_board_server_ends_with_its_context() -> None:
    with BoardServer() as board:
        assert board.url.startswith("http://127.0.0.1:")
    with BoardServer():
        pass


def sent_every_40_ms(count: int) -> Sent:
    return Sent(Sighting(n, 1000.0 + 40 * n) for n in range(count))


def test_a_true_copy_is_right_in_order_and_its_delay_is_known() -> None:
    seen = [Sighting(n, 1100.0 + 40 * n) for n in range(50)]

    verdict = judge(sent_every_40_ms(50), seen)

    assert verdict.share == 1
    assert (verdict.delay_at(0.5), verdict.delay_at(0.99)) == (100, 100)
    assert verdict.longest_freeze_ms == 40


@pytest.mark.parametrize(
    "wrong",
    [
        Sighting(None, 3000),  # unreadable
        Sighting(9999, 3000),  # never sent
        Sighting(3, 3000),  # older than what was shown before
        Sighting(49, 1200),  # before it was sent
    ],
)
def test_each_kind_of_wrong_frame_counts_against_the_share(wrong: Sighting) -> None:
    seen = [Sighting(n, 1100.0 + 40 * n) for n in range(20)]

    assert judge(sent_every_40_ms(50), [*seen, wrong]).share == pytest.approx(20 / 21)


def test_frames_before_the_first_readable_one_do_not_count_and_nothing_shown_is_no_success() -> (
    None
):
    seen = [Sighting(None, 1000), Sighting(0, 1100)]

    assert judge(sent_every_40_ms(1), seen).share == 1
    assert judge(sent_every_40_ms(1), seen[:1]).share == 0
    assert judge(sent_every_40_ms(1), []).delay_at(0.5) == float("inf")


def test_a_freeze_is_the_time_without_anything_new() -> None:
    seen = [Sighting(0, 1100), Sighting(1, 1140), Sighting(1, 1200), Sighting(2, 1900)]

    assert judge(sent_every_40_ms(5), seen).longest_freeze_ms == 760


def test_a_code_that_comes_round_again_is_a_sending_of_its_own() -> None:
    sent = Sent([Sighting(7, 1000), Sighting(7, 1020), Sighting(7, 41_000)])

    assert sent.all_times() == [1000, 41_000]
    assert sent.time_of(Sighting(7, 2000)) == 1000
    assert sent.time_of(Sighting(7, 41_100)) == 41_000
    assert sent.time_of(Sighting(7, 99_000), not_after=30_000) == 1000
    assert sent.time_of(Sighting(7, 900)) is None


def test_codes_that_the_senders_reader_missed_were_sent_between_their_neighbours() -> None:
    sent = Sent([Sighting(10, 1000), Sighting(None, 1050), Sighting(14, 1160)])

    assert sent.time_of(Sighting(13, 2000)) == 1120
    assert len(sent) == 5


@pytest.mark.parametrize(("code", "at"), [(12, 1201), (400, 11_001), (9, 1040)])
def test_a_standstill_a_long_silence_and_a_new_circle_are_not_filled_in(
    code: int, at: float
) -> None:
    sent = Sent([Sighting(10, 1000), Sighting(code, at)])

    assert len(sent) == 2


def test_rows_of_a_page_become_sightings() -> None:
    assert sightings([[None, 5, 0], [3, 6.5, 0.25]]) == [
        Sighting(None, 5.0),
        Sighting(3, 6.5, 0.25),
    ]
