#!/usr/bin/env bash
# Makes the pictures of README and guide again, with the program in .venv (see test.sh):
#
#     bash packaging/make_pictures.sh [FOLDER]      # default: docs/pictures
#
# Look at each picture afterwards.

source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

BIN="$ROOT/.venv/bin"
TARGET="$(mkdir -p "${1:-$ROOT/docs/pictures}" && cd "${1:-$ROOT/docs/pictures}" && pwd)"
[ -x "$BIN/confmat-gui" ] || fail "there is no program in .venv; run bash packaging/test.sh first."
WORK="$(mktemp -d)"
trap 'rm -rf "$WORK"' EXIT
unset DISPLAY WAYLAND_DISPLAY
export QT_QPA_PLATFORM=offscreen QT_LOGGING_RULES="*.warning=false"
cd "$WORK"
ln -s "$ROOT/resources/examples/inspection" inspection
cp "$ROOT/resources/examples/breast-cancer/breast_cancer.csv" .

# What a quality engineer decides: a missed crack is dear, so cracks are made easier to choose.
"$BIN/confmat" session inspection/*.parquet -o default.confmat
"$BIN/confmat" session inspection/*.parquet -o careful.confmat --threshold crack=0.01 \
    --weight-of ok=1 --weight-of scratch=3 --weight-of dent=4 --weight-of crack=20 --weight-of stain=2
# What is doubtful is left to a person, which costs half as much as a false alarm.
"$BIN/confmat" session careful.confmat -o doubtful.confmat --no-decision --threshold ok=0.9 \
    --threshold scratch=0.7 --threshold dent=0.7 --threshold crack=0.4 --threshold stain=0.6 \
    --cost "ok:no decision=0.5" --cost "scratch:no decision=0.5" --cost "dent:no decision=0.5" \
    --cost "crack:no decision=0.5" --cost "stain:no decision=0.5"

"$BIN/confmat-gui" --screenshot "$TARGET/window.png" --size 1440x900 inspection/*.parquet
"$BIN/confmat-gui" --screenshot "$TARGET/start.png" --size 1100x640
"$BIN/confmat-gui" --screenshot "$TARGET/two-classes.png" --size 1440x900 --dark --positive malignant breast_cancer.csv
"$BIN/python" "$ROOT/packaging/make_pictures.py" select "$TARGET/thresholds.png" careful.confmat --size 1440x900
"$BIN/confmat-gui" --screenshot "$TARGET/no-decision.png" --size 1440x900 doubtful.confmat
"$BIN/confmat" session inspection/*.parquet -o inspected.confmat --threshold crack=0.01 \
    --costs "$ROOT/resources/examples/inspection_costs.csv" --cost-unit €
"$BIN/python" "$ROOT/packaging/make_pictures.py" costs "$TARGET/costs.png" inspected.confmat --size 1440x900
"$BIN/confmat" session inspection/*.parquet -o priced.confmat --weight-of crack=20 --weight-of scratch=3 \
    --weight-of dent=4 --weight-of stain=2
"$BIN/python" "$ROOT/packaging/make_pictures.py" suggest "$TARGET/suggest.png" priced.confmat --size 1440x900
"$BIN/python" "$ROOT/packaging/make_pictures.py" cost-curves "$TARGET/cost-curves.png" breast_cancer.csv \
    --class malignant --size 1440x900
"$BIN/python" "$ROOT/packaging/make_pictures.py" samples "$TARGET/samples.png" careful.confmat --size 1440x900
"$BIN/python" "$ROOT/packaging/make_pictures.py" batches "$TARGET/batches.png" inspection/*.parquet --size 1440x900
"$BIN/python" "$ROOT/packaging/make_pictures.py" calibration "$TARGET/calibration.png" careful.confmat \
    --class dent --size 1440x900
"$BIN/python" "$ROOT/packaging/make_pictures.py" compare "$TARGET/compare.png" default.confmat \
    --with careful.confmat --size 1440x900
"$BIN/confmat" report careful.confmat -o "$TARGET/report.png" --dpi 110
say "The pictures are in $TARGET:"
ls -l "$TARGET"
