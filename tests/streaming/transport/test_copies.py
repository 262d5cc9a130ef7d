"""What both loops write is compared in `test_fan.py`; here: which of them is taken, and a library that is none."""

import subprocess

import pytest

from streaming.errors import NodeError
from streaming.transport import copies as module
from streaming.transport.copies import NativeCopies, PythonCopies, copies
from streaming.transport.udp import SendBatch


@pytest.fixture
def batch():
    return SendBatch(-1)


def test_the_loop_in_c_is_taken_where_it_is_built(batch):
    assert isinstance(copies(batch), NativeCopies)


def test_the_loop_in_python_serves_where_it_is_not(batch, monkeypatch, tmp_path):
    monkeypatch.setattr(module, "LIBRARY", tmp_path / "libcopies-2.so")
    assert isinstance(copies(batch), PythonCopies)


def test_a_file_that_is_no_library_is_named(batch, monkeypatch, tmp_path):
    path = tmp_path / "libcopies-2.so"
    path.write_bytes(b"torn")
    monkeypatch.setattr(module, "LIBRARY", path)
    with pytest.raises(NodeError, match=r"libcopies-2.*make run"):
        copies(batch)


def test_a_library_of_other_sources_is_refused(batch, monkeypatch, tmp_path):
    path = tmp_path / "libcopies-2.so"
    source = tmp_path / "other.c"
    source.write_text("int copies_version(void) { return 99; }")
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", path, source], check=True)
    monkeypatch.setattr(module, "LIBRARY", path)
    with pytest.raises(NodeError, match="version 99, not 2"):
        copies(batch)
