"""What stands around a plan and is no part of it: web heads and tails, page marks."""

import itertools
import re
from collections import Counter

from domain.plans.lines import Line, lines_of
from domain.plans.page import Page

_STAMP = (
    r"(?:(?:发布|更新|发表|录入|上传)(?:时间|日期)\s*[::]\s*"
    r"\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?"
    r"|(?:时间|日期)\s*[::]\s*\d{4}(?:-\d{1,2}-\d{1,2}(?!\d|\s*[-—~至到])"
    r"|[/年.]\d{1,2}[/月.]\d{1,2}日?\s*\d{1,2}:\d\d)"
    r"(?:\s*\d{1,2}:\d\d)?(?::\d\d)?)"
)
_HEAD = re.compile(
    rf"^(?:{_STAMP}|导语\s*[::].*|\d{{4}}[-/]\d\d?[-/]\d\d?\s+\d\d?:\d\d(?::\d\d)?.*"
    r"|(?:文章|信息|稿件|资料)?来源\s*[::].*|(?:作者|编辑|责任编辑|责编|发布者"
    r"|发布人|发布机构"
    r"|录入|点击|点击数|点击率|浏览|浏览次数|阅读|阅读次数|人气|字号|字体|分享"
    r"|分享到|收藏|索引号"
    r"|信息索引|公开方式|发文日期|生成日期|主题分类|摘要|关键词|关键字|标签"
    r"|简介)\s*[::【\[].*"
    r"|(?:您|你)?(?:现在的?|当前|所在)?位置(?:是)?\s*[::].*|首页\s*[>»→].*"
    r"|\S{4,40}[-_|—]\S{0,6}(?:文库|范文|范文网|文档网|公文网|资料网)"
    r"|.*(?:不代表本站观点|仅供参考|欢迎参考|小编|范文网|欢迎阅读|希望对(?:您"
    r"|大家|你)有所帮助).*"
    r"|【?(?:字体|字号)[::].*|(?:大|中|小)(?:\s+(?:大|中|小))+|(?:打印|关闭"
    r"|收藏|分享)(?:\s.*)?)$"
)
_TAIL = re.compile(
    r"^[-—·•*>\s\[【〖「『<]*(?:上一篇|下一篇|上一条|下一条|上一页|下一页|相关(?:文章"
    r"|阅读|推荐|链接|新闻|信息)(?![\u4e00-\u9fff])"
    r"|推荐(?:阅读|文章)|延伸阅读|猜你喜欢|热门(?:文章|推荐)|责任编辑|责编"
    r"|编辑\s*[::]|版权(?:所有|声明)"
    r"|Copyright|打印本页|关闭(?:本页|窗口)|返回(?:顶部|列表|首页)|扫一扫"
    r"|分享到|本文(?:来源|来自|地址|由)"
    r"|(?:文章)?来源\s*[::]|更多(?:相关)?.{0,12}(?:文章|方案|范文|请)|附件下载|点击下载"
    r"|.{0,6}ICP备|网站地图)"
)
_PAGE_MARK = re.compile(
    r"^(?:[-—~·\s]*(?:第\s*)?\d{1,3}(?:\s*页)?\s*[-—~·]+|[-—~·]+\s*\d{1,3}\s*[-—~·]*"
    r"|第\s*[\d一二三四五六七八九十]+\s*页(?:[,/\s]*共\s*[\d一二三四五六七八九"
    r"十]+\s*页)?|\d{1,3}\s*/\s*\d{1,3}"
    r"|页码\s*[::]?\s*\d+|Page\s*\d+(?:\s*of\s*\d+)?|\d{1,3})$",
    re.IGNORECASE,
)
_RUN_IN_HEAD = re.compile(
    rf"{_STAMP}\s*|导语\s*[::][^。\n]{{0,120}}(?:参考|帮助|阅读|观点)[。.]?\s*"
)
_RUN_IN_TAIL = re.compile(
    r"[-—·•\s]*(?:上一篇|上一条|下一篇|下一条)\s*[::].*", re.DOTALL
)
_HEAD_LINES = 14
_NUMBERED = re.compile(r"[\(一二三四五六七八九十第\d①-⑳]")


def _head_cuts(lines: list[Line]) -> set[int]:
    cuts: set[int] = set()
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if _HEAD.match(line.words) and len(line.words) < 200:
            cuts.add(index)
    return cuts


def _tail_cuts(lines: list[Line]) -> set[int]:
    """Everything from the first tail mark in the last third."""
    for index in range(max(len(lines) * 2 // 3, 3), len(lines)):
        if _TAIL.match(lines[index].words):
            return set(range(index, len(lines)))
    return set()


def _running_heads(lines: list[Line]) -> set[int]:
    """Short lines that stand between pages again and again."""
    counts = Counter(line.words for line in lines if 4 <= len(line.words) <= 40)
    repeated = {
        words
        for words, count in counts.items()
        if count >= 3 and not words.endswith((":", "。", ";")) and "\t" not in words
    }
    seen: set[str] = set()
    cuts: set[int] = set()
    for index, line in enumerate(lines):
        if line.words in repeated and not _NUMBERED.match(line.words):
            if line.words in seen and _near_mark(lines, index):
                cuts.add(index)
            seen.add(line.words)
    return cuts


def _near_mark(lines: list[Line], index: int) -> bool:
    around = lines[max(index - 1, 0) : index + 2]
    title = lines[index].words in {line.words for line in lines[:3]}
    return title or any(_PAGE_MARK.match(line.words) for line in around)


def _page_marks(lines: list[Line]) -> set[int]:
    """Page marks; bare numbers count only where several rise through the text."""
    marked = [i for i, line in enumerate(lines) if _PAGE_MARK.match(line.words)]
    bare = [i for i in marked if lines[i].words.isdigit()]
    values = [int(lines[i].words) for i in bare]
    rising = len(values) >= 2 and values == sorted(set(values))
    spread = all(b - a > 4 for a, b in itertools.pairwise(bare))
    return {i for i in marked if i not in bare or (rising and spread)}


def without_furniture(page: Page) -> Page:
    """The page without web heads and tails, page marks and running heads.

    A cut page mark takes its line break along, and the break before it when the
    sentence runs on, so that a sentence across two pages is whole again.
    """
    page = _without_run_in(page)
    lines = lines_of(page.text)
    if len(lines) < 3:
        return page
    marks = _page_marks(lines) | _running_heads(lines)
    cuts = _head_cuts(lines) | _tail_cuts(lines) | marks
    edits: list[tuple[int, int, str]] = []
    for index in sorted(cuts):
        start = lines[index - 1].end if index in marks and index else lines[index].start
        runs_on = index in marks and index and not lines[index - 1].words.endswith("。")
        new = "" if runs_on and len(lines[index - 1].words) > 18 else "\n"
        end = lines[index].end
        if new == "" and index + 1 < len(lines) and index + 1 not in cuts:
            following = lines[index + 1]
            if not _NUMBERED.match(following.words):
                end = following.start
            else:
                new = "\n"
        edits.append((max(start, edits[-1][1]) if edits else start, end, new))
    return page.rewritten(edits) if edits else page


def _without_run_in(page: Page) -> Page:
    """The same for plans pasted as one paragraph."""
    head = _RUN_IN_HEAD.finditer(page.text, 0, 600)
    edits = [(m.start(), m.end(), "\n") for m in head]
    tail = _RUN_IN_TAIL.search(
        page.text, max(len(page.text) * 3 // 5, len(page.text) - 300)
    )
    if tail:
        edits.append((tail.start(), tail.end(), ""))
    return page.rewritten(edits) if edits else page
