"""The forms of a person, declared; field names are the organisation file's heads."""

from dataclasses import replace

from flask import request, url_for

from blueprints.units.forms import FormPage, unit_options
from domain.fields import Field
from store.queries.people import PersonLine

NAME = Field("name", "姓名", "text", required=True, help="照身份证写，生僻字照原样。")
POST = Field("post", "职务", "text")
UNIT = Field("unit", "单位", "unit", required=True)
FROM = Field("from", "起始日期", "date", help="到本单位的日期，不清楚时留空。")


def new_form() -> FormPage:
    """A person to come; the query may name the unit."""
    return FormPage(
        title="增加人员",
        lead="编号定了就不再改。已开始的活动不会因此多出应参加的人。",
        crumbs=[("人员", url_for("people.list"))],
        action=url_for("people.create"),
        button="增加这个人",
        back=url_for("people.list"),
        fields=[
            Field("code", "编号", "text", required=True, help="不带空格和逗号。"),
            NAME,
            UNIT,
            POST,
            Field("tiers", "层次", "text", help="用顿号分开，如：党员、班子成员。"),
            FROM,
        ],
        values={"unit": request.args.get("unit", "")},
        options={"unit": unit_options("organisation.manage")},
    )


def edit_form(person: PersonLine) -> FormPage:
    """Name, post and first day."""
    form = FormPage(
        title=f"修改{person.name}",
        lead="姓名改了，以前的记录也随之显示新姓名。",
        crumbs=[],
        action=url_for("people.save", person_id=person.id),
        button="保存修改",
        back="",
        fields=[NAME, POST, FROM],
        values={
            "name": person.name,
            "post": person.post,
            "from": person.from_on.isoformat() if person.from_on else "",
        },
    )
    return _of_person(form, person)


def move_form(person: PersonLine) -> FormPage:
    """Another unit from a day on."""
    form = FormPage(
        title=f"{person.name}调动单位",
        lead="层次随人转到新单位，在原单位到调动日的前一天为止。",
        crumbs=[],
        action=url_for("people.move", person_id=person.id),
        button="调到这个单位",
        back="",
        fields=[UNIT, Field("from", "从哪天起", "date", help="留空为今天。")],
        options={"unit": unit_options("organisation.manage")},
    )
    return _of_person(form, person)


def leave_form(person: PersonLine) -> FormPage:
    """The last day with the office."""
    form = FormPage(
        title=f"{person.name}离开",
        lead="此后不再列入应参加的人；以前的记录都保留。清空日期就是撤回。",
        crumbs=[],
        action=url_for("people.leave", person_id=person.id),
        button="记下最后一天",
        back="",
        fields=[Field("to", "最后一天", "date")],
        values={"to": person.to_on.isoformat() if person.to_on else ""},
    )
    return _of_person(form, person)


def _of_person(form: FormPage, person: PersonLine) -> FormPage:
    back = url_for("people.show", person_id=person.id)
    crumbs = [("人员", url_for("people.list")), (person.name, back)]
    return replace(form, crumbs=crumbs, back=back)
