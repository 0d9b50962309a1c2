#!/usr/bin/env bash
# Builds the fuzzers (clang 14) and feeds each for so many seconds, as many at a time as there are cores: tests/fuzz/run.sh [SECONDS [NAME…]];
# ten seconds and all of them without. First each must read its seeds. Prints tries, edges covered and what was found; ends with status 1 where
# something was. What was of interest is kept in build/fuzz/corpus for the next time, what crashed in build/fuzz/crashes.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
seconds=${1:-10}
shift || true
built="$root/build/asan" folder="$root/build/fuzz"

"$root/app/install.sh" program tests
{
    (cd "$root" && cmake --preset asan)
    cmake --build "$built" --target fuzz
} >&2

names=("$@")
if ((${#names[@]} == 0)); then
    for program in "$built"/fuzz/fuzz_*; do
        names+=("${program##*/fuzz_}")
    done
fi
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=0
export LSAN_OPTIONS="suppressions=$root/tests/support/leaks_of_others.txt:print_suppressions=0"

feed() {
    local name=$1 status=0 tries edges
    local program="$built/fuzz/fuzz_$name" seeds="$root/tests/fuzz/seeds/$name" corpus="$folder/corpus/$name" crashes="$folder/crashes/$name" log="$folder/$name.log"
    mkdir -p "$corpus" "$crashes"
    if ! HOURGLASS_FUZZ_SEEDS=1 "$program" "$seeds"/* >"$log" 2>&1; then
        echo "$name: a seed is not read, see $log"
        return 1
    fi
    # What the libraries below say of a bad picture would fill the disk: the fuzzer's own words and the sanitizers' remain.
    if ! "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=16384 -close_fd_mask=2 -print_final_stats=1 \
        -artifact_prefix="$crashes/" "$corpus" "$seeds" >"$log" 2>&1; then
        echo "$name: something was found, see $log and $crashes"
        status=1
    fi
    tries=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    edges=$(grep -aEo 'cov: [0-9]+' "$log" | tail -1)
    echo "$name: ${tries:-?} tries, edges ${edges#cov: }"
    return $status
}

status=0
running=0
for name in "${names[@]}"; do
    if ((running >= $(nproc))); then
        wait -n || status=1
        running=$((running - 1))
    fi
    feed "$name" &
    running=$((running + 1))
done
for ((; running > 0; running--)); do
    wait -n || status=1
done
exit $status
