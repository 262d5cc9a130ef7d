"""From packets to segments: journal, depacketizer, muxer, uploader."""
