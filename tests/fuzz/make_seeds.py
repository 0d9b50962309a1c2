#!/usr/bin/env python3
"""Writes tests/fuzz/seeds/TARGET/…: small sound files of each kind, where the fuzzers begin. The standard library alone is needed."""
import base64
import gzip
import io
import json
import pathlib
import struct
import zipfile
import zlib

seeds = pathlib.Path(__file__).parent / "seeds"


def write(target, name, content):
    path = seeds / target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def idx(code, extents, elements):
    return struct.pack(">BBBB", 0, 0, code, len(extents)) + b"".join(struct.pack(">I", e) for e in extents) + elements


def npy(kind, shape, elements, order="False", version=1):
    header = ("{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }" % (kind, order, "".join("%d, " % e for e in shape))).encode()
    prefix = 10 if version == 1 else 12
    header += b" " * (-(prefix + len(header) + 1) % 64) + b"\n"
    return b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H" if version == 1 else "<I", len(header)) + header + elements


def safetensors(tensors):
    header, data = {}, b""
    for name, shape, values in tensors:
        content = struct.pack("<%df" % len(values), *values)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


images = idx(0x08, [4, 3, 2], bytes(range(24)))
write("idx", "bytes", images)
write("idx", "floats", idx(0x0D, [2, 3], struct.pack(">6f", 0, 0.5, 1, 0.25, 0.75, 1)))
write("idx", "shorts", idx(0x0B, [2, 2], struct.pack(">4h", -1, 2, 3, 4)))
write("idx_gz", "bytes", gzip.compress(images, mtime=0))
write("idx_gz", "two_members", gzip.compress(images[:20], mtime=0) + gzip.compress(images[20:], mtime=0))
floats = struct.pack("<6f", 0, 0.5, 1, -2, 0.75, 1)
write("npy", "floats", npy("<f4", [2, 3], floats))
write("npy", "version_2", npy("<f4", [3, 1, 2], floats, version=2))
write("npy", "bytes_by_columns", npy("|u1", [2, 3], bytes(range(6)), order="True"))
write("npy", "big_doubles", npy(">f8", [2, 2], struct.pack(">4d", 0, 1, 2, 3)))


def npz(arrays, packing):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", packing) as archive:
        for name, array in arrays:
            archive.writestr(zipfile.ZipInfo(name + ".npy", (2020, 1, 1, 0, 0, 0)), array, packing)
    return content.getvalue()


write("npz", "stored", npz([("x", npy("<f4", [2, 3], floats))], zipfile.ZIP_STORED))
write("npz", "parts", npz([("x_train", npy("|u1", [4, 2], bytes(range(8)))), ("y_train", npy("<i4", [4], struct.pack("<4i", 0, 1, 0, 1))),
                           ("x_test", npy("|u1", [2, 2], bytes(range(4)))), ("y_test", npy("<i4", [2], struct.pack("<2i", 1, 0)))], zipfile.ZIP_DEFLATED))
write("csv", "numbers", b"a,b,label\n1,2.5,cat\n3,-4e2,dog\n5,,cat\n")
write("csv", "commas", b"x;y;when\n1,5;2;2020-01-01\n2,5;3;2020-01-02\n3,5;7;2020-01-03\n")
write("csv", "quotes", b'name\tvalue\n"a ""b"""\t1\n"c\nd"\t2\n')
write("csv", "wide", "a,b\n1,2\n3,4\n".encode("utf-16"))
write("csv", "thousands", b'# price amount\n"1,234,567.5" 2\n"12" 3\n"1,000" 4\n')
write("series", "same", b"x,kind\n0.5,b\n7,a\n")
write("series", "others", b"x;kind;z\n0,5;c;1\n")
write("series", "no_names", b"4,a\n5,\"b\"\n6,\n")
write("csv", "lines", b"sep=,\nLogger: x\n\n,1990,1991,1992\nm,s,V,V\nr0,1,2,3,\nr1,4,5,6\n,,,\nr2,7,8\nr3,1,2,4\n\nTotal,6,9,11\nSource: own\n")
write("csv", "parts", b"x,who,split\n1.5,ada,train\n2.5,bob,test\n3.5,ada,valid\n")
write("cifar", "two", b"".join(bytes([label]) + bytes((label * 7 + i) % 256 for i in range(3072)) for label in (3, 7)))
write("safetensors", "all", safetensors([
    ("layers.0.weight", [2, 3], [0.1] * 6), ("layers.0.bias", [2], [0.0] * 2),
    ("layers.1.weight", [2], [1.0] * 2), ("layers.1.bias", [2], [0.0] * 2),
    ("layers.1.running_mean", [2], [0.0] * 2), ("layers.1.running_var", [2], [1.0] * 2),
    ("layers.2.weight", [3, 2], [0.2] * 6), ("layers.2.bias", [3], [0.0] * 3)]))
write("spec", "small", json.dumps({
    "version": 1, "name": "small", "data": {"source": "tabular", "scaling": "unit", "validation": 0.1},
    "model": {"layers": [{"kind": "dense", "units": 3, "activation": "relu"}, {"kind": "dense", "units": "data"}], "code": 0, "mirror": True},
    "training": {"loss": {"kind": "mean_squared_error"}, "penalties": [{"kind": "l1_activity", "weight": 1e-4}],
                 "optimiser": {"kind": "adam", "rate": 0.001}, "stop": [{"kind": "steps", "count": 5}], "seed": 3}}, indent=1).encode())


def png(width, height, channels):
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    rows = b"".join(b"\0" + bytes((row * 31 + i * 7) % 256 for i in range(width * channels)) for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, {1: 0, 3: 2, 4: 6}[channels], 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


write("pictures", "grey.png", png(4, 3, 1))
write("pictures", "transparent.png", png(2, 2, 4))
write("pictures", "colour.bmp", b"BM" + struct.pack("<IHHIIiiHHIIiiII", 70, 0, 0, 54, 40, 2, 2, 1, 24, 0, 16, 0, 0, 0, 0) + bytes(range(16)))
# Made by ImageMagick: three pixels by two, from red to blue.
write("pictures", "colour.jpg", base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/"
    "2wBDAQMDAwQDBAgEBAgQCwkLEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBD/wAARCAACAAMDAREAAhEBAxEB/8QA"
    "FAABAAAAAAAAAAAAAAAAAAAACP/EABoQAAEFAQAAAAAAAAAAAAAAAAUAAhZVlNH/xAAVAQEBAAAAAAAAAAAAAAAAAAADCf/EABwRAAAHAQEAAAAAAAAAAAAA"
    "AAADBAYXVdKTlP/aAAwDAQACEQMRAD8AA8hP3hDS/qo1GDHpknnJwAkR4Wynubsf/9k="))
write("pictures", "colour.webp", base64.b64decode(
    "UklGRj4AAABXRUJQVlA4IDIAAAAwAgCdASoDAAIAAgA0JaACdLoB+AADISoiEAD++33iaLPl9/bsFnLq//G7cYb70AAAAA=="))
write("pictures", "colour.gif", base64.b64decode(
    "R0lGODlhAwACAPEAAP8AAAAA/////wAAACH5BAAAAAAAIf8LSW1hZ2VNYWdpY2sNZ2FtbWE9MC40NTQ1NQAsAAAAAAMAAgAAAgOEgwUAOw=="))
write("pictures", "colour.tif", base64.b64decode(
    "SUkqABIAAAB42mMIAQAAVgBVEAAAAQMAAQAAAAMAAAABAQMAAQAAAAIAAAACAQMAAQAAAAIAAAADAQMAAQAAAAgAAAAGAQMAAQAAAAMAAAAKAQMAAQAAAAEA"
    "AAARAQQAAQAAAAgAAAASAQMAAQAAAAEAAAAVAQMAAQAAAAEAAAAWAQMAAQAAAAIAAAAXAQQAAQAAAAoAAAAcAQMAAQAAAAEAAAApAQMAAgAAAAAAAQA+AQUA"
    "AgAAACABAAA/AQUABgAAAPAAAABAAQMADAAAANgAAAAAAAAA//8AAP//AAAAAAAA//8AAAAA/////wAAhetRAAAAgADD9agAAAAAAs3MTAAAAAABzcxMAAAA"
    "gADNzEwAAAAAAo/C9QAAAAAQNxqgAAAAAAIrhwoAAAAgAA=="))
