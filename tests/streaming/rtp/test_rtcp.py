import struct

import pytest
from aiortc import rtp as aiortc_rtp
from hypothesis import given, strategies as st

from streaming.errors import PacketError
from streaming.rtp import rtcp
from streaming.rtp.rtcp import (
    Bye,
    Fir,
    Nack,
    Pli,
    ReceiverReport,
    Remb,
    ReportBlock,
    SenderReport,
)

U8, U16, U32 = st.integers(0, 0xFF), st.integers(0, 0xFFFF), st.integers(0, 0xFFFF_FFFF)
BLOCKS = st.builds(ReportBlock, U32, U8, st.integers(-0x80_0000, 0x7F_FFFF), U32, U32, U32, U32)
REPORTS = st.lists(BLOCKS, max_size=31).map(tuple)
EXAMPLE = ReportBlock(1, 2, -3, 4, 5, 6, 7)


def aiortc_block(block):
    return aiortc_rtp.RtcpReceiverInfo(
        block.ssrc,
        block.fraction_lost,
        block.cumulative_lost,
        block.highest_sequence,
        block.jitter,
        block.last_sender_report,
        block.delay_since_last,
    )


@given(U32, st.integers(0, (1 << 64) - 1), U32, U32, U32, REPORTS)
def test_a_sender_report_means_the_same_to_us_and_to_aiortc(
    ssrc, ntp_time, timestamp, packets, octets, reports
):
    data = rtcp.sender_report(ssrc, ntp_time, timestamp, packets, octets, reports)
    assert rtcp.parse(data) == [SenderReport(ssrc, ntp_time, timestamp, packets, octets, reports)]
    info = aiortc_rtp.RtcpSenderInfo(ntp_time, timestamp, packets, octets)
    (theirs,) = aiortc_rtp.RtcpPacket.parse(data)
    assert theirs == aiortc_rtp.RtcpSrPacket(ssrc, info, [aiortc_block(it) for it in reports])


@given(U32, REPORTS)
def test_a_receiver_report_means_the_same_to_us_and_to_aiortc(ssrc, reports):
    data = rtcp.receiver_report(ssrc, reports)
    assert rtcp.parse(data) == [ReceiverReport(ssrc, reports)]
    (theirs,) = aiortc_rtp.RtcpPacket.parse(data)
    assert theirs == aiortc_rtp.RtcpRrPacket(ssrc, [aiortc_block(it) for it in reports])


def test_blocks_beyond_31_go_into_further_reports():
    blocks = [EXAMPLE] * 70
    assert [len(it.reports) for it in rtcp.parse(rtcp.receiver_report(9, blocks))] == [31, 31, 8]
    first, *others = rtcp.parse(rtcp.sender_report(9, 0, 0, 0, 0, blocks))
    assert isinstance(first, SenderReport)
    assert [len(it.reports) for it in (first, *others)] == [31, 31, 8]


def test_counts_that_outgrow_their_fields_are_clamped_or_wrap():
    huge = ReportBlock(1, 0, 1 << 30, (1 << 40) + 5, 1 << 33, 0, 1 << 35)
    (report,) = rtcp.parse(rtcp.receiver_report(9, [huge]))
    assert report.reports[0].cumulative_lost == 0x7F_FFFF
    assert report.reports[0].highest_sequence == 5
    (sent,) = rtcp.parse(rtcp.sender_report(9, 0, 0, (1 << 32) + 1, (1 << 32) + 2))
    assert (sent.packets, sent.octets) == (1, 2)


@given(U32, st.text(max_size=60))
def test_aiortc_reads_our_source_description(ssrc, cname):
    data = rtcp.source_description(ssrc, cname)
    (theirs,) = aiortc_rtp.RtcpPacket.parse(data)
    (chunk,) = theirs.chunks
    assert (chunk.ssrc, chunk.items) == (ssrc, [(1, cname.encode())])
    assert rtcp.parse(data) == []


def test_a_cname_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="256 bytes"):
        rtcp.source_description(1, "a" * 256)


@given(U32, U32, st.sets(U16, max_size=1000))
def test_a_nack_asks_for_each_sequence_once_whatever_the_order(sender, ssrc, sequences):
    (found,) = rtcp.parse(rtcp.nack(sender, ssrc, list(sequences)))
    assert (found.sender, found.ssrc) == (sender, ssrc)
    assert sorted(found.sequences) == sorted(sequences)


def test_neighbours_across_the_wrap_share_one_entry():
    data = rtcp.nack(1, 2, [0, 65_535, 65_534, 14])
    assert len(data) == 12 + 4
    assert rtcp.parse(data) == [Nack(1, 2, (65_534, 65_535, 0, 14))]
    assert len(rtcp.nack(1, 2, [10, 27])) == 12 + 8


def test_a_sequence_wanted_twice_is_asked_for_once():
    assert rtcp.parse(rtcp.nack(1, 2, [7, 7, 8, 8])) == [Nack(1, 2, (7, 8))]


@given(st.lists(st.integers(100, 60_000), min_size=1, max_size=50, unique=True).map(sorted))
def test_aiortc_reads_our_nack(sequences):
    (theirs,) = aiortc_rtp.RtcpPacket.parse(rtcp.nack(1, 2, sequences))
    assert sorted(theirs.lost) == sequences


@given(U32, U32)
def test_a_picture_loss_indication_means_the_same_to_us_and_to_aiortc(sender, ssrc):
    data = rtcp.pli(sender, ssrc)
    assert rtcp.parse(data) == [Pli(sender, ssrc)]
    assert aiortc_rtp.RtcpPacket.parse(data) == [aiortc_rtp.RtcpPsfbPacket(1, sender, ssrc)]


@given(U32, U32, st.integers(0, 1000))
def test_a_full_intra_request_names_the_stream_in_its_entry(sender, ssrc, sequence):
    data = rtcp.fir(sender, ssrc, sequence)
    assert rtcp.parse(data) == [Fir(sender, (ssrc,))]
    (theirs,) = aiortc_rtp.RtcpPacket.parse(data)
    assert (theirs.fmt, theirs.media_ssrc) == (4, 0)
    assert theirs.fci == struct.pack("!II", ssrc, (sequence & 0xFF) << 24)


@given(U32, st.integers(0, (1 << 81) - 1), st.lists(U32, max_size=255).map(tuple))
def test_an_estimate_keeps_18_bits_and_never_grows(sender, bitrate_bps, ssrcs):
    data = rtcp.remb(sender, bitrate_bps, ssrcs)
    (found,) = rtcp.parse(data)
    assert (found.sender, found.ssrcs) == (sender, ssrcs)
    assert bitrate_bps * (1 - 2**-17) <= found.bitrate_bps <= bitrate_bps
    (theirs,) = aiortc_rtp.RtcpPacket.parse(data)
    assert aiortc_rtp.unpack_remb_fci(theirs.fci) == (found.bitrate_bps, list(ssrcs))


@pytest.mark.parametrize("bitrate_bps", [-1, 1 << 81])
def test_a_rate_that_no_estimate_can_say_is_refused(bitrate_bps):
    with pytest.raises(ValueError, match="bitrate_bps"):
        rtcp.remb(1, bitrate_bps, [2])


@given(st.lists(U32, max_size=31).map(tuple))
def test_a_goodbye_means_the_same_to_us_and_to_aiortc(ssrcs):
    data = rtcp.bye(ssrcs)
    assert rtcp.parse(data) == [Bye(ssrcs)]
    assert aiortc_rtp.RtcpPacket.parse(data) == [aiortc_rtp.RtcpByePacket(list(ssrcs))]


@pytest.mark.parametrize("build", [rtcp.bye, lambda ssrcs: rtcp.remb(1, 2, ssrcs)])
def test_more_sources_than_the_count_can_say_are_refused(build):
    with pytest.raises(ValueError, match="at most"):
        build([1] * 256)


def test_a_compound_keeps_its_order_and_skips_what_it_does_not_know():
    application = struct.pack("!BBHII", 0x80, 204, 2, 1, 2)
    slice_loss = struct.pack("!BBHIII", 0x82, 206, 3, 1, 2, 3)
    unknown_feedback = struct.pack("!BBHII", 0x81 + 8, 205, 2, 1, 2)
    data = b"".join(
        (
            rtcp.receiver_report(1),
            rtcp.source_description(1, "a"),
            application,
            slice_loss,
            unknown_feedback,
            rtcp.pli(1, 2),
        )
    )
    assert rtcp.parse(data) == [ReceiverReport(1), Pli(1, 2)]


def test_padding_and_profile_extensions_are_not_content():
    padded = struct.pack("!BBHII", 0xA1, 203, 2, 5, 4)
    assert rtcp.parse(padded) == [Bye((5,))]
    extended = struct.pack("!BBHII", 0x80, 201, 2, 5, 99)
    assert rtcp.parse(extended) == [ReceiverReport(5)]


def test_an_application_message_other_than_remb_is_skipped():
    assert rtcp.parse(struct.pack("!BBHII4sI", 0x8F, 206, 4, 1, 0, b"ABCD", 0)) == []
    assert rtcp.parse(struct.pack("!BBHII", 0x8F, 206, 2, 1, 0)) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x80", "a header needs 4"),
        (struct.pack("!BBH", 0x40, 201, 0), "version 1"),
        (struct.pack("!BBH", 0x80, 201, 1), "beyond the end"),
        (struct.pack("!BBH", 0x80, 200, 0), "sender report of 0 bytes"),
        (struct.pack("!BBHI", 0x81, 201, 1, 1), "receiver report of 4 bytes"),
        (struct.pack("!BBHI", 0x82, 203, 1, 1), "BYE of 4 bytes"),
        (struct.pack("!BBHI", 0x81, 206, 1, 1), "feedback of 4 bytes"),
        (struct.pack("!BBHI", 0x81, 205, 1, 1), "feedback of 4 bytes"),
        (struct.pack("!BBHII4s", 0x8F, 206, 3, 1, 0, b"REMB"), "REMB of 12 bytes"),
        (struct.pack("!BBHII4sI", 0x8F, 206, 4, 1, 0, b"REMB", 1 << 24), "REMB of 16 bytes"),
        (struct.pack("!BBH", 0xA0, 201, 0), "padding of 0 bytes"),
        (struct.pack("!BBHI", 0xA0, 201, 1, 0), "padding of 0 bytes"),
        (struct.pack("!BBHI", 0xA0, 201, 1, 5), "padding of 5 bytes in 4"),
    ],
)
def test_a_broken_packet_is_refused_with_its_reason(data, said):
    with pytest.raises(PacketError, match=said):
        rtcp.parse(data)


def test_a_compound_has_a_bound():
    bye = rtcp.bye([])
    assert len(rtcp.parse(bye * rtcp.MAX_PACKETS)) == rtcp.MAX_PACKETS
    with pytest.raises(PacketError, match="more than 64"):
        rtcp.parse(bye * (rtcp.MAX_PACKETS + 1))


def test_a_nack_has_a_bound():
    assert len(rtcp.parse(rtcp.nack(1, 2, range(1000)))[0].sequences) == 1000
    with pytest.raises(PacketError, match="more than 1000"):
        rtcp.parse(rtcp.nack(1, 2, range(1001)))


def test_an_estimate_reads_the_rate_of_the_draft():
    # draft-alvestrand-rmcat-remb-03 section 2.2: mantissa 18 bits, exponent 6 bits.
    data = struct.pack("!BBHII4sII", 0x8F, 206, 5, 1, 0, b"REMB", 1 << 24 | 3 << 18 | 100_000, 7)
    assert rtcp.parse(data) == [Remb(1, 800_000, (7,))]
