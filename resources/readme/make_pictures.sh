#!/usr/bin/env bash
# Makes the pictures of README.md from the program itself: resources/readme/make_pictures.sh
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
hourglass() { "$here/../../app/start.sh" "$@"; }

hourglass render --preset map --epochs 10 --size 1600x1000 --theme light -o "$here/window-light.png"
hourglass render --preset map --epochs 10 --size 1600x1000 --theme dark -o "$here/window-dark.png"
hourglass render --preset map --epochs 10 --panel stack -o "$here/stack.png"
hourglass render --preset map --epochs 10 --panel loss -o "$here/loss.png"
hourglass render --preset map --data sprites --epochs 40 --colour x --panel latent -o "$here/sprites.png"
hourglass render --preset map --data s-curve --epochs 60 --colour Angle --panel data-space -o "$here/data-space.png"
hourglass render --preset map --epochs 10 --arrangement data --size 1600x1000 -o "$here/data.png"
hourglass render --preset deep --epochs 10 --arrangement explore --size 1600x1000 -o "$here/explore.png"
hourglass render --preset convolutional --epochs 2 --arrangement network --size 1600x1000 -o "$here/network.png"
hourglass render --preset denoising --epochs 10 --panel reconstructions -o "$here/reconstructions.png"
