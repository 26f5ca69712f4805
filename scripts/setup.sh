#!/bin/sh
# Install what is missing: system packages, virtual environment, pinned packages, fonts.
# Usage: scripts/setup.sh run | dev
# Safe to repeat; a second call does nothing and takes well under a second.
set -eu
cd "$(dirname "$0")/.."
mode="${1:-run}"
exec 1>&2 # standard output belongs to whoever called: `make demo` prints JSON there

runtime_packages="python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
fontconfig fonts-noto-cjk fonts-lxgw-wenkai unicode-data"
dev_packages="chromium poppler-utils libatomic1 postgresql tcc"

wanted="$runtime_packages"
requirements=requirements.txt
if [ "$mode" = dev ]; then
  wanted="$wanted $dev_packages"
  requirements=requirements-dev.txt
fi

missing=""
for package in $wanted; do
  state="$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)"
  [ "$state" = installed ] || missing="$missing $package"
done
if [ -n "$missing" ]; then
  # shellcheck disable=SC2086
  set -- $missing
  if [ "$(id -u)" = 0 ]; then
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
  elif sudo -n true 2>/dev/null; then
    sudo apt-get update -q
    sudo DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
  else
    echo "These system packages are missing. Please run, then start again:" >&2
    echo "  sudo apt-get install -y --no-install-recommends$missing" >&2
    exit 1
  fi
fi

[ -x .venv/bin/python ] || python3 -m venv .venv
stamp=".venv/installed-$(cksum < "$requirements" | tr ' ' '-')"
if [ ! -e "$stamp" ]; then
  .venv/bin/python -m pip install -q --disable-pip-version-check \
    --require-hashes -r "$requirements"
  touch "$stamp"
fi
.venv/bin/python scripts/build_fonts.py
