"""Run every bench, each in a process of its own, and print what it measured."""

import subprocess
import sys
from pathlib import Path

SELF = {"__init__", "__main__", "bodies", "county", "document_peers", "runs"}


def main() -> None:
    folder = Path(__file__).parent
    for path in sorted(folder.glob("*.py")):
        if path.stem in SELF:
            continue
        print(f"\n== {path.stem}", flush=True)
        subprocess.run([sys.executable, "-m", f"bench.{path.stem}"], check=True)


if __name__ == "__main__":
    main()
