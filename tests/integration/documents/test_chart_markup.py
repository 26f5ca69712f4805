"""The chart as SVG: well formed, harmless, and fit for a strict page."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from documents.charts import draw_bars
from documents.contexts import Bar, Chart
from tests.factories.documents import hours_chart

TEMPLATES = Path(__file__).parents[3] / "templates"
SVG = "{http://www.w3.org/2000/svg}"


def _svg(chart: Chart) -> str:
    """As any page would write it, in an environment of its own."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    module = environment.get_template("documents/_chart.html").module
    return str(vars(module)["bar_chart"](draw_bars(chart))).strip()


def test_chart_says_its_finding_and_every_value() -> None:
    root = ET.fromstring(_svg(hours_chart(4)))
    words = [node.text for node in root.iter(f"{SVG}text")]
    assert root.findtext(f"{SVG}title") == "只有一个单位未达到40学时"
    assert {"60学时", "57学时", "54学时", "28学时", "应达40学时", "未达到"} <= set(
        words
    )


def test_short_bars_are_hatched_and_the_others_solid() -> None:
    root = ET.fromstring(_svg(hours_chart(4)))
    fills = [node.get("fill") for node in root.iter(f"{SVG}rect")]
    assert fills.count("url(#hours-hatch)") == 2  # the bar and the key
    assert fills.count("#1f4e79") == 3


def test_names_of_units_are_escaped_and_nothing_is_styled() -> None:
    bars = (Bar('<script>"&', Decimal(1), "<b>1</b>"),)
    svg = _svg(replace(hours_chart(), bars=bars))
    assert "<script" not in svg
    assert "<b>" not in svg
    assert "style=" not in svg
    ET.fromstring(svg)
