import ssl
from pathlib import Path

import pytest

from streaming.trust import Trust


def test_without_a_file_the_authorities_of_this_machine_count() -> None:
    context = Trust().context()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_a_file_that_holds_no_certificate_is_an_os_error(tmp_path: Path) -> None:
    path = tmp_path / "authority.pem"
    with pytest.raises(OSError, match="No such file"):
        Trust(path).context()
    path.write_text("nothing")
    with pytest.raises(OSError):  # noqa: PT011 - its words are OpenSSL's
        Trust(path).context()
