#!/usr/bin/env bash
# Sets up confmat_gui in .venv and opens it:
#
#     bash packaging/run.sh [PATH ...]
#
# PATH is a prediction file or a session; without one the bundled example is opened. Where there is no display,
# the report image of the same files is written instead. It can be run again at any time.

source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

ENVIRONMENT="$ROOT/.venv"
INSTALLED="$ENVIRONMENT/confmat-installed"
PATHS=("$@")
for path in "${PATHS[@]}"; do
    [ -e "$path" ] || fail "there is no file $path; give prediction files or a session, or nothing for the example."
done
if [ ${#PATHS[@]} = 0 ]; then
    PATHS=("$ROOT"/resources/examples/inspection/*.parquet)
    say "No file was given: the example in resources/examples/inspection is used"
fi

find_missing "${QT_LIBRARIES[@]}" "${WINDOW_LIBRARIES[@]}"
if [ ${#MISSING[@]} -gt 0 ] && may_install; then
    install_packages "${MISSING[@]}"
    MISSING=()
fi

make_environment "$ENVIRONMENT"
plain="plain $(fingerprint confmat_gui resources pyproject.toml README.md LICENSE)"
editable="editable $(fingerprint pyproject.toml)"
found="$(cat "$INSTALLED" 2>/dev/null || true)"
if [ "$found" = "$plain" ] || [ "$found" = "$editable" ]; then
    say "The program in .venv is up to date"
else
    say "Installing the program and the packages it needs into .venv"
    rm -f "$INSTALLED"
    pip_install "$ENVIRONMENT" "$ROOT"
    echo "$plain" > "$INSTALLED"
fi

has_display() {
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || return 1
    if [ ${#MISSING[@]} -gt 0 ]; then
        fail "the window needs system libraries that are missing; install them first: sudo apt-get install ${MISSING[*]}"
    fi
    # The braces also hide the shell's own word about the abort with which Qt refuses a display.
    { "$ENVIRONMENT/bin/python" -c 'from PySide6.QtGui import QGuiApplication; QGuiApplication([])'; } 2>/dev/null
}

if has_display; then
    say "Opening the window"
    exec "$ENVIRONMENT/bin/confmat-gui" "${PATHS[@]}"
fi
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    say "The display ${DISPLAY:-$WAYLAND_DISPLAY} does not answer: writing the report image instead of opening the window"
else
    say "There is no display: writing the report image instead of opening the window"
fi
if [ ${#MISSING[@]} -gt 0 ]; then
    say "To open the window later, install: sudo apt-get install ${MISSING[*]}"
fi
mkdir -p "$ROOT/out"
"$ENVIRONMENT/bin/confmat" report "${PATHS[@]}" -o "$ROOT/out/report.png"
say "The report image is $ROOT/out/report.png"
