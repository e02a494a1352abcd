"""Markup: text and entities as Telegram reads them, and its refusals."""

from __future__ import annotations

import pytest

from bot.playground.entities import found_in
from bot.playground.errors import ApiError
from bot.playground.markup_html import parse_html
from bot.playground.markup_markdown import parse_markdown


def spans(text: str, entities: list[dict[str, object]]) -> list[tuple[object, str]]:
    """Each entity's kind and the words it covers."""
    coded = text.encode("utf-16-le")
    found = []
    for entity in entities:
        start, length = entity["offset"], entity["length"]
        assert isinstance(start, int)
        assert isinstance(length, int)
        found.append((entity["type"], coded[start * 2 : (start + length) * 2].decode("utf-16-le")))
    return found


@pytest.mark.parametrize(
    ("source", "text", "marked"),
    [
        ("<b>您好</b>", "您好", [("bold", "您好")]),
        ("😀<i>好</i>", "😀好", [("italic", "好")]),
        ("<b>甲<u>乙</u></b>", "甲乙", [("bold", "甲乙"), ("underline", "乙")]),
        ("1 &lt; 2 &amp; 3", "1 < 2 & 3", []),
        ("&nbsp;<code>x</code>", "&nbsp;x", [("code", "x")]),
        ('<a href="https://example.cn/?a=1&amp;b=2">看</a>', "看", [("text_link", "看")]),
        ('<pre><code class="language-sql">x</code></pre>', "x", [("pre", "x")]),
        ("<blockquote expandable>长</blockquote>", "长", [("expandable_blockquote", "长")]),
        ('<span class="tg-spoiler">密</span>', "密", [("spoiler", "密")]),
        ("<b></b>空", "空", []),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, marked: list[tuple[str, str]]) -> None:
    parsed, entities = parse_html(source)
    assert (parsed, spans(parsed, entities)) == (text, marked)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<b>好", 'Can\'t find end tag corresponding to start tag "b"'),
        ("好</b>", "Unexpected end tag at byte offset 3"),
        ("<b>好</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("<div>好</div>", 'Unsupported start tag "div" at byte offset 0'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ],
)
def test_bad_html_is_refused_with_its_place(source: str, why: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


@pytest.mark.parametrize(
    ("source", "text", "marked"),
    [
        ("*粗* _斜_ __下__ ~删~ ||密||", "粗 斜 下 删 密",
         [("bold", "粗"), ("italic", "斜"), ("underline", "下"), ("strikethrough", "删"), ("spoiler", "密")]),
        (r"1\.5 \*", "1.5 *", []),
        ("`a*b`", "a*b", [("code", "a*b")]),
        ("```sql\nx```", "x", [("pre", "x")]),
        (r"[看](https://example.cn/a\)b)", "看", [("text_link", "看")]),
        (">引\n>文\n完", "引\n文\n完", [("blockquote", "引\n文\n")]),
    ],
)  # fmt: skip
def test_markdown_becomes_text_and_entities(source: str, text: str, marked: list[tuple[str, str]]) -> None:
    parsed, entities = parse_markdown(source)
    assert (parsed, spans(parsed, entities)) == (text, marked)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("好.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("*好", "Can't find end of Bold entity at byte offset 0"),
        ("好`x", "Can't find end of Code entity at byte offset 3"),
        ("[好", "Can't find end of TextUrl entity at byte offset 0"),
    ],
)
def test_bad_markdown_is_refused_with_its_place(source: str, why: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_markdown(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


def test_commands_links_and_names_are_found_in_plain_text() -> None:
    text = "😀 /start@dingge_demo_bot 看 https://example.cn/a，问 @li_example #供水"
    assert spans(text, found_in(text)) == [
        ("bot_command", "/start@dingge_demo_bot"),
        ("url", "https://example.cn/a"),
        ("mention", "@li_example"),
        ("hashtag", "#供水"),
    ]


def test_a_path_is_not_a_command() -> None:
    assert found_in("见 a/b 和 //x") == []
