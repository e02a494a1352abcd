"""What a city may not write into its clocks and its calendar, and how it is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.city.calendar_file import load_calendar
from bot.city.policy_file import load_policy, merged
from bot.city.yaml_file import CityFileError
from bot.rules.days import Source
from bot.rules.limits import parse
from bot.rules.policy import Policy
from storage.vocabulary import Stage, Urgency


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "city.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(tmp_path: Path, text: str) -> str:
    with pytest.raises(CityFileError) as caught:
        load_policy(written(tmp_path, text))
    return str(caught.value)


def test_a_city_writes_only_what_differs(tmp_path: Path) -> None:
    policy = load_policy(written(tmp_path, "version: mine-1\nlimits: {签收: {普通: 2 wh}}\n"))
    assert policy.limit(Stage.SIGN, Urgency.NORMAL) == parse("2 wh")
    assert policy.limit(Stage.SIGN, Urgency.URGENT) == parse("2 wh")
    assert policy.limit(Stage.RESOLVE, Urgency.NORMAL) == parse("5 wd")
    assert policy.version.startswith("mine-1+")


def test_tables_are_merged_and_lists_replaced() -> None:
    base = {"a": {"x": 1, "y": [1, 2]}, "b": 2}
    assert merged(base, {"a": {"y": [3]}, "c": 4}) == {"a": {"x": 1, "y": [3]}, "b": 2, "c": 4}
    assert base == {"a": {"x": 1, "y": [1, 2]}, "b": 2}


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("limits: {签收: {普通: 2 wh}}", "version", "缺少这一项"),
        ("version: v\nlimit: {}", "limit", "没有这个配置项"),
        ("version: v\ndraft: {nudge: 10 min, file: 30 min, off: 1}", "draft", "没有这个配置项"),
        ("version: v\nlimits: {签收: {普通: 4 hours}}", "limits.签收.普通", "时限写法不对"),
        ("version: v\nlimits: {签到: {普通: 4 wh}}", "limits.签到", "应为其中之一"),
        ("version: v\nlimits: {签收: {不急: 4 wh}}", "limits.签收.不急", "应为其中之一"),
        ("version: v\nreminders: {per_person_cap: 0}", "reminders.per_person_cap", "不能小于 1"),
        ("version: v\nreminders: {per_person_cap: 很多}", "reminders.per_person_cap", "应为整数"),
        ("version: v\nreminders: {points: [半路]}", "reminders.points.0", "写法不对"),
        ("version: v\nreminders: {digest_slots: []}", "reminders.digest_slots", "至少要有 1 项"),
        ("version: v\nreminders: {digest_slots: ['25:00']}", "reminders.digest_slots.0", "应为时刻"),
        ("version: v\nreopen: {factor: 1.5}", "reopen.factor", "不能大于 1"),
        ("version: v\nreopen: {factor: 0}", "reopen.factor", "应大于 0"),
        ("version: v\ncallback: {silent: 200}", "callback.silent", "不能大于 100"),
        ("version: ''", "version", "至少要有 1 个字"),
        ("version: v\nconfirm: 5 wd", "confirm", "应为键值表"),
    ],
)
def test_a_bad_value_is_named_with_its_key_and_the_reason(tmp_path: Path, text: str, key: str, reason: str) -> None:
    told = refusal(tmp_path, text)
    assert told.startswith("city.yaml：")
    assert f"{key}：" in told or f"{key}." in told
    assert reason in told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "tracks: {清欠: {internal: {plan: 11 wd}}}",
            "tracks.清欠.internal.plan：内部时限 11 wd 长于法定时限 10 wd（保障中小企业款项支付条例第二十四、二十五条）",
        ),
        ("tracks: {清欠: {bound: {plan: nothing}}}", "tracks.清欠.bound"),
        (
            "ladder: [{level: L1, after: 1 wd, to: [承办人]}, {level: L2, after: 1 wd, to: [营商办]}]",
            "ladder.L2：1 wd 不晚于上一级 L1 的 1 wd，这一级永远轮不到",
        ),
        (
            "urgent_ladder: [{level: U1, after: 2 ch, to: [甲]}, {level: U2, after: 30 min, to: [乙]}]",
            "urgent_ladder.U2",
        ),
        ("ladder: []", "至少要有一级"),
        ("ladder: [{level: L1, after: 0 min, to: []}]", "to 不能为空"),
        ("ladder: [{level: L1, after: 0 min, to: [甲]}, {level: L1, after: 1 wd, to: [乙]}]", "级别名称重复"),
        ("confirm: {nudges: [5 wd]}", "confirm.nudges：5 wd 不早于确认窗口 5 wd"),
        ("draft: {nudge: 30 min}", "draft.nudge"),
        ("extension: {lengths: [5 wd]}", "extension.approvers"),
        ("extension: {lengths: [5 wd, 10 cd]}", "以工作日 wd 计"),
        ("limits: {办结: {普通: 31 wd}}", "limits.办结.普通"),
        ("limits: {确认: {特急: 1 wd, 紧急: 1 wd, 普通: 1 wd}}", "confirm.window"),
    ],
)
def test_what_contradicts_itself_is_refused_with_the_reason(tmp_path: Path, text: str, words: str) -> None:
    assert words in refusal(tmp_path, f"version: v\n{text}\n")


def test_an_internal_limit_equal_to_the_statutory_one_is_allowed(tmp_path: Path) -> None:
    policy = load_policy(written(tmp_path, "version: v\ntracks: {清欠: {internal: {plan: 10 wd}}}\n"))
    assert policy.tracks["清欠"].internal["plan"] == policy.tracks["清欠"].legal["transfer"]


@pytest.mark.parametrize("text", ["version: [", "- a list", "version: v\nversion: w", ""])
def test_a_file_that_is_no_mapping_is_named(tmp_path: Path, text: str) -> None:
    assert refusal(tmp_path, text).startswith("city.yaml：")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CityFileError, match="找不到文件"):
        load_policy(tmp_path / "none.yaml")


CALENDAR = "zone: Asia/Shanghai\nspans: [{from: 09:00, to: 12:00}, {from: '13:30', to: '17:00'}]\n"


def test_a_typed_in_notice_ends_the_doubt_about_its_year(tmp_path: Path) -> None:
    text = (
        CALENDAR
        + "years:\n  2027:\n    days_off: ['2027-01-01..2027-01-03', '2027-02-05']\n    makeup: ['2027-01-09']\n"
    )
    city = load_calendar(written(tmp_path, text))
    assert city.data_ends() == date(2027, 12, 31)
    assert [city.day(date(2027, 1, d)).working for d in (1, 4, 8, 9, 10, 16, 17)] == [
        *(False, True, True, True, False, False, False)
    ]
    assert not city.day(date(2027, 6, 1)).provisional
    assert city.day(date(2028, 1, 4)).provisional


def test_a_notice_may_name_a_day_of_the_year_before(tmp_path: Path) -> None:
    text = CALENDAR + "years:\n  2026: {days_off: ['2026-10-01']}\n  2027: {days_off: [], makeup: ['2026-12-27']}\n"
    city = load_calendar(written(tmp_path, text))
    assert city.day(date(2026, 12, 27)).working
    assert [city.day(date(year, 1, 1)).source for year in (2026, 2027)] == [Source.KEEPER, Source.KEEPER]


def test_the_citys_own_day_beats_the_notice(tmp_path: Path) -> None:
    city = load_calendar(written(tmp_path, CALENDAR + "days: {2026-03-09: 放假, '2026-03-14': 上班}\n"))
    assert not city.day(date(2026, 3, 9)).working
    assert city.day(date(2026, 3, 14)).working


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("zone: Asia/Shanghai", "spans：缺少这一项"),
        (CALENDAR + "holidays: {}", "holidays：没有这个配置项"),
        (CALENDAR + "years: {2027: {days_off: ['2027/1/1']}}", "日期写法不对"),
        (CALENDAR + "years: {2027: {days_off: ['2027-01-03..2027-01-01']}}", "日期范围不对"),
        (CALENDAR + "years: {2027: {days_off: ['2026-05-01']}}", "不属于这一年"),
        (CALENDAR + "years: {2027: {days_off: [], makeup: ['2027-01-04']}}", "不是周末"),
        (CALENDAR + "years: {2027: {days_off: ['2027-01-09'], makeup: ['2027-01-09']}}", "既放假又上班"),
        (CALENDAR + "days: {2026-03-09: 休息}", "应为其中之一"),
        ("zone: Asia/Shanghai\nspans: [{from: '12:00', to: '08:00'}]", "工作时段"),
        ("zone: Mars/Base\nspans: [{from: '08:00', to: '12:00'}]", "Mars/Base"),
    ],
)
def test_a_bad_calendar_is_named_with_its_reason(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(CityFileError) as caught:
        load_calendar(written(tmp_path, text))
    assert words in str(caught.value)
    assert str(caught.value).startswith("city.yaml：")


def test_a_missing_urgency_is_named() -> None:
    body = load_policy().to_json()
    del body["limits"]["签收"]["紧急"], body["transfer"]["window"]["特急"]
    with pytest.raises(ValidationError, match=r"limits\.签收：缺少“紧急”.*transfer\.window：缺少“特急”"):
        Policy.from_json(body)
