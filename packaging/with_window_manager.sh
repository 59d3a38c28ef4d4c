#!/usr/bin/env bash
# Runs a command on the current display with a window manager: without one no window becomes active and no
# keyboard shortcut arrives. Used by test.sh inside xvfb-run.

set -u
folder="$(mktemp -d)"
openbox --startup "touch $folder/ready" >"$folder/log" 2>&1 &
manager=$!
for _ in $(seq 100); do
    if [ -e "$folder/ready" ]; then break; fi
    sleep 0.1
done
if [ ! -e "$folder/ready" ]; then
    echo "Stopped: openbox did not start within ten seconds: $(cat "$folder/log")" >&2
    exit 1
fi
"$@"
status=$?
kill "$manager" 2>/dev/null
wait "$manager" 2>/dev/null
rm -rf "$folder"
exit $status
