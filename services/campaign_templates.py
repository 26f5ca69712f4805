"""The campaign templates that ship with the project."""

from functools import cache
from pathlib import Path

import yaml

from domain.errors import Invalid, NotFound
from domain.templates import CampaignTemplate, parse_template
from store.describe import KIND_BY_KEY

FOLDER = Path(__file__).resolve().parent.parent / "campaign_templates"


@cache
def templates() -> tuple[CampaignTemplate, ...]:
    """Every template, by name.

    Raises:
        Invalid: A template file has faults; the message lists them.
    """
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.yaml")))


def template(name: str) -> CampaignTemplate:
    """The template of that name.

    Raises:
        NotFound: There is none.
    """
    found = next((one for one in templates() if one.name == name), None)
    if found is None:
        known = "、".join(one.name for one in templates())
        message = f"没有名为“{name}”的活动模板，未建立活动。现有模板：{known}。"
        raise NotFound(message)
    return found


def _read(path: Path) -> CampaignTemplate:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    found, problems = parse_template(data, KIND_BY_KEY)
    if problems:
        message = f"模板文件 {path.name} 有误，请更正后再用：" + "；".join(problems)
        raise Invalid(message)
    return found
