"""阶段验收清单: by phase what must be there, what is, and what is missing."""

from datetime import date

from documents.compose.ground import Ground, ground, listed
from documents.compose.plan import WHO
from documents.contexts import Cell, Column, Table, day
from documents.official import SheetContext
from domain.campaigns import Phase
from domain.tasks import shown_tasks

GATE_COLUMNS = (
    Column("序号", share=1),
    Column("应有材料（任务）", "left", 7),
    Column("完成主体", share=2.2),
    Column("应有", share=1.3),
    Column("已有", share=1.3),
    Column("所缺", share=1.3),
    Column("所缺单位", "left", 7),
    Column("核验结论", share=2.4),
)


def compose_gate_evidence(campaign_id: int, unit_id: int, on: date) -> SheetContext:
    """By phase what must be there, what is, what is missing, and room to sign."""
    base = ground(campaign_id, unit_id, on)
    tables = tuple(_gate(base, phase) for phase in base.phases)
    return SheetContext(
        title=f"{base.name}阶段验收材料清单",
        reporting_unit=base.unit_name,
        period=f"截至{day(on)}",
        tables=tables or (Table("", GATE_COLUMNS, (), base.source("tasks")),),
        reported_on=on,
        signatures=("核验人（签名）", "验收组组长（签名）", "验收日期"),
        notes=("已有指该任务已达标或已有审核通过的记录；核验结论由验收人手填。",),
    )


def _gate(base: Ground, phase: Phase) -> Table:
    tasks = base.seen.board.tasks
    rows: list[tuple[Cell, ...]] = []
    for task in shown_tasks(base.campaign):
        if task.phase_id != phase.id:
            continue
        cells = {
            unit_id: one for (task_id, unit_id), one in tasks.items()
            if task_id == task.id and unit_id in base.unit_names
        }  # fmt: skip
        lacking = [key for key, one in cells.items() if one.state != "met"]
        names = [name for key, name in base.unit_names.items() if key in lacking]
        rows.append(
            (len(rows) + 1, task.name, WHO[task.who], len(cells),
             len(cells) - len(lacking), len(lacking), listed(names), "")
        )  # fmt: skip
    if not rows:
        rows = [("", "本阶段没有可核验的任务", *[""] * (len(GATE_COLUMNS) - 2))]
    source = base.source(f"phase:{phase.id}/tasks")
    return Table(phase.name, GATE_COLUMNS, tuple(rows), source)
