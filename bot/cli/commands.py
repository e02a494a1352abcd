"""`dingge`: what it can be told on a command line."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from storage.vocabulary import Kind, State

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="顶格办：企业诉求机器人。"
)
case_app = typer.Typer(no_args_is_help=True, help="查看工单（密件不开）。")
city_app = typer.Typer(no_args_is_help=True, help="城市包：样例、装入、单位代码。")
calendar_app = typer.Typer(no_args_is_help=True, help="放假安排：录入新一年的放假通知。")
keys_app = typer.Typer(no_args_is_help=True, help="钥匙：生成、轮换。")
exchange_app = typer.Typer(no_args_is_help=True, help="与 12345、两有三解按 CSV 交换工单。")
app.add_typer(case_app, name="case")
app.add_typer(keys_app, name="keys")
app.add_typer(city_app, name="city")
app.add_typer(calendar_app, name="calendar")
app.add_typer(exchange_app, name="exchange")


class Format(StrEnum):
    """What an export is written as."""

    CSV = "csv"
    XLSX = "xlsx"


class Sample(StrEnum):
    """What a city writes for itself."""

    CITY = "city"  # 单位、人、群、称呼
    SLA = "sla"  # 时限、提醒、阶梯
    CALENDAR = "calendar"  # 作息时段、放假通知


def _told(work: Callable[[], int | None]) -> None:
    """Run, and turn every expected fault into one clear line and an exit code."""
    from bot.cli.faults import explain

    try:
        code = work()
    except KeyboardInterrupt:
        code = 130
    except Exception as error:
        line = explain(error)
        if line is None:
            raise
        print(line, file=sys.stderr)
        code = 2
    raise typer.Exit(code or 0)


@app.command()
def run() -> None:
    """在真实 Telegram 上运行（长轮询；设了 WEBHOOK_URL 则用回调）。"""
    gc.disable()  # a start makes a quarter of a million objects that last: looking for rubbish among them is a fifth of it
    from bot.cli.running import run as go

    _told(go)


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="演练场端口")] = 8765,
    story: Annotated[bool, typer.Option(help="用虚拟时间演一遍两周的故事并打印")] = False,
    data: Annotated[Path | None, typer.Option(help="数据放哪里；默认用临时目录")] = None,
) -> None:
    """启动演练场和示范市；--story 演一遍。"""
    from bot.cli.demo import serve, tell_story

    _told(lambda: tell_story(data) if story else serve(port, data))


@app.command("seed-demo")
def seed_demo() -> None:
    """把示范市的人员和单位装进数据库。"""
    from bot.cli.admin import seed_demo as go

    _told(go)


@app.command()
def enrol(code: str) -> None:
    """打印一个岗位的登记链接；第一位管理员这样进来。"""
    from bot.cli.city import enrol as go

    _told(lambda: go(code))


@app.command()
def check() -> None:
    """上线前逐项检查：设置、令牌、隐私模式、数据库、钥匙、群和权限。"""
    from bot.cli.check import check as go

    _told(go)


@app.command()
def migrate() -> None:
    """把数据库升到本程序需要的结构。"""
    from bot.cli.admin import migrate as go

    _told(go)


@app.command()
def backup(target: Annotated[Path, typer.Argument(help="备份成哪个文件")]) -> None:
    """运行中备份 SQLite 数据库（内容仍是加密的；钥匙另备）。"""
    from bot.cli.backup import backup as go

    _told(lambda: go(target))


@app.command()
def bench(
    complaints: Annotated[int, typer.Option(help="多少件诉求")] = 300,
) -> None:
    """与普通回声机器人同场比吞吐。"""
    from bot.cli.bench import bench as go

    _told(lambda: go(complaints))


@app.command("bench-trainer")
def bench_trainer(
    train: Annotated[Path, typer.Option(help='训练文件，每行一个 {"text": …, "label": …}')],
    test: Annotated[Path, typer.Option(help="测试文件，同样格式")],
) -> None:
    """把训练程序放到别人的数据上，与字符 SVC 同场比（要装 scikit-learn）。"""
    from bot.cli.bench_trainer import bench_trainer as go

    _told(lambda: go(train, test))


@app.command()
def evaluate(
    file: Annotated[Path | None, typer.Argument(help="评测这个文件（每行一条 JSON）；不给则评测语料")] = None,
    part: Annotated[str, typer.Option(help="语料的哪一部分：test 或 train")] = "test",
    rules: Annotated[bool, typer.Option("--rules", help="只用规则和目录，不用训练好的模型")] = False,
    json: Annotated[bool, typer.Option("--json", help="机器可读")] = False,
) -> None:
    """用没训练过的语句评测理解：单位、类型、紧急度、A/B/C、要素、校准、耗时。"""
    from bot.cli.evaluate import evaluate as go

    _told(lambda: go(part, file, trained=not rules, as_json=json))


@app.command()
def classify(
    text: Annotated[str | None, typer.Argument(help="一条诉求；不给则用 --jsonl")] = None,
    jsonl: Annotated[Path | None, typer.Option(help='每行一个 {"text": …} 的文件；结果每行一条')] = None,
    rules: Annotated[bool, typer.Option("--rules", help="只用规则和目录，不用训练好的模型")] = False,
) -> None:
    """读懂一条诉求：类型、单位和理由、A/B/C、急缓、要素、几件事、缺什么、该问什么。"""
    from bot.cli.classify import classify as one
    from bot.cli.classify import classify_file as many
    from bot.clock import SystemClock

    now = SystemClock().now()
    if text is not None and jsonl is None:
        _told(lambda: one(text, now, trained=not rules))
    if jsonl is not None and text is None:
        _told(lambda: many(jsonl, now, trained=not rules))
    raise typer.BadParameter("给一条文字，或者给 --jsonl 文件。")


@app.command()
def similar(
    file: Annotated[Path, typer.Argument(help='每行一个 {"text": …} 的文件')],
    alike: Annotated[float, typer.Option(min=0.05, max=0.95, help="多像算一类（余弦）")] = 0.2,
) -> None:
    """把说同一件事的诉求归到一起，多的在前。"""
    from bot.cli.classify import similar as go

    _told(lambda: go(file, alike))


@app.command()
def train(target: Annotated[Path | None, typer.Option(help="写到哪个文件；默认随包的模型")] = None) -> None:
    """用语料重新训练理解模型（约两分钟，不需要别的库）。"""
    from bot.cli.evaluate import train as go

    _told(lambda: go(target))


@app.command()
def lessons(
    trial: Annotated[bool, typer.Option("--try", help="试算：学了这些件，派单位会不会更准（不改模型）")] = False,
) -> None:
    """数一数坐席和裁定的决定里，有多少件可以教给理解模型（按单位；只数，不改）。"""
    from bot.cli.learn import try_out
    from bot.cli.lessons import lessons as go

    _told(try_out if trial else go)


@app.command()
def version() -> None:
    """版本。"""
    from importlib.metadata import version as installed

    print(installed("dingge"))


@case_app.command("list")
def case_list(json: Annotated[bool, typer.Option("--json", help="机器可读")] = False) -> None:
    """列出工单。"""
    from bot.cli.admin import case_list as go

    _told(lambda: go(json))


@case_app.command("show")
def case_show(number: str, json: Annotated[bool, typer.Option("--json", help="机器可读")] = False) -> None:
    """看一件工单：字段、经过、消息。密件不开。"""
    from bot.cli.admin import case_show as go

    _told(lambda: go(number, json))


@case_app.command("files")
def case_files(number: str, folder: Annotated[Path, typer.Argument(help="写到哪个文件夹")]) -> None:
    """把一件工单的附件写到文件夹（另存的那份）。密件不开。"""
    from bot.cli.case_files import case_files as go

    _told(lambda: go(number, folder))


@case_app.command("export")
def case_export(
    target: Annotated[Path, typer.Argument(help="写到哪个文件")],
    start: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="从哪天收件起")],
    end: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="到哪天为止（含）")],
    by: Annotated[str, typer.Option(help="谁导出：营商办或督办的岗位代码，留痕用")],
    form: Annotated[Format, typer.Option("--format", help="文件格式")] = Format.CSV,
    unit: Annotated[str | None, typer.Option(help="只要这个单位（代码）")] = None,
    state: Annotated[State | None, typer.Option(help="只要这个状态")] = None,
    kind: Annotated[Kind | None, typer.Option(help="只要这个类型")] = None,
) -> None:
    """导出一段时间的工单（脱敏，带水印，逐件留痕）；密件不出，作风类只出状态。"""
    from bot.cli.case_export import case_export as go

    _told(lambda: go(target, (start, end), by, form, unit, state, kind))


@keys_app.command("new")
def keys_new() -> None:
    """生成 MASTER_KEY 和 SEALED_KEY。"""
    from bot.cli.admin import keys_new as go

    _told(go)


@keys_app.command("rewrap")
def keys_rewrap() -> None:
    """换主钥匙后，把数据钥匙改用新主钥匙包裹。"""
    from bot.cli.admin import keys_rewrap as go

    _told(go)


@city_app.command("sample")
def city_sample(what: Annotated[Sample, typer.Argument(help="城市包、时限或日历")] = Sample.CITY) -> None:
    """打印一份样例，复制出来改：city 城市包，sla 时限，calendar 日历。"""
    from bot.cli.city import sample as go

    _told(lambda: go(what.value))


@city_app.command("load")
def city_load() -> None:
    """把 CITY_PACK 里的岗位和群装进数据库；已登记的人不受影响。"""
    from bot.cli.city import load_city as go

    _told(go)


@city_app.command("units")
def city_units() -> None:
    """列出本市各单位的代码。"""
    from bot.cli.city import units as go

    _told(go)


@calendar_app.command("load")
def calendar_load(notice: Annotated[Path, typer.Argument(help="放假安排（YAML）")]) -> None:
    """录入一年的放假和调休，重算暂定时限；正在运行的机器人一分钟内生效。"""
    from bot.cli.city import load_calendar_notice as go

    _told(lambda: go(notice))


@exchange_app.command("import")
def exchange_import(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV 文件（UTF-8 或 GB18030）")],
    system: Annotated[str, typer.Option(help="来自哪个平台：12345 或 两有三解")],
    returned: Annotated[Path | None, typer.Option(help="退回的行写到哪里；默认写在原文件旁")] = None,
) -> None:
    """导入另一平台的工单；重复导入不会重复立件，有问题的行连同原因退回。"""
    from bot.cli.exchange import bring_in as go

    _told(lambda: go(file, system, returned))


@exchange_app.command("export")
def exchange_export(
    target: Annotated[Path, typer.Argument(help="写到哪个文件")],
    system: Annotated[str, typer.Option(help="给哪个平台：12345 或 两有三解")],
    by: Annotated[str, typer.Option(help="谁导出：营商办或督办的岗位代码，留痕用")],
    since: Annotated[str, typer.Option(help="只要这天以来有变化的，如 2026-03-09")] = "",
) -> None:
    """把来自另一平台的工单的状态和答复写成 CSV；密件不出，作风类只出状态。"""
    from bot.cli.exchange import give_out as go

    _told(lambda: go(system, by, since, target))
