"""The object store: one protocol, a directory or any S3 endpoint behind it, chosen by one address."""

from streaming.store.address import StoreAddress, open_store, parse_address
from streaming.store.directory import DirectoryStore
from streaming.store.objects import ObjectStatus, ObjectStore, check_key
from streaming.store.s3 import S3Store

__all__ = [
    "DirectoryStore",
    "ObjectStatus",
    "ObjectStore",
    "S3Store",
    "StoreAddress",
    "check_key",
    "open_store",
    "parse_address",
]
