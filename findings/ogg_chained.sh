#!/usr/bin/env bash
# Ogg, libsndfile and FFmpeg: two recordings in one file, one behind the other ("chained", which the format allows: it is how a radio stream that
# was saved, or files put together with cat, look).
# One would guess: the length in the header is that of the whole file, as players show it, and a reader that stops early says so.
# What happens: libsndfile counts and reads the first recording only, without an error, in
# Vorbis and in Opus; FFmpeg decodes both. FFmpeg's own header names a duration that is not what it then decodes.
# Why it matters: most of a long recording is missing and nothing says so. A reader on libsndfile has to look for a second first page
# ("OggS" with the flag "begin of stream") by itself, and must not believe a length from a header.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check soundfile==0.14.0 av==18.1.0 numpy==2.4.6

venv/bin/python - <<'END'
import sys
from importlib.metadata import version
from pathlib import Path

import av
import numpy as np
import soundfile

rate = 48000
print("soundfile", version("soundfile"), "with", soundfile.__libsndfile_version__, "- PyAV", version("av"))
for codec in "VORBIS", "OPUS":
    for name, seconds in ("first.ogg", 0.5), ("second.ogg", 1.0):
        tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(int(seconds * rate)) / rate)
        soundfile.write(name, tone, rate, format="OGG", subtype=codec)
    Path("both.ogg").write_bytes(Path("first.ogg").read_bytes() + Path("second.ogg").read_bytes())
    told, read = soundfile.info("both.ogg").frames / rate, len(soundfile.read("both.ogg")[0]) / rate
    with av.open("both.ogg") as file:
        header = file.duration / av.time_base
        decoded = sum(frame.samples for frame in file.decode(audio=0)) / rate
    print(f"{codec}, 0.5 s and 1.0 s: libsndfile counts {told:.2f} s and reads {read:.2f} s; FFmpeg tells {header:.2f} s and decodes {decoded:.2f} s")
    if (told, read) != (0.5, 0.5) or not 1.45 < decoded < 1.55 or not 0.95 < header < 1.05:
        sys.exit("not as stated")
END
echo "As stated: libsndfile leaves out the second recording."
