"""随时调度 as a document of one page (A17). Every part has a longest length, so the page holds whatever the case went through."""

from __future__ import annotations

from bot.reports.packs.document import Block, Document, Heading, Para, Table
from bot.reports.packs.papers import Cover, clipped
from bot.texts import brief as texts
from bot.texts import packs
from bot.texts.brief import Brief

SUMMARY, LINE, ADVICE = 72, 36, 62  # letters
LABELLED, CHASES = (24, 132), (80, 14, 62)  # widths of columns in mm


def page(brief: Brief, cover: Cover) -> Document:
    """The page: facts, chases, where it sticks, both sides' last words, a proposal that a person decides on."""
    blocks: tuple[Block, ...] = (
        Heading("一、案情"),
        _facts(brief),
        Heading(f"二、催办情况（共{brief.chased}次，最后进展：{clipped(brief.progress, 24)}）"),
        _chases(brief),
        Heading("三、双方最后的话"),
        _labelled([("企业", texts.said(brief.enterprise, texts.WORDS)), ("单位", texts.said(brief.unit, texts.WORDS))]),
        Heading("四、卡点与建议（草稿，由人定）"),
        Para(f"卡点：{clipped(brief.stuck, ADVICE)}"),
        Para(f"建议：{clipped(brief.advice, ADVICE)}"),
        Heading("五、决定（发 /decide 录入，到期催办）"),
        Para("谁＿＿＿＿＿＿＿　做什么＿＿＿＿＿＿＿＿＿＿＿＿　何时＿＿＿＿＿＿", indent=False),
    )
    title, under = f"{cover.city}营商环境随时调度案情", f"{brief.view.number}　{packs.date(cover.now)}"
    return Document(title, under, blocks, cover.mark, draft=True, dense=True)


def _facts(brief: Brief) -> Table:
    view = brief.view
    rows = [
        ("事由", clipped(brief.summary, SUMMARY)),
        ("现状", f"{view.urgency.value}｜{view.state.value}｜{brief.state}"),
        ("经过", texts.opened(view)),
        ("主办", clipped(texts.whose(view), SUMMARY)),
        ("时限", texts.limits(view)),
        *[("另有", clipped(line, LINE)) for line in brief.beside[:3]],
    ]
    return _labelled(rows)


def _labelled(rows: list[tuple[str, str]]) -> Table:
    return Table(("项目", "内容"), LABELLED, tuple(rows))


def _chases(brief: Brief) -> Block:
    if not brief.chases:
        return Para("还没有催办过。")
    rows = [(clipped(who, 24), times, last) for who, times, last in texts.chase_cells(brief.chases)]
    return Table(("催了谁", "次数", "最近几次"), CHASES, tuple(rows))
