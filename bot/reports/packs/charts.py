"""Charts for the quarterly pack: plain bars with their numbers on them, in a bundled Chinese typeface."""

from __future__ import annotations

import io
from collections.abc import Sequence

INK, BAR, PALE = "#1f2933", "#a61b1b", "#e5e9ef"
LETTERS = 14


def bars(title: str, values: Sequence[tuple[str, float]], unit: str = "") -> bytes:
    """A PNG of horizontal bars, the first on top. At least one value."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from pylopdf_fonts_zh_cn import sans_path

    face = str(sans_path())
    figure = Figure(figsize=(8, 0.9 + 0.42 * len(values)), dpi=150, facecolor="white", layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    places = list(range(len(values)))[::-1]
    most = max(max(value for _name, value in values), 1.0)
    axes.barh(places, [most * 1.15] * len(values), color=PALE, height=0.5)
    axes.barh(places, [value for _name, value in values], color=BAR, height=0.5)
    for place, (_name, value) in zip(places, values, strict=True):
        label = f" {value:g}{unit}"
        axes.text(value, place, label, va="center", color=INK, fontproperties=FontProperties(fname=face, size=11))
    axes.set_yticks(places, [name[:LETTERS] for name, _value in values])
    for label_ in axes.get_yticklabels():
        label_.set_fontproperties(FontProperties(fname=face, size=11))
    axes.set_xlim(0, most * 1.15)
    axes.xaxis.set_visible(False)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0)
    axes.set_title(title, fontproperties=FontProperties(fname=face, size=13), color=INK, loc="left")
    file = io.BytesIO()
    figure.savefig(file, format="png")
    return file.getvalue()
