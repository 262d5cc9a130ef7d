from server.timetables.guards import FeedKey


async def test_a_feed_is_opened_by_its_key_only() -> None:
    assert "secret key" in FeedKey.owner_check
    assert await FeedKey()(key="k") == "k"
