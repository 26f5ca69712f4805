"""Runs sync.gate as a child process and believes only its well-formed answer."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from domain.errors import Refused
from sync.core.envelope import Header, canonical, parse_header
from sync.core.refusals import refusal_of_state, refuse
from sync.gate import Request

_ROOT = Path(__file__).resolve().parents[1]
WAIT_SECONDS = 600


@dataclass(frozen=True)
class Verdict:
    """What the gate says of a file.

    Attributes:
        header: None when the file is no package, or its sender cannot be believed.
        refusal: None when the clean copy lies at ``request.clean_path``.
    """

    header: Header | None
    refusal: Refused | None


def pass_gate(request: Request) -> Header:
    """Header of a package that is clean; its copy lies at ``request.clean_path``.

    Raises:
        Refused: With the gate's sentence, or when the gate itself gave up.
    """
    verdict = judge(request)
    if verdict.refusal is not None:
        raise verdict.refusal
    assert verdict.header is not None
    return verdict.header


def judge(request: Request) -> Verdict:
    """Let the gate judge a file.

    Raises:
        Refused: When the gate itself gave up.
    """
    words = canonical(asdict(request)).decode()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "sync.gate"],
            input=words,
            capture_output=True,
            text=True,
            cwd=_ROOT,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONUTF8": "1"},
            timeout=WAIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        refuse("gate_failed", why="超过时限")
    if done.returncode != 0:
        last_line = (done.stderr.strip().splitlines() or [""])[-1]
        refuse("gate_failed", why=f"退出码{done.returncode}，{last_line[:80]}")
    answer = json.loads(done.stdout)
    words = answer.get("header")
    header = None if words is None else parse_header(canonical(words))
    if answer["state"] == "clean":
        return Verdict(header, None)
    return Verdict(header, refusal_of_state(answer["state"], answer["reason"]))
