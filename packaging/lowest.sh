#!/usr/bin/env bash
# Runs the tests with the lowest versions that pyproject.toml allows, in .venv-lowest:
#
#     bash packaging/lowest.sh [PYTEST ARGUMENT ...]
#
# The system packages are those of test.sh; run that first.

source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
cd "$ROOT"

ENVIRONMENT="$ROOT/.venv-lowest"
find_missing "${QT_LIBRARIES[@]}"
[ ${#MISSING[@]} = 0 ] || fail "system packages are missing; run bash packaging/test.sh first, or install: ${MISSING[*]}"
make_environment "$ENVIRONMENT"
say "Installing the lowest allowed versions into .venv-lowest"
pip_install "$ENVIRONMENT" uv
"$ENVIRONMENT/bin/uv" pip install --quiet --python "$ENVIRONMENT/bin/python" --resolution lowest-direct \
    --editable "$ROOT[test]" || fail "the lowest allowed versions could not be installed; the reason is above."
"$ENVIRONMENT/bin/uv" pip list --python "$ENVIRONMENT/bin/python" 2>/dev/null | tail -n +3 | tr -s ' ' | paste -sd, | fold -sw 110
say "Running the tests with them"
unset DISPLAY WAYLAND_DISPLAY
QT_QPA_PLATFORM=offscreen MPLBACKEND=agg "$ENVIRONMENT/bin/python" -m pytest -q -n 2 -m "not display" "$@"
