"""What stands on official paper besides its text: head, partners, annexes, seal.

One context serves every upright form; ``form`` names the folder of its template. Empty
parts are left out, so a plain notice is made of a head, a title and a text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from documents.contexts import Block, Figure, Imprint, Office, Paragraph, Table
from domain.errors import Invalid

Form = Literal["document", "letter", "order", "minutes", "bulletin"]
Profile = Literal["2012", "1999"]
PARTNERS_MAX = 5


@dataclass(frozen=True, slots=True)
class Marking:
    """What stands above the 发文机关标志, at the left.

    Attributes:
        copy_number: 份号, six digits.
        secrecy: 密级 and its term, for example ``机密★1年``.
        urgency: 紧急程度, 特急 or 加急.
    """

    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""

    def __post_init__(self) -> None:
        digits = self.copy_number
        if digits and not (len(digits) == 6 and digits.isdecimal()):
            message = f"份号“{digits}”不是六位数字。请写成如 000001 的六位数字。"
            raise Invalid(message)

    def lines(self) -> tuple[tuple[str, bool], ...]:
        """Each line from the top, and whether it is the 份号, printed in 仿宋."""
        found = ((self.copy_number, True), (self.secrecy, False), (self.urgency, False))
        return tuple((text, is_number) for text, is_number in found if text)


@dataclass(frozen=True, slots=True)
class Annex:
    """One 附件.

    Attributes:
        name: Without number or closing mark; named in the 附件说明.
        blocks: Printed on pages of its own; none when it is sent apart.
        is_wide: On turned pages, for tables of many columns.
    """

    name: str
    blocks: tuple[Block, ...] = ()
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Roll:
    """One line of 出席, 请假 or 列席 in minutes, or of 报, 送, 发 in a bulletin."""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficialContext:
    """An official document.

    Attributes:
        office: Who sends it; in joint issue the one in charge.
        year, number: Of the 文号; a bulletin and an order use the number alone.
        title: Broken by the program; a line break in it is kept. Orders have none.
        addressees: 主送机关; none leaves the line out.
        blocks: The text in order.
        issued_on: 成文日期.
        form: Which paper it is printed on.
        profile: GB/T 9704 of 2012, or of 1999 with 主题词 and Chinese dates.
        partners: The other offices of a joint issue, in order.
        signers: 签发人, which makes it an upward report.
        is_sealed: Leave the place of the seal and draw a sample of it.
        note: 附注, without its brackets.
        signed_post: 职务 before the 签名章 of an order.
        signed_name: Name in the place of the 签名章.
        rolls: 出席 and the like of minutes; 报, 送, 发 of a bulletin.
        subject_words: 主题词, printed by the 1999 profile.
    """

    office: Office
    year: int
    number: int
    title: str
    addressees: tuple[str, ...]
    blocks: tuple[Block, ...]
    issued_on: date
    attachments: tuple[Annex, ...] = ()
    imprint: Imprint | None = None
    form: Form = "document"
    profile: Profile = "2012"
    marking: Marking = Marking()
    partners: tuple[Office, ...] = ()
    signers: tuple[str, ...] = ()
    is_sealed: bool = False
    note: str = ""
    signed_post: str = ""
    signed_name: str = ""
    rolls: tuple[Roll, ...] = ()
    subject_words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.partners) > PARTNERS_MAX:
            message = (
                f"联合行文有 {len(self.partners) + 1} 个机关，版头只排得下 "
                f"{PARTNERS_MAX + 1} 个。请只列主办机关，其余写入正文。"
            )
            raise Invalid(message)

    def figures(self) -> Iterator[Figure]:
        """Every figure of the running text, in reading order."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield from (part for part in block.text if isinstance(part, Figure))

    @property
    def unit_name(self) -> str:
        """Who files it."""
        return self.office.name

    @property
    def reference(self) -> str:
        """文号, for example 某环发〔2009〕37号."""
        return f"{self.office.number_word}〔{self.year}〕{self.number}号"

    def offices(self) -> tuple[Office, ...]:
        """The office in charge and its partners."""
        return (self.office, *self.partners)


@dataclass(frozen=True, slots=True)
class SheetContext:
    """A form of tables on turned pages: ledgers, results, evidence lists.

    Attributes:
        title: Of the form.
        reporting_unit: 填报单位.
        period: What it covers; stands under the title.
        tables: At least one; each caption stands above its table.
        reported_on: 报出时间.
        signatures: Labels with room to sign, at the foot of the last table.
        notes: 填报说明, printed as numbered sentences.
    """

    form: ClassVar[str] = "sheet"

    title: str
    reporting_unit: str
    period: str
    tables: tuple[Table, ...]
    reported_on: date
    signatures: tuple[str, ...] = ("负责人（签名）", "填表人（签名）", "联系电话")
    notes: tuple[str, ...] = ()

    @property
    def unit_name(self) -> str:
        """Who files it."""
        return self.reporting_unit
