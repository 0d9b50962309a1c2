#!/usr/bin/env bash
# Builds everything and runs the tests, without a screen: tests/run.sh [--long | --interop] [arguments of ctest]
#   --long   also those that take minutes (files named …_long_test.cpp), and then half an hour of each fuzzer, which is hours: stop it when you like
#   --interop  instead: what is exported, in the programs that it is for (installed by pip into build/interop)
# With CI=true a warning of the compiler is an error.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
chosen=(--label-exclude '^long$')
fuzzed=0
case ${1:-} in
--long)
    chosen=()
    fuzzed=1800 # seconds
    shift
    ;;
--interop)
    exec "$root/tests/interop/run.sh"
    ;;
esac

"$root/app/install.sh" program extras tests
cd "$root"
cmake --preset release -DHOURGLASS_WARNINGS_AS_ERRORS="$([[ ${CI:-} == true ]] && echo ON || echo OFF)"
cmake --build --preset release
ctest --test-dir build/release --output-on-failure --no-tests=error --parallel "$(nproc)" "${chosen[@]}" "$@"
if ((fuzzed > 0 && $# == 0)); then
    tests/fuzz/run.sh "$fuzzed"
fi
