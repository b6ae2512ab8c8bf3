#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds, runs every check and test. All run even if one fails; the exit status tells.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source cmake/setup.sh
porevis_setup || exit 1

failed=()
run() {
  porevis_say "$*"
  "$@" || failed+=("$1 $2")
}

run .venv/bin/ruff check .
run .venv/bin/ruff format --check .
run .venv/bin/mypy
run cmake --build build/release
run ctest --test-dir build/release --output-on-failure --parallel 2 --no-tests=error
run .venv/bin/pytest --quiet

[ ${#failed[@]} -eq 0 ] || { printf 'failed: %s\n' "${failed[@]}" >&2; exit 1; }
