"""The leader asks for a filing, waits for it, and takes the PDF home."""

from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Person

WAIT_MILLISECONDS = 90_000


@pytest.mark.browser
def test_leader_downloads_a_filing_made_by_the_worker(
    sign_in: Callable[[str], Person], tmp_path: Path
) -> None:
    leader = sign_in("leader")
    leader.open("/filings/")
    leader.check_access()
    leader.page.get_by_role("link", name="制作材料").first.click()
    leader.check_access()
    leader.page.get_by_label("学习情况统计表").check()
    leader.page.get_by_role("button", name="开始制作").click()
    download = leader.page.get_by_role("link", name="下载 PDF")
    expect(download).to_be_visible(timeout=WAIT_MILLISECONDS)
    leader.check_access()
    with leader.page.expect_download() as taken:
        download.click()
    path = tmp_path / "filing.pdf"
    taken.value.save_as(path)
    with pdfplumber.open(path) as pdf:
        text = pdf.pages[0].extract_text()
    assert "学习情况统计表" in text
    assert "清扫中队" in text
