"""Small grey pictures of printed pages, compared with those that were looked at."""

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from pdfplumber.page import Page
from PIL import Image, ImageChops, ImageFilter, ImageStat

from tests.integration.documents.pdf_pages import pages

FOLDER = Path(__file__).parents[2] / "golden" / "documents"
# Set to write the pictures anew; then look at every one and say so in the README.
WRITE = "LUOSHI_GOLDEN"
DOTS_PER_INCH, GREYS = 50, 16
# Mean and strongest difference of blurred greys that two renderers may show.
MEAN_MAX, PEAK_MAX = 1.5, 90
TABLE_RULES_MIN = 20


def shown_pages(pdf: bytes) -> Iterator[int]:
    """The first page, and the first one after it that has a table."""
    for number, page in enumerate(pages(pdf), start=1):
        if number == 1:
            yield number
        elif _has_table(page):
            yield number
            return


def ends(pdf: bytes) -> tuple[int, ...]:
    """The first page and the last, where codes and seals stand."""
    return tuple(sorted({1, len(list(pages(pdf)))}))


def differs(
    pdf: bytes,
    name: str,
    folder: Path,
    numbers: Iterable[int] | None = None,
    dots: int = DOTS_PER_INCH,
) -> list[str]:
    """Names of pages that do not look as they did; writes them when asked to."""
    found = []
    for number in numbers or shown_pages(pdf):
        picture = _picture(pdf, number, folder, dots)
        path = FOLDER / f"{name}-{number}.png"
        if os.environ.get(WRITE):
            path.parent.mkdir(parents=True, exist_ok=True)
            picture.save(path, optimize=True)
        elif not path.exists() or not is_alike(picture, path):
            found.append(path.name)
    return found


def is_alike(picture: Image.Image, path: Path) -> bool:
    """Whether the page looks as in the picture kept; a moved line is no tolerance."""
    with Image.open(path) as kept:
        if kept.size != picture.size:
            return False
        pair = [
            one.convert("L").filter(ImageFilter.BoxBlur(1)) for one in (kept, picture)
        ]
    difference = ImageChops.difference(*pair)
    peak = difference.getextrema()[1]
    mean = ImageStat.Stat(difference).mean[0]
    return mean <= MEAN_MAX and float(str(peak)) <= PEAK_MAX


def _has_table(page: Page) -> bool:
    return len(page.rects) + len(page.lines) >= TABLE_RULES_MIN


def _picture(pdf: bytes, number: int, folder: Path, dots: int) -> Image.Image:
    """The page in sixteen greys."""
    (folder / "page.pdf").write_bytes(pdf)
    command = (
        f"pdftoppm -r {dots} -f {number} -l {number} -gray -png -singlefile"
        " page.pdf page"
    )
    subprocess.run(command.split(), cwd=folder, check=True)
    with Image.open(folder / "page.png") as picture:
        grey = picture.convert("L")
    step = 256 // GREYS
    return grey.point(lambda value: min(255, value // step * 17)).quantize(GREYS)
