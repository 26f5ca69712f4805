"""The house rules that no linter knows: sizes, and what may not be opened."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60
HANDLER_LINES_MAX = 25
TEMPLATE_LINES_MAX = 150
FRAGMENT_LINES_MAX = 80
INLINE = re.compile(r"<script>|<style|<[a-z][^>]*\s(style|on[a-z]+)=\"")


def _tracked(pattern: str) -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).exists()]


def _modules() -> list[Path]:
    return [path for path in _tracked("*.py") if "tests" not in path.parts]


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def _is_handler(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(ast.unparse(one).startswith("bp.") for one in node.decorator_list)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_modules_stay_small() -> None:
    large = {
        _name(path): count
        for path in _modules()
        if (count := len(path.read_text(encoding="utf-8").splitlines()))
        > MODULE_LINES_MAX
    }
    assert large == {}


def test_functions_stay_short() -> None:
    long = [
        f"{_name(path)}:{node.lineno} {node.name} {_length(node)}"
        for path in _modules()
        for node in _functions(path)
        if _length(node) > FUNCTION_LINES_MAX
    ]
    assert long == []


def test_route_handlers_stay_short() -> None:
    long = [
        f"{_name(path)}:{node.lineno} {node.name} {_length(node)}"
        for path in _tracked("blueprints/*.py")
        for node in _functions(path)
        if _is_handler(node) and _length(node) > HANDLER_LINES_MAX
    ]
    assert long == []


def test_templates_stay_small() -> None:
    large = {}
    for path in _tracked("templates/*.html"):
        count = len(path.read_text(encoding="utf-8").splitlines())
        limit = FRAGMENT_LINES_MAX if path.name[0] == "_" else TEMPLATE_LINES_MAX
        if "macros" in path.parts or "pieces" in path.parts:
            limit = MODULE_LINES_MAX
        if count > limit:
            large[_name(path)] = count
    assert large == {}


def test_templates_hold_no_inline_script_or_style() -> None:
    found = [
        _name(path)
        for path in _tracked("templates/*.html")
        if "documents" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if INLINE.search(line)
    ]
    assert found == []


def test_nobody_imports_the_application() -> None:
    allowed = {"scripts/nodes.py", "bench/county.py", "bench/overview.py"}
    found = [
        _name(path)
        for path in _modules()
        if _name(path) not in allowed
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.ImportFrom) and node.module == "app")
        or (
            isinstance(node, ast.Import)
            and any(name.name == "app" for name in node.names)
        )
    ]
    assert found == []


@pytest.mark.parametrize("word", ["render_template_string", "Markup(", "|safe"])
def test_user_text_is_never_marked_safe(word: str) -> None:
    allowed = {"documents/markup.py", "documents/render.py"}  # format() escapes
    paths = [*_modules(), *_tracked("templates/*.html")]
    found = [
        _name(path)
        for path in paths
        if word in path.read_text(encoding="utf-8") and _name(path) not in allowed
    ]
    assert found == []


def test_only_the_registry_speaks_of_single_kinds() -> None:
    """Generic rooms hold no `if kind == ...`; see house rule 7.2."""
    rooms = ("services", "web", "blueprints", "documents", "jobs")
    found = [
        f"{_name(path)}:{node.lineno}"
        for path in _modules()
        if path.relative_to(ROOT).parts[0] in rooms
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare) and _compares_kind(node)
    ]
    assert found == []


def _compares_kind(node: ast.Compare) -> bool:
    kinds = {path.stem for path in (ROOT / "store/kinds").glob("*.py")}
    return any(
        isinstance(part, ast.Constant) and part.value in kinds
        for part in [node.left, *node.comparators]
    )
