#!/usr/bin/env bash
# Builds the benchmarks and runs all of them, or those named: tests/benchmarks/run.sh [NAME…] [--OPTION…], the options for each of them.
# Standard output holds their lines of JSON alone, one object a line. Those named window… run on a screen: the one there is, or one that is none.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
folder="$root/build/release/benchmarks"

say() { printf 'benchmarks: %s\n' "$*" >&2; }

# fold_benchmark, benchmark_fold and fold are one name.
bare() {
    local name=${1##*/}
    name=${name#benchmark_}
    echo "${name%_benchmark}"
}

"$root/app/install.sh" program extras tests
{
    (cd "$root" && cmake --preset release)
    cmake --build "$root/build/release" --target benchmarks
} >&2

declare -A programs=()
for program in "$folder"/*; do
    [[ -f $program && -x $program ]] && programs[$(bare "$program")]=$program
done
if ((${#programs[@]} == 0)); then
    say "there are none in $folder"
    exit 1
fi
arguments=()
for argument in "$@"; do
    [[ $argument != --* ]] || break
    arguments+=("$argument")
done
options=("${@:${#arguments[@]}+1}")
set -- ${arguments[@]+"${arguments[@]}"}
if (($# == 0)); then
    mapfile -t names < <(printf '%s\n' "${!programs[@]}" | sort)
    set -- "${names[@]}"
fi

status=0
for argument in "$@"; do
    name=$(bare "$argument")
    if [[ -z ${programs[$name]:-} ]]; then
        say "there is no \"$argument\"; there are: $(printf '%s\n' "${!programs[@]}" | sort | tr '\n' ' ')"
        exit 2
    fi
done
for argument in "$@"; do
    name=$(bare "$argument")
    command=("${programs[$name]}")
    platform=${QT_QPA_PLATFORM:-offscreen}
    if [[ $name == window* ]]; then
        platform=${QT_QPA_PLATFORM:-}
        [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]] || command=(xvfb-run --auto-servernum --server-args="-screen 0 2560x1440x24" "${command[@]}")
    fi
    say "$name"
    # What is no object is talk, and goes where talk goes.
    if ! QT_QPA_PLATFORM=$platform "${command[@]}" ${options[@]+"${options[@]}"} | while IFS= read -r line; do
        if [[ $line == '{'*'}' ]]; then printf '%s\n' "$line"; else printf '%s\n' "$line" >&2; fi
    done; then
        say "$name failed"
        status=1
    fi
done
exit "$status"
