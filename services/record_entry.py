"""What somebody enters, made ready for a record: placed, read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.errors import Forbidden, Invalid, NotFound, WrongState
from domain.fields import Kind
from domain.policy import Actor
from domain.reading import Directory, Unreadable, Value, read_fields, read_people
from domain.seen import Seen
from domain.validation import ATTENDANCE, Problem, Surroundings, check
from store import clock
from store.queries import record_places
from store.queries.record_places import CampaignPlace
from store.queries.units import unit_tree


@dataclass(frozen=True)
class Place:
    """Where a record belongs."""

    unit_id: int
    campaign_id: int
    task_id: int | None = None


@dataclass(frozen=True)
class Entry:
    """Typed values to write.

    Attributes:
        values: By field name; fields not named stay as they are.
        present: Ids of all persons present; None leaves them as they are.
    """

    values: Mapping[str, Value]
    present: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Edit:
    """What came back from a form, with what the form had shown.

    Attributes:
        entry: The fields the person changed, and all persons ticked.
    """

    entry: Entry
    seen: Seen


@dataclass(frozen=True)
class Wanted:
    """Which campaign a record is for, as far as it was said."""

    task_id: int | None = None
    campaign_id: int | None = None


def find_place(actor: Actor, kind: Kind, unit_id: int, wanted: Wanted) -> Place:
    """Where a new record of the unit belongs; the only published campaign if unsaid.

    Raises:
        NotFound: When the unit, task or campaign is not there.
        Forbidden: When the actor may not enter records for the unit.
        Invalid: When the task collects other kinds, or the campaign is not the unit's.
        WrongState: When the campaign takes no records now.
    """
    tree = unit_tree()
    unit = tree.by_id.get(unit_id)
    if unit is None:
        message = "没有这个单位，或者它已经撤销；请核对单位后再填。"
        raise NotFound(message)
    if not actor.may("records.enter", unit_id):
        message = f"您没有为“{unit.name}”填报记录的权限，请由该单位的填报员填写。"
        raise Forbidden(message)
    owners = [unit_id, *(above.id for above in tree.ancestors(unit_id))]
    campaign_id = _task_campaign(kind, wanted)
    campaign = _campaign(campaign_id, owners)
    if campaign.unit_id not in owners:
        message = f"活动“{campaign.name}”不由“{unit.name}”参加，不能在其中填报。"
        raise Invalid(message)
    must_be_open(campaign)
    return Place(unit_id, campaign.id, wanted.task_id)


def must_be_open(campaign: CampaignPlace) -> None:
    """Refuse when the campaign takes no new records now."""
    if campaign.status != "published":
        state = "还没有发布" if campaign.status == "draft" else "已经结束"
        message = (
            f"活动“{campaign.name}”{state}，不能填报或上报；如有疑问请联系活动办。"
        )
        raise WrongState(message)


def read_entry(kind: Kind, texts: Mapping[str, str], known: Directory) -> Entry:
    """Typed values of the named fields; ``attendance`` lists codes or ids.

    Raises:
        Invalid: With a sentence for each field that cannot be read; names that are
            no field of the kind are refused too.
    """
    reading = read_fields(kind, texts, known)
    problems = dict(reading.problems)
    present = None
    allowed = {one.name for one in kind.fields}
    if kind.attendance and ATTENDANCE in texts:
        allowed.add(ATTENDANCE)
        try:
            present = read_people(texts[ATTENDANCE], known)
        except Unreadable as error:
            problems[ATTENDANCE] = str(error)
    for name in texts.keys() - allowed:
        problems[name] = f"{kind.label}没有名为“{name}”的项目，请核对项目名。"
    if problems:
        message = f"有{len(problems)}项填写有误，内容没有保存，请改正后再存。"
        raise Invalid(message, problems)
    return Entry(reading.values, present)


def problems_of(
    kind: Kind,
    place: Place,
    record_id: int,
    entry: Entry,
) -> list[Problem]:
    """Every problem a record with exactly these values has; see domain.validation."""
    values = dict(entry.values)
    campaign = record_places.campaign_place(place.campaign_id)
    task = record_places.task_place(place.task_id) if place.task_id else None
    if campaign is None:
        message = "这条记录所属的活动不在本机，暂时不能上报；请先接收上级的数据包。"
        raise NotFound(message)
    around = Surroundings(
        today=clock.today(),
        campaign_days=(campaign.start_on, campaign.end_on),
        task_days=(task.start_on, task.due_on) if task else (None, None),
        has_twin=record_places.has_twin(
            kind, place.unit_id, place.campaign_id, record_id, values
        ),
        hours_elsewhere=record_places.hours_elsewhere(kind, record_id, values),
    )
    return check(kind, values, entry.present or (), around)


def _task_campaign(kind: Kind, wanted: Wanted) -> int | None:
    if wanted.task_id is None:
        return wanted.campaign_id
    task = record_places.task_place(wanted.task_id)
    if task is None:
        message = "没有这项任务，请从任务列表重新进入。"
        raise NotFound(message)
    if task.kinds and kind.key not in task.kinds:
        message = f"任务“{task.name}”不收集{kind.label}，请换一类台账或另选任务。"
        raise Invalid(message)
    if wanted.campaign_id not in (None, task.campaign_id):
        message = f"任务“{task.name}”不属于指定的活动，请只指定其中一个。"
        raise Invalid(message)
    return task.campaign_id


def _campaign(campaign_id: int | None, owners: list[int]) -> CampaignPlace:
    if campaign_id is not None:
        found = record_places.campaign_place(campaign_id)
        if found is None:
            message = "没有这个活动，请核对活动编号。"
            raise NotFound(message)
        return found
    published = record_places.published_campaigns(owners)
    if len(published) != 1:
        many = "有多个已发布的活动" if published else "没有已发布的活动"
        message = f"本单位{many}，请用 --task 或 --campaign 指明记录属于哪个活动。"
        raise Invalid(message)
    return published[0]
