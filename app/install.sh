#!/usr/bin/env bash
# Installs what is missing of the named sections of packages.txt (program, extras, tests). Asks nothing of apt where nothing is missing.
# Ends with status 1, and a sentence, where a package is missing that cannot be installed; extras are never worth stopping for.
set -euo pipefail

list="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/packages.txt"

say() { printf 'hourglass: %s\n' "$*" >&2; }

packages_of() {
    local section="" line
    while read -r line; do
        case $line in
        '' | '#'*) ;;
        '['*']') section=${line//[\[\]]/} ;;
        *) [[ $section == "$1" ]] && echo "$line" ;;
        esac
    done <"$list"
    return 0
}

# Prints those of the given packages that are not installed. dpkg-query ends with 1 where it does not know one: that is an answer, too.
missing_of() {
    local installed package
    installed=$(dpkg-query --show --showformat='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
    for package in "$@"; do
        [[ $'\n'$installed$'\n' == *$'\n'"$package installed"$'\n'* ]] || echo "$package"
    done
}

apt_as_root() {
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 "$@")
    if [[ $EUID == 0 ]]; then
        "${apt[@]}" >&2
    else
        sudo "${apt[@]}" >&2
    fi
}

can_be_root() {
    [[ $EUID == 0 ]] || { command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; }
}

install_all() {
    say "installing: $*"
    apt_as_root update || say "the package lists could not be refreshed; going on with those at hand"
    apt_as_root install --yes --no-install-recommends "$@"
}

(($# > 0)) || set -- program
if ! command -v dpkg-query >/dev/null; then
    say "this is no Debian; the packages it takes are named in app/packages.txt"
    exit 0
fi

needed=() wanted=()
for section in "$@"; do
    if [[ $section == extras ]]; then
        mapfile -t -O "${#wanted[@]}" wanted < <(packages_of "$section")
    else
        mapfile -t -O "${#needed[@]}" needed < <(packages_of "$section")
    fi
done
((${#needed[@]} == 0)) || mapfile -t needed < <(missing_of "${needed[@]}")
((${#wanted[@]} == 0)) || mapfile -t wanted < <(missing_of "${wanted[@]}")

if ((${#needed[@]} + ${#wanted[@]} == 0)); then
    exit 0
fi
if ! can_be_root; then
    say "not installed here: ${needed[*]} ${wanted[*]}"
    say "as root: apt-get install --no-install-recommends ${needed[*]} ${wanted[*]}"
    ((${#needed[@]} == 0)) && exit 0
    exit 1
fi
if ((${#needed[@]} > 0)); then
    install_all "${needed[@]}" || {
        say "apt-get could not install ${needed[*]}; its own words stand above"
        exit 1
    }
fi
if ((${#wanted[@]} > 0)); then
    install_all "${wanted[@]}" || say "going on without ${wanted[*]}"
fi
