from pathlib import Path

import pytest

from streaming.errors import StoreError
from streaming.store import DirectoryStore, S3Store, open_store, parse_address


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("file:/srv/tongke/store", "/srv/tongke/store"),
        ("file:///srv/tongke/store", "/srv/tongke/store"),
        ("file:/home/用户 一/我的 课%20程", "/home/用户 一/我的 课%20程"),
    ],
)
def test_a_directory_is_taken_literally(address: str, path: str) -> None:
    assert parse_address(address).directory == Path(path)


def test_an_s3_address_names_every_part() -> None:
    parts = parse_address("s3://key:se%2Fcr%40t@store.example:9000/lessons?secure=0&region=cn-1")
    assert parts.directory is None
    assert (parts.endpoint, parts.bucket) == ("store.example:9000", "lessons")
    assert (parts.access_key, parts.secret_key) == ("key", "se/cr@t")
    assert (parts.secure, parts.region) == (False, "cn-1")


def test_an_s3_address_is_encrypted_unless_it_says_otherwise() -> None:
    parts = parse_address("s3://key:secret@[::1]/lessons")
    assert parts.secure
    assert parts.endpoint == "[::1]"
    assert parts.region == "us-east-1"


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("", "allowed"),
        ("store", "allowed"),
        ("file:relative/path", "absolute"),
        ("http://host/bucket", "allowed"),
        ("s3://host/bucket", "access:secret"),
        ("s3://key:hunter2@host/B", "bucket"),
        ("s3://key:hunter2@host/", "bucket"),
        ("s3://key:hunter2@host:port/bucket", "port"),
        ("s3://key:hunter2@host/bucket?secure=perhaps", "secure"),
        ("s3://key:hunter2@host/bucket?acl=public", "acl"),
    ],
)
def test_says_what_is_wrong_without_the_secret(address: str, names: str) -> None:
    with pytest.raises(StoreError, match=names) as caught:
        parse_address(address)
    assert "hunter2" not in str(caught.value)


async def test_opens_the_kind_of_store_that_the_address_names(tmp_path: Path) -> None:
    directory = open_store(f"file:{tmp_path}")
    bucket = open_store("s3://key:hunter2@host:1/bucket?secure=0")
    assert isinstance(directory, DirectoryStore)
    assert isinstance(bucket, S3Store)
    assert "hunter2" not in repr(bucket) + bucket.name + repr(parse_address("s3://k:hunter2@h/buc"))
    await directory.close()
    await bucket.close()
