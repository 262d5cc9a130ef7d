from server.organisation.exchange import exporting
from server.organisation.exchange.sheets import SHEET, SHEETS
from tests.support.import_plans import small_rows
from tests.support.tables import opened


def test_schools_of_one_name_are_told_apart() -> None:
    names = exporting.school_names(small_rows())
    assert names == {"s1": "桑枣", "s2": "安州/中心", "s3": "涪城/中心"}


def test_the_template_has_every_sheet_and_explains_every_column() -> None:
    sheets = opened(exporting.template_xlsx("zh"))
    assert list(sheets) == ["填写说明", *(sheet.name.zh for sheet in SHEETS)]
    guide = sheets["填写说明"]
    assert len(guide) == 1 + sum(len(sheet.columns) for sheet in SHEETS)
    assert ["班级", "年级", "是", "一年级到九年级、高一到高三，或 1 到 12"] in guide
    assert sheets["班级"] == [["学校*", "班级*", "年级*", "人数", "代码"]]
    assert list(opened(exporting.template_xlsx("en")))[:2] == ["guide", "districts"]


def test_a_sheet_as_csv_has_the_same_rows() -> None:
    content = exporting.to_csv(small_rows(), SHEET["schools"], "zh").decode("utf-8-sig")
    assert content.splitlines()[:2] == [
        "学区*,学校*,代码,下行带宽,上行带宽",
        "安州,中心,code-s2,10,5",
    ]
    assert exporting.template_csv(SHEET["subjects"], "en").decode("utf-8-sig") == "subject*\r\n"
