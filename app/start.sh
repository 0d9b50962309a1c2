#!/usr/bin/env bash
# Builds Hourglass where that is needed and starts it with the arguments given: app/start.sh, app/start.sh train --preset deep.
# Standard output belongs to the program; this script's own talk goes to standard error.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
log="$root/build/start.log"

say() { printf 'hourglass: %s\n' "$*" >&2; }

# A command word, a mistyped one among them, needs no display; options, files and nothing at all open the window.
opens_a_window() {
    local argument
    for argument in "$@"; do
        case $argument in
        -h | --help | --help-all | -v | --version) return 1 ;;
        esac
    done
    [[ $# == 0 || $1 == -* || -e $1 ]]
}

# One line that counts on a terminal, four lines elsewhere. What is no step of ninja's stays in the log.
show_progress() {
    local line last=0
    while IFS= read -r line; do
        [[ $line =~ ^\[([0-9]+)/([0-9]+)\]\ (Building|Linking|Automatic) ]] || continue
        local step=${BASH_REMATCH[1]} total=${BASH_REMATCH[2]}
        if [[ -t 2 ]]; then
            printf '\rhourglass: building, step %d of %d ' "$step" "$total" >&2
        elif ((last == 0 || step >= last + total / 4)); then
            say "building, step $step of $total"
        else
            continue
        fi
        last=$step
    done
    if [[ -t 2 ]] && ((last > 0)); then
        printf '\n' >&2
    fi
}

# A folder that was moved or copied has a cache that speaks of the old place.
is_configured() {
    [[ -f $root/build/release/build.ninja ]] && grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$root/build/release/CMakeCache.txt"
}

configure() {
    (cd "$root" && cmake --fresh --preset release)
}

build() {
    export NINJA_STATUS="[%f/%t] "
    { { is_configured || configure; } && cmake --build "$root/build/release" --target hourglass; } 2>&1 | tee "$log" | show_progress
}

if opens_a_window "$@" && [[ -z ${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-} ]]; then
    say "there is no display to open the window on."
    say "Without one: \"train\" trains and \"render\" draws the window into a picture; --help tells more."
    say "For the window itself: log in on the desktop, use ssh -X, or run xvfb-run app/start.sh."
    exit 1
fi

mkdir -p "$root/build"
exec 9>"$root/build/start.lock"
if ! flock --nonblock 9; then
    say "waiting for another start to finish building"
    flock 9
fi
"$root/app/install.sh" program 9>&-
if ! is_configured; then
    say "building for the first time, which takes a few minutes"
    "$root/app/install.sh" extras 9>&- # only now: where they cannot be had, not every start shall wait for apt
fi
if ! build 9>&-; then
    tail -n 30 "$log" >&2
    say "the build failed; the whole log is $log"
    exit 1
fi
exec 9>&-
exec "$root/build/release/bin/hourglass" "$@"
