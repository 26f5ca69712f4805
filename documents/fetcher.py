"""The only way a document may reach anything outside its own text."""

from weasyprint.urls import URLFetcher


class ClosedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Opens ``data:`` addresses and nothing else: no file, no network, no redirect.

    WeasyPrint follows every address in the markup, and its own fetcher would put a
    local file into the PDF.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
