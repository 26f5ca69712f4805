"""Nothing written into a document reads a file or calls out."""

import re
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from documents.contexts import Paragraph
from documents.fetcher import ClosedFetcher
from documents.render import render
from tests.factories.documents import summary
from tests.integration.documents.pdf_pages import text_of

SECRET = "the-hidden-words-of-the-office"
VECTORS = (
    '<link rel=attachment href="{file}">',
    '<a rel=attachment href="{file}">a</a>',
    '<img src="{file}"><img src="{http}">',
    '<style>@import url("{http}");</style>',
    '<div style="background: url({http})">a</div>',
    '<link rel=stylesheet href="{http}">',
    (
        '<style>@font-face {{ font-family: x; src: url("{http}") }}</style>'
        "<p style='font-family: x'>a"
    ),
    (
        '<svg xmlns="http://www.w3.org/2000/svg" width=9 height=9>'
        '<image href="{http}" width=9 height=9 /></svg>'
    ),
    '<object data="{http}"></object>',
    '<embed src="{http}">',
    '<base href="{folder}/"><link rel=attachment href="secret.txt">',
    (
        '<style>@page {{ background: url("{file}") }} li {{ list-style: url({http}) }}'
        "</style><ul><li>a</ul>"
    ),
)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(SECRET, encoding="utf-8")
    return path


@pytest.fixture
def calls() -> Iterator[tuple[str, list[str]]]:
    """Address of a server on this machine, and the paths it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            del args

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/called", asked
        server.shutdown()
        thread.join()


def _filled(vector: str, secret: Path, address: str) -> str:
    folder = secret.parent.as_uri()
    return vector.format(file=secret.as_uri(), folder=folder, http=address)


def _opened(pdf: bytes) -> bytes:
    """The PDF with its streams unpacked."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    unpacked = [pdf]
    for stream in streams:
        try:
            unpacked.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            continue
    return b"".join(unpacked)


@pytest.mark.parametrize("vector", VECTORS)
def test_markup_reaches_no_file_and_no_server(
    vector: str, secret: Path, calls: tuple[str, list[str]], print_log: list[str]
) -> None:
    address, asked = calls
    html = _filled(vector, secret, address)
    pdf = HTML(string=html, url_fetcher=ClosedFetcher()).write_pdf()
    assert SECRET.encode() not in _opened(pdf)
    assert asked == []
    print_log.clear()


def test_the_same_markup_leaks_through_the_open_fetcher(
    secret: Path, calls: tuple[str, list[str]], print_log: list[str]
) -> None:
    address, asked = calls
    html = "".join(_filled(vector, secret, address) for vector in VECTORS)
    pdf = HTML(string=html, url_fetcher=URLFetcher()).write_pdf()
    assert SECRET.encode() in _opened(pdf)
    assert asked != []
    print_log.clear()


@pytest.mark.parametrize("vector", VECTORS)
def test_markup_in_a_text_is_printed_as_text(
    vector: str, secret: Path, calls: tuple[str, list[str]]
) -> None:
    address, asked = calls
    written = _filled(vector, secret, address)
    pdf = render("summary", summary((Paragraph((written,)),)))
    assert "".join(written.split())[:20] in text_of(pdf)
    assert SECRET.encode() not in _opened(pdf)
    assert asked == []


def test_an_address_that_could_redirect_is_not_even_opened(
    calls: tuple[str, list[str]],
) -> None:
    address, asked = calls
    with pytest.raises(ValueError, match="protocol"):
        ClosedFetcher().fetch(address.replace("/called", "/moved"))
    assert asked == []


def test_data_addresses_still_open() -> None:
    fetched = ClosedFetcher().fetch("data:text/plain,yes")
    assert fetched.read() == b"yes"
