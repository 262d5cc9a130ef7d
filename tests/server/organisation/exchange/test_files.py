from server.organisation.exchange import files


def test_what_passes_a_bound_is_said_with_its_place_in_both_languages() -> None:
    for words in (
        files.too_many_rows("表"),
        files.too_many_columns("表", 7),
        files.cell_too_long("表", 7, 3),
    ):
        assert "表" in words.zh
        assert "row" in words.en
    assert "第 7 行第 3 栏" in files.cell_too_long("表", 7, 3).zh
