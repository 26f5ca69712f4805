"""Excel files from outside, opened with care."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from domain.errors import Invalid

_UNPACKED_BYTES_MAX = 512 * 1024 * 1024


def open_workbook(data: bytes, file_name: str) -> CalamineWorkbook:
    """The workbook in data.

    Raises:
        Invalid: It is damaged, no workbook, or would fill the memory.
    """
    _check_size(data, file_name)
    try:
        return CalamineWorkbook.from_filelike(BytesIO(data))
    except CalamineError as error:
        raise damaged(file_name) from error


def damaged(file_name: str) -> Invalid:
    """The file cannot be read."""
    return Invalid(
        f"文件“{file_name}”打不开：内容已损坏或不是 Excel 工作簿。"
        "请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。"
    )


def _check_size(data: bytes, file_name: str) -> None:
    """A small archive may unpack to something that fills the memory."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            unpacked_bytes = sum(entry.file_size for entry in archive.infolist())
    except BadZipFile as error:
        raise damaged(file_name) from error
    if unpacked_bytes > _UNPACKED_BYTES_MAX:
        message = f"文件“{file_name}”展开后过大，请删去多余的表和空行再导入。"
        raise Invalid(message)
