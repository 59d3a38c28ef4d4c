#!/usr/bin/env bash
# Runs what depends on PyTorch, Keras and TensorFlow with the real ones, in .venv-frameworks:
#
#     bash packaging/frameworks.sh [PYTEST ARGUMENT ...]
#
# These are the examples of docs/capture.md on scikit-learn's digits, and tensors of every type. Keras runs on
# PyTorch and on TensorFlow. TORCH chooses another build of PyTorch; where the package index has only builds for
# graphics cards, PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu finds a smaller one.

source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
cd "$ROOT"

ENVIRONMENT="$ROOT/.venv-frameworks"
make_environment "$ENVIRONMENT"
say "Installing PyTorch, Keras, TensorFlow and the program into .venv-frameworks"
pip_install "$ENVIRONMENT" "${TORCH:-torch==2.13.0}" keras tensorflow-cpu pillow --editable "$ROOT[test]"
"$ENVIRONMENT/bin/python" -m pip list --disable-pip-version-check 2>/dev/null \
    | grep -iE '^(torch|keras|tensorflow|numpy|scikit-learn|pyarrow)[-_a-z]* ' | tr -s ' ' | paste -sd,
status=0
for backend in torch tensorflow; do
    say "Examples and tensors, Keras on $backend"
    KERAS_BACKEND="$backend" CONFMAT_FRAMEWORKS="torch keras tensorflow PIL" QT_QPA_PLATFORM=offscreen \
        "$ENVIRONMENT/bin/python" -m pytest -v -p no:cacheprovider \
        tests/packaging/test_capture_page.py tests/io/test_frameworks.py tests/io/test_foreign_arrays.py "$@" || status=1
done
exit $status
