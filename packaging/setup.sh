# Sourced by run.sh, test.sh and lowest.sh: finds Python, makes an environment, looks for system libraries.
# It changes nothing by itself.

set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

# Package of Debian and Ubuntu : what shows that it is there (a library, or a command after "@").
QT_LIBRARIES=(
    libglib2.0-0:libglib-2.0.so.0 libegl1:libEGL.so.1 libgl1:libGL.so.1 libdbus-1-3:libdbus-1.so.3
    libfontconfig1:libfontconfig.so.1 libxkbcommon0:libxkbcommon.so.0
)
WINDOW_LIBRARIES=(
    libxcb-cursor0:libxcb-cursor.so.0 libxcb-icccm4:libxcb-icccm.so.4 libxcb-keysyms1:libxcb-keysyms.so.1
    libxcb-shape0:libxcb-shape.so.0 libxkbcommon-x11-0:libxkbcommon-x11.so.0
)
TEST_TOOLS=(xvfb:@Xvfb xvfb:@xvfb-run xauth:@xauth openbox:@openbox poppler-utils:@pdftotext)

say() { printf '== %s\n' "$*"; }

fail() {
    printf 'Stopped: %s\n' "$*" >&2
    exit 1
}

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

install_packages() {
    say "Installing system packages: $*"
    export DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes
    if [ -z "${APT_IS_FRESH:-}" ]; then
        apt-get update -qq || fail "apt-get update failed; check the network and /etc/apt/sources.list, then run this again."
        APT_IS_FRESH=1
    fi
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null \
        || fail "apt-get could not install $*; its own words are above."
}

is_present() {
    case "$1" in
        @*) command -v "${1#@}" >/dev/null ;;
        *) [[ "$LIBRARIES" == *"$1 "* ]] ;;
    esac
}

# Sets MISSING to the packages of the given list that are not there.
find_missing() {
    MISSING=()
    local entry package
    LIBRARIES="$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)"
    for entry in "$@"; do
        package="${entry%%:*}"
        if ! is_present "${entry#*:}" && [[ " ${MISSING[*]-} " != *" $package "* ]]; then
            MISSING+=("$package")
        fi
    done
}

suits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2])' 2>/dev/null
}

# Sets PYTHON to a Python of version 3.11 or later that can make environments.
find_python() {
    local candidate
    if [ -n "${PYTHON:-}" ]; then
        suits "$PYTHON" || fail "PYTHON=$PYTHON is not a Python of version 3.11 or later."
    else
        for candidate in python3 python3.13 python3.12 python3.11; do
            if suits "$candidate"; then PYTHON="$candidate"; break; fi
        done
        if [ -z "${PYTHON:-}" ] && may_install; then
            install_packages python3 python3-venv
            if suits python3; then PYTHON=python3; fi
        fi
        [ -n "${PYTHON:-}" ] \
            || fail "no Python of version 3.11 or later was found; install one (Debian 12, Ubuntu 24.04: sudo apt-get install python3 python3-venv) or set PYTHON to its path."
    fi
    if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
        local package
        package="$("$PYTHON" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
        may_install || fail "$PYTHON cannot make environments; install its venv module first: sudo apt-get install $package"
        install_packages "$package"
    fi
}

# make_environment FOLDER: an environment that works, made anew where it is absent or broken.
make_environment() {
    if "$1/bin/python" -c 'import pip' 2>/dev/null; then return; fi
    find_python
    say "Making the environment $1 with $("$PYTHON" --version)"
    "$PYTHON" -m venv --clear "$1" || fail "$PYTHON could not make the environment $1; its own words are above."
}

# fingerprint PATH...: one line that changes when a file below one of them does.
fingerprint() {
    (cd "$ROOT" && find "$@" -type f -not -path '*/__pycache__/*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
}

# pip_install FOLDER ARGUMENT...: pip in that environment, with a sentence when it fails.
pip_install() {
    local environment="$1"
    shift
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check "$@" \
        || fail "pip could not install the packages; check that this machine reaches the package index (proxy: set HTTPS_PROXY), then run this again."
}
