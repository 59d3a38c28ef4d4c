#!/usr/bin/env bash
# Sets up the development environment in .venv and runs every check:
#
#     bash packaging/test.sh
#
# ruff, mypy, import-linter, all tests with coverage, and the tests that need a display under Xvfb with a window
# manager. It goes on after a failure, says at the end what failed, and can be run again at any time.

source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
cd "$ROOT"

ENVIRONMENT="$ROOT/.venv"
BIN="$ENVIRONMENT/bin"
INSTALLED="$ENVIRONMENT/confmat-installed"
FAILED=()

find_missing "${QT_LIBRARIES[@]}" "${WINDOW_LIBRARIES[@]}" "${TEST_TOOLS[@]}"
if [ ${#MISSING[@]} -gt 0 ]; then
    may_install || fail "the tests need system packages that are missing; install them first: sudo apt-get install ${MISSING[*]}"
    install_packages "${MISSING[@]}"
fi

make_environment "$ENVIRONMENT"
editable="editable $(fingerprint pyproject.toml)"
if [ "$(cat "$INSTALLED" 2>/dev/null || true)" = "$editable" ]; then
    say "The packages in .venv are up to date"
else
    say "Installing the program and the packages that its tests need into .venv"
    rm -f "$INSTALLED"
    pip_install "$ENVIRONMENT" --editable "$ROOT[test]"
    echo "$editable" > "$INSTALLED"
fi

# check NAME COMMAND...: runs one step and remembers whether it failed.
check() {
    local name="$1" started=$SECONDS
    shift
    say "$name"
    "$@" || FAILED+=("$name")
    printf '   (%s: %d s)\n' "$name" $((SECONDS - started))
}

RESULTS="$(mktemp -d)"
trap 'rm -rf "$RESULTS"' EXIT
export QT_QPA_PLATFORM=offscreen MPLBACKEND=agg
unset DISPLAY WAYLAND_DISPLAY
unset PYTHONDONTWRITEBYTECODE  # else each of some hundred processes below compiles the program anew

# Collecting compiles all tests, once for all later steps, while mypy keeps one core busy.
"$BIN/python" -m pytest -q --collect-only > "$RESULTS/collected.txt" 2>&1 &
COLLECTING=$!
mapfile -t WITH_DISPLAY < <(grep -rl --include='test_*.py' 'pytest.mark.display' tests)

check "ruff" "$BIN/ruff" check .
check "mypy" "$BIN/mypy"
check "import contracts" "$BIN/lint-imports"
wait "$COLLECTING" || true  # what cannot be collected is said by the tests themselves
check "tests" "$BIN/python" -m pytest -q -n 2 --dist worksteal -m "not display" --cov --cov-report= --junitxml "$RESULTS/tests.xml"
check "coverage" "$BIN/python" packaging/coverage_gate.py
check "tests on a display" env QT_QPA_PLATFORM=xcb \
    xvfb-run -a -s "-screen 0 1920x1200x24" bash packaging/with_window_manager.sh \
    "$BIN/python" -m pytest -q -m display "${WITH_DISPLAY[@]}" --junitxml "$RESULTS/display.xml"

if [ ${#FAILED[@]} -gt 0 ]; then
    printf '== Failed:'
    printf ' %s;' "${FAILED[@]}"
    printf '\n'
fi
status=0
"$BIN/python" packaging/count_tests.py "$RESULTS/tests.xml" "$RESULTS/display.xml" || status=1
[ ${#FAILED[@]} = 0 ] || status=1
exit $status
