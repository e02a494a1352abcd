"""The league as a picture that can be posted: one table, a bundled Chinese font, nothing about any person or case."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

from bot.rules.scoring.figures import Rate
from bot.rules.scoring.league import ITEMS, League, Row

INK, PALE, HEAD, GOLD = "#1f2933", "#f3f5f8", "#a61b1b", "#fff4d6"
LINE, TOP, BOTTOM, WIDTH = 0.36, 1.25, 0.75, 13.0  # inches
COLUMNS = (("名次", 0.035), ("单位", 0.075), ("得分", 0.315), ("件数", 0.375), *((item.name, 0.44 + 0.093 * n) for n, item in enumerate(ITEMS)), ("扣分", 0.985))  # fmt: skip
DPI = 130


def picture(made: League, names: Mapping[str, str], title: str, note: str) -> bytes:
    """A PNG. Units without a place come last, in grey."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    height = TOP + LINE * (len(made.rows) + 1) + BOTTOM
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    page = _Page(figure, height)
    page.write(0.5, 0.42, title, size=22, colour=HEAD, align="center")
    page.write(0.5, 0.88, note, size=11, align="center")
    for n, row in enumerate([None, *made.rows]):
        _draw(page, TOP + LINE * n, row, names, odd=n % 2 == 1)
    foot = "解决率括号内为95%区间，区间重叠多的名次难分先后；件数不足5的不排名，不足20的向全市均值收缩。"
    page.write(0.035, height - 0.36, f"{foot}口径：{made.version}", size=10)
    file = io.BytesIO()
    figure.savefig(file, format="png")
    return file.getvalue()


class _Page:
    """Places text and bands by inches from the top and shares of the width."""

    def __init__(self, figure: Any, height: float) -> None:
        from matplotlib.font_manager import FontProperties
        from pylopdf_fonts_zh_cn import sans_path

        self._figure, self._height = figure, height
        self._font: Callable[[float], Any] = lambda size: FontProperties(fname=str(sans_path()), size=size)

    def write(
        self, left: float, top: float, text: str, *, size: float = 11, colour: str = INK, align: str = "left"
    ) -> None:
        """One line of text, its middle at `top`."""
        at = 1 - top / self._height
        self._figure.text(left, at, text, fontproperties=self._font(size), color=colour, ha=align, va="center")

    def band(self, top: float, colour: str) -> None:
        """A coloured band behind one line."""
        from matplotlib.patches import Rectangle

        height = LINE / self._height
        place = (0.02, 1 - top / self._height - height / 2)
        band = Rectangle(place, 0.975, height, transform=self._figure.transFigure, color=colour, lw=0, zorder=-1)
        self._figure.add_artist(band)


def _draw(page: _Page, top: float, row: Row | None, names: Mapping[str, str], *, odd: bool) -> None:
    if row is None:
        page.band(top, HEAD)
        cells, colour = [name for name, _left in COLUMNS], "white"
    else:
        best = row.place is not None and row.place <= 3
        if best or odd:
            page.band(top, GOLD if best else PALE)
        cells, colour = _cells(row, names), INK if row.place is not None else "#8a94a0"
    for (name, left), text in zip(COLUMNS, cells, strict=True):
        page.write(
            left, top, text, colour=colour, align="left" if name == "单位" else "right" if name == "扣分" else "center"
        )


def _cells(row: Row, names: Mapping[str, str]) -> list[str]:
    rates = [_percent(rate) for rate in row.rates]
    between = row.interval
    rates[3] += f"({between[0]:.0f}–{between[1]:.0f})" if between is not None else ""
    place = str(row.place) if row.place is not None else "—"
    points = str(row.points) if row.points is not None else "—"
    return [
        place,
        names.get(row.unit, row.unit),
        points,
        str(row.cases),
        *rates,
        str(-row.deducted) if row.deducted else "0",
    ]


def _percent(rate: Rate) -> str:
    return f"{rate.percent}%" if rate.percent is not None else "—"
