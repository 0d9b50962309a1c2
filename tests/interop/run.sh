#!/usr/bin/env bash
# Exports every preset and 100 stacks by lot, and holds the files to the programs that they are for: tests/interop/run.sh [STACKS]
# Those are installed by pip into build/interop, once. Ends with status 1 where a model does not agree.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
folder="$root/build/interop" python="$root/build/interop/venv/bin/python"

"$root/app/install.sh" program tests
cd "$root"
{
    cmake --preset release
    cmake --build --preset release --target interop_models
} >&2
if ! [[ $folder/venv/installed -nt $root/tests/interop/requirements.txt ]]; then
    python3 -m venv "$folder/venv"
    "$python" -m pip install --quiet -r tests/interop/requirements.txt
    touch "$folder/venv/installed"
fi
rm -rf "$folder/models"
mkdir -p "$folder/models"
build/release/tests/interop_models "$folder/models" "${1:-100}"
status=0
"$python" tests/interop/onnx_models.py "$folder/models" || status=1
"$python" tests/interop/pytorch_scripts.py "$folder/models" || status=1
"$python" tests/interop/keras_models.py "$folder/models" || status=1
"$python" tests/interop/cpp_speed.py "$folder/models" || status=1
"$python" tests/interop/tensorboard_events.py "$folder/models" || status=1
exit "$status"
