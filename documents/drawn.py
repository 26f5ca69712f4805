"""Pages drawn in one process and written by another.

Only what WeasyPrint tells in public is used: a finisher sees the drawing of each page,
and a document is made of anything that has the attributes of a page. What cannot be
carried this way is not drawn apart: then the whole is laid out where it is written.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import escape
from weasyprint import HTML, Document, Page

from documents.fetcher import ClosedFetcher

_CSS_PIXEL_MM = 25.4 / 96
_PLACE_MM = 0.01


@dataclass(frozen=True, slots=True)
class UsedFont:
    """What pages need of one font: its name and size, and the glyphs drawn with it."""

    key: int
    family: str
    weight: int
    size: float
    to_unicode: dict[int, str]
    widths: dict[int, int]


@dataclass(frozen=True, slots=True)
class Layer:
    """What is drawn apart and laid over a page, such as the words of the stamp."""

    box: tuple[float, ...]
    operators: list[bytes]
    alphas: "Alphas"


# Opacity, and whether it is that of lines, in the order of first use.
Alphas = tuple[tuple[float, bool], ...]


@dataclass(frozen=True, slots=True)
class DrawnPages:
    """Pages as they were drawn, in order, and what the whole says of itself.

    Attributes:
        pages: What writing asks a page for, and the operators of its drawing.
        fonts: In the order they were first used.
        layers: Named by the operators in this order.
        metadata: Title and author.
        output_intent: Of the PDF variant.
    """

    pages: tuple["DrawnPage", ...]
    fonts: tuple[UsedFont, ...]
    layers: tuple[Layer, ...]
    metadata: Any
    output_intent: str | None


@dataclass(slots=True)
class DrawnPage:
    """Stands for a page of WeasyPrint; painting it copies what was drawn."""

    width: float
    height: float
    bleed: dict[str, float]
    bookmarks: list[Any]
    anchors: dict[str, Any]
    operators: list[bytes]
    links: tuple[()] = ()
    forms: dict[None, list[Any]] = field(default_factory=lambda: {None: []})
    alphas: Alphas = ()
    # Of the first page of a part where it is written.
    part: DrawnPages | None = None
    fonts: dict[int, Any] = field(default_factory=dict)

    def paint(self, stream: Any, _scale: float = 1) -> None:  # noqa: ANN401 - untyped
        """Put the drawing into the stream, and once what its part needs besides."""
        if self.part:
            for layer in self.part.layers:
                _overwrite(stream.add_group(*layer.box), layer)
            for used in self.part.fonts:
                font = self.fonts[used.key]
                font.to_unicode = font.to_unicode | used.to_unicode
                font.widths = font.widths | used.widths
        _overwrite(stream, self)


def stands_at(page: Page, name: str, top_mm: float) -> bool:
    """Whether the element of that name begins there on the page."""
    place = page.anchors.get(name)
    return place is not None and abs(place[1] * _CSS_PIXEL_MM - top_mm) < _PLACE_MM


def drawn(document: Document) -> DrawnPages | None:
    """The pages ready to be written elsewhere; None when they need more than that."""
    objects: list[Any] = []
    document.write_pdf(
        finisher=lambda _, pdf: objects.extend(pdf.objects), uncompressed_pdf=True
    )
    sheets = [one for one in objects if _is_page(one)]
    resources = _object(objects, sheets[0]["Resources"])
    layers = [_object(objects, one) for one in resources["XObject"].values()]
    inner = [_object(objects, one.extra["Resources"]) for one in layers]
    others = any(page.links or any(page.forms.values()) for page in document.pages)
    if others or not all(map(_is_plain, [{**resources, "XObject": {}}, *inner])):
        return None
    streams = (_object(objects, sheet["Contents"]) for sheet in sheets)
    alphas = _alphas(resources)
    return DrawnPages(
        tuple(
            _page(page, stream.stream, alphas)
            for page, stream in zip(document.pages, streams, strict=True)
        ),
        tuple(_used(key, font) for key, font in document.fonts.items()),
        tuple(
            Layer(_box(one.extra["BBox"]), one.stream, _alphas(own))
            for one, own in zip(layers, inner, strict=True)
        ),
        document.metadata,
        document.output_intent,
    )


def _page(page: Page, operators: list[bytes], alphas: Alphas) -> DrawnPage:
    return DrawnPage(
        page.width,
        page.height,
        page.bleed,
        page.bookmarks,
        page.anchors,
        operators,
        alphas=alphas,
    )


def _used(key: int, font: Any) -> UsedFont:  # noqa: ANN401 - untyped
    return UsedFont(
        key, font.family, font.weight, font.font_size, font.to_unicode, font.widths
    )


def _alphas(resources: dict[str, Any]) -> Alphas:
    states = resources["ExtGState"].values()
    return tuple((value, name == "CA") for one in states for name, value in one.items())


def _box(edges: Sequence[float]) -> tuple[float, ...]:
    """As WeasyPrint wants it: corner, width, height."""
    left, top, right, bottom = edges
    return left, top, right - left, bottom - top


def joined(
    parts: Sequence[DrawnPages],
    font_config: Any,  # noqa: ANN401 - untyped
) -> Document | None:
    """A document of all the pages, to be written like one that was laid out here.

    None when a font of them is not found again.
    """
    # The first use of a font counts: its size rounds its height.
    used = {one.key: one for part in reversed(parts) for one in part.fonts}
    found = _fonts(used.values(), font_config)
    # The operators name layers by their number in the whole.
    if not used.keys() <= found.keys() or any(part.layers for part in parts[1:]):
        return None
    pages = [page for part in parts for page in _written(part, found)]
    first = parts[0]
    document = Document(
        pages, first.metadata, ClosedFetcher(), font_config, {}, first.output_intent
    )
    in_order = (one.key for part in parts for one in part.fonts)
    document.fonts.update({key: found[key] for key in in_order})
    return document


def _written(part: DrawnPages, fonts: dict[int, Any]) -> Iterator[DrawnPage]:
    first, *others = part.pages
    yield replace(first, part=part, fonts=fonts)
    yield from others


def _fonts(used: Iterable[UsedFont], font_config: Any) -> dict[int, Any]:  # noqa: ANN401 - untyped
    """The fonts as WeasyPrint opens them for a text, nothing drawn with them yet."""
    words = "".join(
        f"<p style=\"font: {one.weight} {one.size}px '{one.family}'\">"
        f"{escape(next(iter(one.to_unicode.values())))}</p>"
        for one in used
    )
    specimen = HTML(string=words, url_fetcher=ClosedFetcher()).render(
        font_config=font_config
    )
    specimen.write_pdf(uncompressed_pdf=True)
    for font in specimen.fonts.values():
        font.to_unicode, font.widths = {}, {}
    found: dict[int, Any] = specimen.fonts
    return found


def _is_page(one: object) -> bool:
    return isinstance(one, dict) and one.get("Type") == "/Page"


def _object(objects: list[Any], reference: bytes) -> Any:  # noqa: ANN401 - untyped
    return objects[int(reference.split()[0])]


def _is_plain(resources: dict[str, Any]) -> bool:
    """Whether text, lines and opacity are all there is."""
    states = resources["ExtGState"].values()
    others = (resources[name] for name in ("XObject", "Pattern", "Shading"))
    return not any(others) and all(one.keys() <= {"CA", "ca"} for one in states)


def _overwrite(stream: Any, drawing: "Layer | DrawnPage") -> None:  # noqa: ANN401 - untyped
    """Tell the stream the opacities it uses, then replace what it says."""
    for alpha, is_stroke in drawing.alphas:
        stream.set_alpha(alpha, stroke=is_stroke)
    stream.stream[:] = drawing.operators
