"""The league, recomputed from exported events by a script that imports nothing of ours: `python league_oracle.py events.jsonl 2026Q1`.

An event is {"case", "seq", "kind", "at" (ISO 8601), "role", "data"}. Written from docs/league.md, not from the program.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from datetime import datetime, timedelta, timezone
from fractions import Fraction

CHINA = timezone(timedelta(hours=8))
ITEMS = [("签收", 10), ("首联", 10), ("办结", 20), ("解决", 35), ("满意", 15), ("一次", 10)]
DEDUCT = [("退单", 2), ("代签", 1), ("虚假", 20)]


def bounds(quarter: str) -> tuple[datetime, datetime]:
    """First instant of a quarter and of the next one."""
    year, number = int(quarter[:4]), int(quarter[5])
    after = (year + 1, 1) if number == 4 else (year, 3 * number + 1)
    return datetime(year, 3 * number - 2, 1, tzinfo=CHINA), datetime(*after, 1, tzinfo=CHINA)


def story(events: list[dict]) -> dict:
    """One case told up to some instant: stays = [unit, wrong since, reopened, returned], marks = (instant, stay, item, good)."""
    s = {
        "class": "A",
        "accused": [],
        "kind": "",
        "held": False,
        "under": False,
        "closed": False,
        "stays": [],
        "marks": [],
    }
    here, known, asked, doubtful = None, set(), False, False

    def mark(item: str, at: datetime, good: bool = True) -> None:
        if here is not None:
            s["marks"].append((at, here, item, good))

    def first(item: str, at: datetime, good: bool) -> None:
        if item not in known:
            known.add(item)
            mark(item, at, good)

    for event in events:
        kind, at, data = event["kind"], event["when"], event["data"]
        new = data.get("set") or {}
        for ours, theirs in (("class", "secrecy"), ("accused", "accused"), ("kind", "kind"), ("held", "held")):
            s[ours] = new.get(theirs, s[ours])
        s["under"] = new["merged_into"] is not None if "merged_into" in new else s["under"]
        leaves = "unit" in new and (here is None or s["stays"][here][0] != new["unit"])
        granted = kind in ("延期裁定", "复杂件认定", "挂账裁定") and (data.get("agreed") or new.get("held"))
        settled = kind in ("延期裁定", "复杂件认定", "挂账裁定", "办结答复", "企业确认", "办结", "重办", "撤回")
        if granted:
            doubtful = False
        if doubtful and settled:
            first("办结", at, False)
        if settled:
            asked = doubtful = False
        if kind in ("申请延期", "申请复杂件", "申请挂账"):
            asked = True
        if kind == "转办裁定" and not data["agreed"] and here is not None:
            s["stays"][here][3] = True
            mark("退单", at)
        if kind == "签收":
            first("签收", at, event["role"] != "时钟")
            if event["role"] == "时钟":
                mark("代签", at)
        if kind == "办结答复":
            first("签收", at, True)
        if kind == "办结答复" or (kind == "首联" and data.get("reached", True)):
            first("首联", at, True)
        if kind == "逾期" and data["stage"] in ("签收", "首联"):
            first(data["stage"], at, False)
        if kind == "逾期" and data["stage"] == "办结":
            doubtful = asked
            if not asked:
                first("办结", at, False)
        if kind in ("企业确认", "办结"):
            first("办结", at, True)
            mark("结案", at, new["close_kind"])
            s["closed"] = True
        if kind == "重办":
            first("办结", at, False)
            known, s["closed"] = {"签收"}, False
            if here is not None:
                s["stays"][here][2] = True
        if kind == "评价" and new.get("rating"):
            mark("满意", at, new["rating"] >= 3)
        if leaves:
            if kind == "转办裁定" and here is not None:
                s["stays"][here][1] = at
            if doubtful:
                first("办结", at, False)
            asked = doubtful = False
            here = len(s["stays"]) if new["unit"] else None
            if here is not None:
                s["stays"].append([new["unit"], None, False, False])
    return s


def case_figures(events: list[dict], quarter: str) -> dict:
    """What one case adds: unit → {"item": (good, due)} or the reason why it is left out."""
    begin, end = bounds(quarter)
    whole, s = story(events), story([event for event in events if event["when"] < end])
    found = {}
    for unit in {stay[0] for stay in s["stays"]} - set(whole["accused"]) if whole["class"] != "C" else ():
        stays = [n for n, stay in enumerate(s["stays"]) if stay[0] == unit]
        good_stays = [n for n in stays if s["stays"][n][1] is None]
        if not good_stays:
            if any(begin <= s["stays"][n][1] < end for n in stays):
                found[unit] = "派错单"
            continue
        mine = [m for m in s["marks"] if m[1] in good_stays and begin <= m[0] < end]
        reopened = any(s["stays"][n][2] for n in good_stays)
        returned = any(s["stays"][n][3] for n in good_stays)
        figures = {}
        for item in ("签收", "首联", "办结"):
            goods = [good for _, _, what, good in mine if what == item]
            if goods:
                figures[item] = (int(all(goods) and not (item == "办结" and reopened)), 1)
        endings = [good for _, _, what, good in mine if what == "结案"]
        if endings and s["closed"] and good_stays[-1] == len(s["stays"]) - 1:
            figures["一次"] = (int(not reopened and not returned), 1)
            if endings[-1] in ("已解决", "未解决"):
                figures["解决"] = (int(endings[-1] == "已解决"), 1)
        stars = [good for _, _, what, good in mine if what == "满意"]
        if stars:
            figures["满意"] = (int(stars[-1]), 1)
        for item in ("退单", "代签"):
            if any(what == item for _, _, what, _ in mine):
                figures[item] = (1, 1)
        if s["under"]:
            figures = {item: pair for item, pair in figures.items() if item in ("解决", "满意")}
        rulings = [e["data"] for e in events if e["kind"] == "考核认定" and e["data"]["agreed"]]
        grounds = [r["ground"] for r in rulings if (r["quarter"], r["unit"]) == (quarter, unit)]
        if not figures:
            continue
        if "虚假办结" in grounds:
            figures["虚假"] = (1, 1)
        others = [ground for ground in grounds if ground != "虚假办结"]
        why = others[0] if others else s["kind"] if s["kind"] in ("无效", "表扬") else "挂账已批" if s["held"] else ""
        found[unit] = why or figures
    return found


def half_up(value: Fraction, places: int) -> str:
    """A decimal, exact ties up."""
    scaled = int(value * 10**places * 2 + 1) // 2
    return f"{scaled // 10**places}.{scaled % 10**places:0{places}d}"


def league(events: list[dict], quarter: str) -> dict:
    """unit → cases, rates, raw, points, place, excluded; all as published."""
    by_case = defaultdict(list)
    for event in events:
        by_case[event["case"]].append({**event, "when": datetime.fromisoformat(event["at"])})
    sums, out = defaultdict(lambda: defaultdict(lambda: [0, 0])), defaultdict(lambda: defaultdict(int))
    for history in by_case.values():
        for unit, figures in case_figures(sorted(history, key=lambda event: event["seq"]), quarter).items():
            if isinstance(figures, str):
                out[unit][figures] += 1
                continue
            for item, (good, due) in figures.items():
                sums[unit][item][0] += good
                sums[unit][item][1] += due
            sums[unit]["件"][1] += bool(set(figures) & {"签收", "首联", "办结", "一次"})
    raw = {}
    for unit, items in sums.items():
        known = [(weight, Fraction(*items[item])) for item, weight in ITEMS if items[item][1]]
        if known:
            raw[unit] = 100 * sum(w * rate for w, rate in known) / sum(w for w, _ in known)
    total = sum(sums[unit]["件"][1] for unit in raw)
    average = sum(sums[unit]["件"][1] * score for unit, score in raw.items()) / total if total else None
    table = {}
    for unit in {*sums, *out}:
        items = sums[unit]
        n, minus = items["件"][1], sum(points * items[item][0] for item, points in DEDUCT)
        points = None
        if unit in raw:
            kept = (n * raw[unit] + 10 * average) / (n + 10) if n < 20 and average is not None else raw[unit]
            points = half_up(max(Fraction(0), kept - minus), 2)
        table[unit] = {
            "cases": n,
            "rates": [tuple(items[item]) for item, _ in ITEMS],
            "raw": half_up(raw[unit], 2) if unit in raw else None,
            "points": points,
            "excluded": dict(out[unit]),
        }
    ranked = {unit: Fraction(row["points"]) for unit, row in table.items() if row["points"] and row["cases"] >= 5}
    for unit, row in table.items():
        row["place"] = 1 + sum(p > ranked[unit] for p in ranked.values()) if unit in ranked else None
    return table


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        result = league([json.loads(line) for line in file], sys.argv[2])
    for unit in sorted(result, key=lambda unit: (result[unit]["place"] or 999, unit)):
        print(unit, json.dumps(result[unit], ensure_ascii=False))
