"""What whoever exchanges cases with another platform reads: reasons of returned rows, and the count (A05)."""

from __future__ import annotations

from datetime import datetime

NO_NUMBER = "缺少编号（external_no）"
BAD_NUMBER = "编号只能用字母、数字、横线和下划线，最多 40 位"
TWICE = "同一文件里编号重复，以前一行为准"
NO_WORDS = "缺少内容"
TOO_LONG = "内容超过 10000 字"
CELLS = "列数与表头不一致"
NO_TIME = "来电时间看不懂，请写成 2026-03-09 10:30"
LATER = "来电时间晚于现在"
ENDED = "对方平台已办结或已撤销，不再立件"
OFFICIAL = "此件请按原平台规定转法定渠道，本平台不收存"
UNREADABLE = "文件不是 UTF-8 或 GB18030 编码的 CSV"

COMING = "收到文件，正在逐行核对，做完告诉您结果。"
NOT_CSV = "只收 CSV 文件。请在表格软件里“另存为 CSV（UTF-8）”再发一次。"
NOT_FETCHED = "文件没有取到，一行都没有漏记或重记。请再发一次；还不行就用 dingge exchange import 导入。"
RETURNED = "退回的行和原因在这个文件里，改好可以直接再发，已受理的不会重复。"


def which_system(known: str) -> str:
    """It is not clear whose cases these are."""
    return f"请再发一次，并在文件说明里写来自哪个平台（{known}，只写一个）。"


def too_big(most: int) -> str:
    """A file for the command line."""
    return f"文件超过 {most // 1_000_000} MB，没有导入。请拆成几个再发，或用 dingge exchange import 导入。"


def no_table(why: str) -> str:
    """The file as a whole cannot be read."""
    return f"文件没有导入：{why}。请改好再发一次。"


def no_status(word: str, known: str) -> str:
    """A status word that the table does not have."""
    return f"状态“{word}”不在对照表（可用：{known}）" if word else f"缺少状态（可用：{known}）"


def no_columns(names: str) -> str:
    """The head lacks columns."""
    return f"表头缺少列：{names}"


def unknown_unit(system: str) -> str:
    """Why a clerk looks first: the unit named is none of ours."""
    return f"{system} 写的承办单位不在本市目录，请定单位"


def other_unit(system: str, name: str) -> str:
    """Why a clerk looks first: the words read otherwise than the unit named."""
    return f"{system} 写的承办单位是{name}，与内容理解不一致，请定单位"


def caller(name: str, phone: str, enterprise: str) -> str:
    """For the sealed contact alone: who rang, as the other platform wrote it down."""
    known = [f"{what}：{word}" for what, word in (("姓名", name), ("电话", phone), ("企业", enterprise)) if word]
    return f"（来电登记：{'；'.join(known)}）" if known else ""


def done(new: int, known: int, bad: int) -> str:
    """The outcome of one file. Nothing in it tells classes apart."""
    return f"已受理 {new} 件，此前已有 {known} 件，退回 {bad} 行。"


def may_not(code: str) -> str:
    """This post takes no cases away."""
    return f"{code} 不是在岗的营商办或督办岗位，不能导出。"


def mark(name: str, code: str, at: datetime) -> str:
    """The watermark line: who took it and when, in the city's time."""
    return f"内部资料，{name}（{code}）导出于 {at:%Y-%m-%d %H:%M}，请勿外传"


def written(count: int, target: str, code: str) -> str:
    """The outcome of an export."""
    return f"{count} 件写到 {target}，已按 {code} 留痕。"
