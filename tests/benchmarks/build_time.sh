#!/usr/bin/env bash
# Processor seconds of the compiler from a fresh clone to the window, now and at a commit before, one behind the other and without a compiler
# cache: tests/benchmarks/build_time.sh [COMMIT]; eee640c without. Prints one JSON object; the ratio is what counts, seconds are the machine's.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
commit=${1:-eee640c}
folder=$(mktemp -d)
tree=$folder/before
trap 'git -C "$root" worktree remove --force "$tree" 2>/dev/null; rm -rf "$folder"' EXIT
export CCACHE_DISABLE=1

git -C "$root" worktree add --quiet --detach "$tree" "$commit"

seconds_of() { # TREE NAME
    local built="$folder/build-$2" times
    {
        (cd "$1" && cmake -S . -B "$built" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=g++)
        TIMEFORMAT='%U %S'
        times=$({ time cmake --build "$built" --target hourglass >"$folder/$2.log" 2>&1; } 2>&1) || {
            tail -n 20 "$folder/$2.log"
            return 1
        }
    } >&2
    rm -rf "$built"
    awk '{ printf "%.1f", $1 + $2 }' <<<"$times"
}

before=$(seconds_of "$tree" before)
now=$(seconds_of "$root" now)
awk -v commit="$commit" -v before="$before" -v now="$now" 'BEGIN {
    printf "{\"benchmark\": \"build_time\", \"commit\": \"%s\", \"seconds_before\": %s, \"seconds_now\": %s, \"ratio\": %.3f}\n", commit, before, now, now / before
}'
