"""Every figure of a frozen filing, and the page of this system it leads back to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app, url_for

from documents.figures import FrozenFigure, figures_in
from domain.campaigns import Requirement
from domain.metrics import label_of
from store.describe import KIND_BY_KEY
from store.queries.campaigns import campaign

WORDS: Mapping[str, str] = {
    "phases": "方案的阶段",
    "units": "应报单位",
    "persons": "应统计人员",
    "requirements": "方案的要求",
    "requirements/met": "全部对象达标的要求",
    "gaps": "尚未全部达标的要求",
    "tasks": "本阶段的任务",
    "cells": "各单位应完成的任务项次",
    "done": "各单位已完成的任务项次",
    "overdue": "逾期未完成的事项",
    "attendance": "已通过的会议记录的到会人次",
}
ENDPOINTS: Mapping[str, str] = {
    "phases": "campaigns.show",
    "units": "overview.board",
    "persons": "overview.rollup",
    "requirements": "overview.rollup",
    "requirements/met": "overview.rollup",
    "gaps": "overview.gaps",
    "tasks": "overview.board",
    "cells": "overview.board",
    "done": "overview.board",
    "overdue": "overview.gaps",
}


@dataclass(frozen=True)
class SourcedFigure:
    """A figure as printed and where it comes from.

    Attributes:
        before, after: The words around it.
        says: What it was counted from.
        url: The page that shows it today; empty when there is none.
    """

    value: str
    before: str
    after: str
    says: str
    url: str


@dataclass(frozen=True)
class Source:
    """A key such as campaign:1/unit:2/requirement:3/gap/on:2009-08-31, taken apart."""

    ids: Mapping[str, str]
    about: str

    @classmethod
    def of(cls, key: str) -> "Source":
        """The parts of the key; words without a number say what it is about."""
        ids, plain = {}, []
        for part in key.split("/"):
            name, is_pair, value = part.partition(":")
            if is_pair:
                ids[name] = value
            else:
                plain.append(part)
        return cls(ids, "/".join(plain))


def figures_of(frozen: str) -> tuple[SourcedFigure, ...]:
    """Every figure in the order of the document, tables and charts as one each."""
    found = list(figures_in(json.loads(frozen)))
    requirements: dict[str, Requirement] = {}
    numbers = {Source.of(one.source).ids.get("campaign", "") for one in found}
    for number in numbers - {""}:
        held = campaign(int(number))
        for one in held.requirements if held else ():
            requirements[str(one.id)] = one
    return tuple(_sourced(one, requirements) for one in found)


def _sourced(
    figure: FrozenFigure, requirements: Mapping[str, Requirement]
) -> SourcedFigure:
    source = Source.of(figure.source)
    return SourcedFigure(
        figure.value,
        figure.before,
        figure.after,
        _says(source, requirements),
        _url(source, requirements),
    )


def _says(source: Source, requirements: Mapping[str, Requirement]) -> str:
    if source.about in WORDS:
        return WORDS[source.about]
    kind = KIND_BY_KEY.get(source.ids.get("records", ""))
    if kind is not None:
        first, last = source.ids.get("from", ""), source.ids.get("to", "")
        return f"{first}至{last}已通过的{kind.label}记录"
    requirement = requirements.get(source.ids.get("requirement", ""))
    if requirement is not None:
        return f"“{label_of(requirement.metric)}”未达标的对象"
    return "各单位已通过的记录"


def _url(source: Source, requirements: Mapping[str, Requirement]) -> str:
    """Where the figure can be looked into; figures there are today's."""
    ids = source.ids
    campaign_id = ids.get("campaign", "")
    query = {"unit": ids.get("unit", "")}
    if ids.get("records", "") in KIND_BY_KEY:
        wanted = {name: ids.get(name, "") for name in ("from", "to", "unit")}
        found = {"kind": ids["records"], "campaign": campaign_id, **wanted}
        return _at("records.list", {**found, "status": "accepted"})
    if ids.get("requirement", "") in requirements:
        number = ids["requirement"]
        words = {"campaign_id": campaign_id, "requirement_id": number, **query}
        return _at("overview.requirement", words)
    endpoint = ENDPOINTS.get(source.about, "overview.rollup")
    return _at(endpoint, {"campaign_id": campaign_id, **query}) if campaign_id else ""


def _at(endpoint: str, values: dict[str, str]) -> str:
    if endpoint not in current_app.view_functions:
        return ""
    known = {
        key: int(one) if key.endswith("_id") else one for key, one in values.items()
    }
    return url_for(endpoint, **known)  # type: ignore[arg-type]  # url_for takes any
