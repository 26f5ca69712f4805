"""The forms of a unit, declared; field names are the organisation file's heads."""

from dataclasses import replace

from flask import url_for

from blueprints.units.forms import FormPage, unit_options
from domain.fields import Field
from domain.organisation.held import HeldPlace, HeldUnit
from domain.units import UNIT_KINDS

CODE_HELP = "定了就不再改，也不再给别的单位用。不带空格和逗号。"
NAME = Field("name", "名称", "text", required=True, help="照公章写。")
KIND = Field("kind", "类型", "choice", required=True, choices=UNIT_KINDS)
PARENT = Field("parent", "上级单位", "unit", required=True)
PARTY_PARENT = Field(
    "party_parent",
    "上级党组织",
    "unit",
    help="与行政上级相同时留空。",
)
ORDER = Field("order", "排序", "number", help="在同级单位中的次序，留空排在最后。")


def new_form() -> FormPage:
    """A unit to come."""
    return FormPage(
        title="增加单位",
        lead="新单位从设立之日起出现在单位树里，已开始的活动不受影响。",
        crumbs=[("单位", url_for("units.list"))],
        action=url_for("units.create"),
        button="增加这个单位",
        back=url_for("units.list"),
        fields=[
            Field("code", "代码", "text", required=True, help=CODE_HELP),
            NAME,
            KIND,
            PARENT,
            PARTY_PARENT,
            ORDER,
            Field("from", "设立日期", "date", help="不清楚时留空。"),
        ],
        options=_units(),
    )


def edit_form(unit: HeldUnit) -> FormPage:
    """Name and kind of a unit."""
    others = () if unit.kind in UNIT_KINDS else (unit.kind,)
    return _of_unit(
        FormPage(
            title=f"修改{unit.name}",
            lead="名称改了，以前的记录也随之显示新名称；已印发的材料不变。",
            crumbs=[],
            action=url_for("units.save", unit_id=unit.id),
            button="保存名称和类型",
            back="",
            fields=[NAME, replace(KIND, choices=(*UNIT_KINDS, *others))],
            values={"name": unit.name, "kind": unit.kind},
        ),
        unit,
    )


def move_form(
    unit: HeldUnit, places: list[HeldPlace], codes: dict[int, str]
) -> FormPage:
    """Where a unit stands from a day on."""
    standing = {place.tree: place for place in places if place.to_on is None}
    admin, party = standing.get("admin"), standing.get("party")
    return _of_unit(
        FormPage(
            title=f"调整{unit.name}的隶属",
            lead="原隶属关系到调整日的前一天为止，历史照旧可查。",
            crumbs=[],
            action=url_for("units.move", unit_id=unit.id),
            button="调整隶属关系",
            back="",
            fields=[
                PARENT,
                PARTY_PARENT,
                replace(ORDER, help="只改排序时不产生新的隶属关系。"),
                Field("from", "从哪天起", "date", help="留空为今天。"),
            ],
            values={
                "parent": codes.get(admin.parent_id or 0, "") if admin else "",
                "party_parent": codes.get(party.parent_id or 0, "") if party else "",
                "order": str(admin.position) if admin else "",
            },
            options=_units(),
        ),
        unit,
    )


def close_form(unit: HeldUnit) -> FormPage:
    """The last day of a unit."""
    return _of_unit(
        FormPage(
            title=f"撤销{unit.name}",
            lead="撤销前先移走下级单位和人员。记录都保留，单位树里不再出现。",
            crumbs=[],
            action=url_for("units.close", unit_id=unit.id),
            button="撤销这个单位",
            back="",
            fields=[Field("to", "最后一天", "date", required=True)],
            is_danger=True,
        ),
        unit,
    )


def _of_unit(form: FormPage, unit: HeldUnit) -> FormPage:
    back = url_for("units.show", unit_id=unit.id)
    return replace(
        form, crumbs=[("单位", url_for("units.list")), (unit.name, back)], back=back
    )


def _units() -> dict[str, list[tuple[str, str, str]]]:
    options = unit_options("organisation.manage")
    return {"parent": options, "party_parent": options}
