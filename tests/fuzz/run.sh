#!/usr/bin/env bash
# Builds the fuzzers (clang 14) and feeds each for so many seconds, as many at a time as there are cores: tests/fuzz/run.sh [SECONDS [NAME…]];
# ten seconds and all of them without. First each must read its seeds. Prints tries, edges covered and, at the end, what was found: the
# sanitizer's words, where, and the input. Ends with status 1 where something was. What was of interest is kept in build/fuzz/corpus for the
# next time, what crashed in build/fuzz/crashes, what is printed of a finding in build/fuzz/NAME.found.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
seconds=${1:-10}
shift || true
built="$root/build/asan" folder="$root/build/fuzz"
longest=60     # seconds of the wall's clock that one try may take: other programs may have the machine
megabytes=2048 # that one fuzzer may hold

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
mkdir -p "$folder"
rm -f "$folder"/*.found

# What ended a fuzzer, in a word or two: verdict LOG STATUS
verdict() {
    if grep -aq 'ERROR: libFuzzer: timeout' "$1"; then
        echo "one try took more than $longest s"
    elif grep -aqE 'libFuzzer: out-of-memory|hard rss limit exhausted' "$1"; then
        echo "more than $megabytes MB were asked for or held"
    elif grep -aq 'ERROR: LeakSanitizer' "$1"; then
        echo 'memory was lost'
    elif grep -aqE 'ERROR: |runtime error: ' "$1"; then
        echo 'it crashed'
    else
        echo "it ended before its time, with status $2"
    fi
}

# The sanitizer's first words, the innermost calls of its stack, and its summary; without any of them the log's last lines.
report() {
    local kept
    kept=$(grep -aE -m 1 'ERROR: |runtime error: ' "$1" || true)
    if [[ -z $kept ]]; then
        tail -n 6 "$1"
        return
    fi
    printf '%s\n' "$kept"
    # Calls of the sanitizer, of libFuzzer and of the libraries below stand in every stack.
    grep -aE '^ +#[0-9]+ ' "$1" | grep -avE ' in (__|std::|fuzzer::|operator (new|delete)|malloc|main |_start)|libc\.so|(nptl|signal|stdlib|sysdeps)/|fuzzer::' |
        sed 's/ (BuildId: .*//' | head -n 6 || true
    grep -aE -m 1 '^SUMMARY: ' "$1" || true
}

found() { # NAME LOG WHAT [INPUT]
    {
        printf '%s: %s (%s)\n' "$1" "$3" "${2#"$root/"}"
        if [[ -f ${4:-} ]]; then
            if (($(stat -c %s "$4") < 2048)); then
                printf '    base64: %s\n' "$(base64 -w 0 "$4")"
            fi
            printf '    input: %s\n' "${4#"$root/"}"
        fi
        report "$2" | tr -cd '\t\n\40-\176' | cut -c 1-240 | sed 's/^ */    /'
    } >"$folder/$1.found"
}

feed() {
    local name=$1 status=0 tries edges began
    local program="$built/fuzz/fuzz_$name" seeds="$root/tests/fuzz/seeds/$name" corpus="$folder/corpus/$name" crashes="$folder/crashes/$name" log="$folder/$name.log"
    mkdir -p "$corpus" "$crashes"
    HOURGLASS_FUZZ_SEEDS=1 "$program" -timeout="$longest" -artifact_prefix="$crashes/" "$seeds"/* >"$log" 2>&1 || status=$?
    if ((status != 0)); then
        local seed
        seed=$(grep -a '^Running: ' "$log" | tail -n 1 | cut -d ' ' -f 2-)
        found "$name" "$log" "the seed ${seed##*/} is not read: $(sed -n 's/^a seed cannot be read: //p' "$log" | head -n 1 | grep . || verdict "$log" $status)"
        return 1
    fi
    began=$(mktemp)
    # What the libraries below say of a bad picture would fill the disk: the fuzzer's own words and the sanitizers' remain.
    "$program" -max_total_time="$seconds" -timeout="$longest" -rss_limit_mb="$megabytes" -max_len=16384 -close_fd_mask=2 \
        -print_final_stats=1 -artifact_prefix="$crashes/" "$corpus" "$seeds" >"$log" 2>&1 || status=$?
    if ((status != 0)); then
        found "$name" "$log" "$(verdict "$log" $status)" "$(find "$crashes" -type f -newer "$began" ! -name 'slow-unit-*' | head -n 1)"
    fi
    rm -f "$began"
    tries=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    edges=$(grep -aEo 'cov: [0-9]+' "$log" | tail -1 || true)
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
if ((status != 0)); then
    printf '\nfound:\n'
    cat "$folder"/*.found
fi
exit $status
