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
write("csv", "units", "price,load,area,day\n$1.5,5%,12 kg,05-Jan-2024\n\"$1,234.5\",7%,(3) kg,\"Jan 6, 2024\"\n$-2K,0,\u22125 kg,7 mars 2024\n".encode())
write("csv", "vectors", b"emotion,pixels,Usage\n0,1 2 3 4,Training\n1,\"[5, 6, 7, 8]\",PublicTest\n2,1 2 3,Training\n")
write("series", "same", b"x,kind\n0.5,b\n7,a\n")
write("series", "others", b"x;kind;z\n0,5;c;1\n")
write("series", "no_names", b"4,a\n5,\"b\"\n6,\n")
write("beside", "numbers", b"1\n2.0\n1\n")
write("beside", "words", b"kind\n\"a b\"\nb\nNaN\n")
write("beside", "one_hot", b",0,1\n0,0,1\n1,1,0\n2,0,1\n")
write("csv", "lines", b"sep=,\nLogger: x\n\n,1990,1991,1992\nm,s,V,V\nr0,1,2,3,\nr1,4,5,6\n,,,\nr2,7,8\nr3,1,2,4\n\nTotal,6,9,11\nSource: own\n")
write("csv", "parts", b"x,who,split\n1.5,ada,train\n2.5,bob,test\n3.5,ada,valid\n")
arff = b"@relation r\n@attribute 'a b' numeric\n@attribute k {x, 'y z',\"w\"}\n@attribute d date\n@attribute class {0,1}\n@data\n"
write("arff", "dense", arff + b"1.5,x,2020-01-01,0\n% c\n?,'y z',?,1\n2 w 2020-01-03 1\n3,x,?,0,{2}\n")
write("arff", "sparse", arff + b"{0 2.5, 3 1}\n{}\n{1 'y z',2 2020-01-01}\n")
write("arff", "bags", b"@relation r\n@attribute bag relational\n@attribute t0 numeric\n@attribute t1 numeric\n@end bag\n@attribute class {a,b}\n@data\n'1,2\\n3,4',a\n\"5,6\",b\n")
write("ts", "channels", b"#c\n@problemName P\n@classLabel true a b\n@data\n1,2,?:3,4,NaN:a\n5,6:7,8:b\n")
write("ts", "stamps", b"@problemName P\n@timeStamps true\n@targetLabel true\n@data\n(2020-01-01 10:00:00,1),(1,2):0.5\n")
write("ts", "none", b"@problemName P\n@classLabel false\n@data\n1,2:\n3,4:\n")
write("tsf", "two", b"#c\n@relation R\n@attribute name string\n@attribute start date\n@frequency yearly\n@data\nT1:1979-01-01 00-00-00:1,?,3\nT2:1980-01-01 00-00-00:4\n")
write("tsf", "one", b"@frequency daily\n@data\n1,2,?,4\n")
write("orange", "lines", b"name\tlegs\tw\tkind\nstring\td\tc\tx\\ y z\nmeta\t\tunit=kg\tclass\nape\t2\t1.5\tx y\nbee\t6\t?\tz\n\"c\nd\"\t4\t2\tz\n")
write("orange", "prefixes", b"mS#id\tD#legs\tC#w\tcD#kind\na\t2\t1.5\t1\nb\t4\t2.5\t2\n")
write("json", "records", b'[{"a":1.5,"k":"x","n":{"b":[true,null]}},\n{"k":"y","a":NaN},{"a":-2e1,"k":"x"}]')
write("json", "lines", b'{"a":1}\n{"a":"2"}\n[3]\n')
write("json", "columns", b'{"a":{"0":1,"1":2},"b":{"0":3,"2":4}}')
write("json", "split", b'{"columns":["a","b"],"data":[[1,2],[3,4]],"index":[0,1]}')
write("json", "within", b'{"m":{"x":[{"a":1},{"a":2}]},"y":[[1,2]],"z":[1]}')
write("json", "lists", b'{"a":[1,2,3],"b":["x","y","x"],"c":[1]}')
market = b"%%MatrixMarket matrix "
write("matrix_market", "coordinates", market + b"coordinate real general\n% c\n3 2 3\n1 1 1.5\n3 2 -2e-1\n3 2 NaN\n")
write("matrix_market", "hermitian", market + b"coordinate complex hermitian\n2 2 2\n1 1 1 0\n2 1 5 6\n")
write("matrix_market", "array", market + b"array integer skew-symmetric\n3 3\n1\n2\n3\n")
write("matrix_market", "pattern", market + b"coordinate pattern symmetric\n2 2 1\n2 1\n")
write("svmlight", "classes", b"# c\n1 1:0.5 3:-2 # d\n-1 2:1e-1\n+1 3:nan\n")
write("svmlight", "queries", b"0.5 qid:1 0:1\n2.5 qid:2 2:3\n")
write("svmlight", "lists", b"0,2 0:1\n 1:1\n1 0:3\n")
ints = lambda *values: npy("<i4", [len(values)], struct.pack("<%di" % len(values), *values))
layout = lambda name, arrays: npz([("format", npy("|S3", [], name.encode())), ("shape", npy("<i8", [2], struct.pack("<2q", 4, 3)))] + arrays, zipfile.ZIP_STORED)
four = ("data", npy("<f8", [4], struct.pack("<4d", 1.5, -2, 3, 4)))
write("sparse_npz", "csr", layout("csr", [("indices", ints(1, 0, 2, 2)), ("indptr", ints(0, 1, 2, 3, 4)), four]))
write("sparse_npz", "csc", layout("csc", [("indices", ints(1, 0, 3, 2)), ("indptr", ints(0, 1, 2, 4)), four]))
write("sparse_npz", "coo", layout("coo", [("row", ints(3, 2, 0, 1)), ("col", ints(2, 2, 1, 0)), four]))
write("sparse_npz", "coords", layout("coo", [("coords", npy("<i4", [2, 4], struct.pack("<8i", 3, 2, 0, 1, 2, 2, 1, 0))), four]))
write("sparse_npz", "bsr", layout("bsr", [("indices", ints(0, 1)), ("indptr", ints(0, 1, 2)), ("data", npy("|b1", [2, 2, 1], bytes([1, 0, 1, 1])))]))
write("sparse_npz", "dia", layout("dia", [("offsets", ints(-1, 1)), ("data", npy("<i4", [2, 3], struct.pack("<6i", 1, 2, 3, 4, 5, 6)))]))
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


def tiff(pages, order="<", big=False, packing=1):
    """Pages of (width, height, samples of a pixel, bits, format, planes apart, description, numbers), each in one strip a plane."""
    offset, count, entry, head = ("Q", "Q", 20, 16) if big else ("I", "H", 12, 8)
    content = (b"II" if order == "<" else b"MM") + struct.pack(order + ("HHHQ" if big else "HI"), *((43, 8, 0, 16) if big else (42, 8)))
    for number, (width, height, samples, bits, form, apart, description, numbers) in enumerate(pages):
        planes = samples if apart else 1
        size = len(numbers) // planes
        strips = [numbers[i * size:(i + 1) * size] for i in range(planes)]
        strips = [zlib.compress(strip) if packing == 8 else strip for strip in strips]
        tags = [(256, "I", [width]), (257, "I", [height]), (258, "H", [bits] * samples), (259, "H", [packing]), (262, "H", [2 if samples == 3 else 1]),
                (270, "s", description.encode() + b"\0"), (273, offset, None), (277, "H", [samples]), (278, "I", [height]), (279, "I", [len(s) for s in strips]),
                (284, "H", [2 if apart else 1]), (339, "H", [form] * samples)]
        behind = len(content) + struct.calcsize("=" + count) + entry * len(tags) + struct.calcsize("=" + offset)
        values, body = [], b""

        def place(data):
            nonlocal body
            at = behind + len(body)
            body += data + b"\0" * (len(data) % 2)
            return at

        places = [place(strip) for strip in strips]
        for tag, kind, items in tags:
            items = places if items is None else items
            data = items if kind == "s" else struct.pack(order + "%d%s" % (len(items), kind), *items)
            values.append((tag, {"s": 2, "H": 3, "I": 4, "Q": 16}[kind], len(items), data))
        directory = struct.pack(order + count, len(tags))
        room = struct.calcsize("=" + offset)
        for tag, kind, items, data in values:
            held = data.ljust(room, b"\0") if len(data) <= room else struct.pack(order + offset, place(data))
            directory += struct.pack(order + "HH" + offset, tag, kind, items) + held
        following = behind + len(body) if number + 1 < len(pages) else 0
        content += directory + struct.pack(order + offset, following) + body
    return content


def numbers(count, kind):
    return struct.pack("%d%s" % (count, kind), *((i * 37) % 4096 if kind in "HIQ" else (i * 37) % 4096 - 1000 for i in range(count)))


write("pictures", "stack16.tif", tiff([(4, 3, 1, 16, 1, False, "", numbers(12, "H"))] * 3))
write("pictures", "planar16.tif", tiff([(4, 3, 3, 16, 1, True, '{"shape": [3, 3, 4]}', numbers(36, "H"))], packing=8))
write("pictures", "floats.tif", tiff([(4, 3, 1, 32, 3, False, "", numbers(12, "f"))], big=True))
write("pictures", "signed.tif", tiff([(4, 3, 1, 16, 2, False, "", numbers(12, "h"))], packing=8))
write("pictures", "behind_one_another.tif", tiff([(4, 3, 1, 16, 1, False, "ImageJ=1\nimages=3\n", numbers(36, "H"))]))
write("pictures", "channels.tif", tiff([(4, 3, 5, 64, 1, False, "", numbers(60, "Q"))]))
write("pictures", "deep.pgm", b"P5 4 3 4095\n" + struct.pack(">12H", *(i * 300 for i in range(12))))
write("pictures", "plain.ppm", b"P3\n# said\n2 1 255\n1 2 3 4 5 6\n")
write("pictures", "bits.pbm", b"P4 9 2\n" + bytes([0x55, 0x80, 0xAA, 0]))
# Those of tests/data/make_pictures.py.
write("pictures", "moving.gif", base64.b64decode(
    "R0lGODlhDAAIAIEAAAAAAMgAPAAAAAAAACH/C05FVFNDQVBFMi4wAwEAAAAh+QQJBQAAACwAAAAADAAIAAAIGwADCAwAoKDBggMJHjSYcCHDgQ4jSpxIseLCgAAh+QQJBQAAACwAAAAA"
    "DAAIAIEAAADIKDwAAAAAAAAIHQABCBxIkGCAgwEKDkSYUCEAhg4fIoxIsaJFggEBACH5BAkFAAAALAAAAAAMAAgAgQAAAMhQPAAAAAAAAAgbAAEIHEiwoMGDARIGOAhA4UKEChk6ZEix"
    "IoCAACH5BAkFAAAALAAAAAAMAAgAgQAAAMh4PAAAAAAAAAgaAAEIHEiwoMGDCA0GWBgAIcOGBx86ZJiwYEAAOw=="))
write("pictures", "moving.webp", base64.b64decode(
    "UklGRu4AAABXRUJQVlA4WAoAAAASAAAACwAABwAAQU5JTQYAAAAAAAAAAABBTk1GKAAAAAAAAAAAAAMAAAMAADIAAANWUDhMEAAAAC8DwAAABxBFLk//AxHR/wBBTk1GLAAAAAEAAAAA"
    "AAMAAAQAADIAAAFWUDhMFAAAAC8DAAEQDzAogzw88x/wmIeI/ocHQU5NRioAAAACAAABAAADAAADAAAyAAABVlA4TBEAAAAvA8AAAAdQqCKXp/+BiOh/AABBTk1GLAAAAAMAAAEAAAMA"
    "AAQAADIAAABWUDhMFAAAAC8DAAEQDzB4gzw88x/wmIeI/ocH"))
write("pictures", "turned.png", base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAECAIAAAA8r+mnAAAAGmVYSWZNTQAqAAAACAABARIAAwAAAAEABgAAAAAAANZnS2kAAAAVSURBVHicY/zFgABsSGwmBhyAdAkAZKwBCMZWQtAA"
    "AAAASUVORK5CYII="))
write("pictures", "turned.webp", base64.b64decode(
    "UklGRlIAAABXRUJQVlA4WAoAAAAIAAAABwAAAwAAVlA4TBEAAAAvB8AAAA8Qox/zH4Y+RPQ/AABFWElGGgAAAE1NACoAAAAIAAEBEgADAAAAAQAGAAAAAAAA"))

# Models of other programs: those of the tests (tests/data/make_onnx_models.py …), which are small.
models = seeds.parent.parent / "data" / "models"
for model in sorted(models.glob("*.onnx")):
    if not model.with_suffix(".onnx.data").exists():  # its numbers lie beside it
        write("onnx", model.stem, model.read_bytes())
for model in ("halves", "numbered", "variational"):  # the others say too little, and are refused
    write("state_dict", model, (models / ("dict_%s.safetensors" % model)).read_bytes())


# The fuzzer's own form: the configuration, a zero, and the weights as the program's converter hands them out. Their numbers are nobody's business.
def keras(name, shapes, without=()):
    with zipfile.ZipFile(models / ("keras_%s.keras" % name)) as archive:
        model = json.loads(archive.read("config.json"))
    layers = model["config"]["layers"]
    for name_of_layer in without:  # those behind it are called with what it was
        place = [each["config"]["name"] for each in layers].index(name_of_layer)
        del layers[place]
        before = layers[place - 1]["config"]["name"]
        layers[:] = json.loads(json.dumps(layers).replace('["%s", 0, 0]' % name_of_layer, '["%s", 0, 0]' % before))
    configuration = json.dumps(model, separators=(",", ":")).encode()
    tensors = []
    for path, each in shapes.items():
        for number, shape in enumerate(each):
            count = 1
            for extent in shape:
                count *= extent
            tensors.append(("layers/%s/vars/%d" % (path, number), shape, [0.25 * (i % 7 - 3) for i in range(count)]))
    write("keras", name, configuration + b"\0" + safetensors(tensors))


keras("sequential", {"dense": [[12, 9], [9]], "dense_1": [[9, 8], [8]], "dense_2": [[8, 2], [2]], "dense_3": [[2, 8], [8]], "dense_4": [[8, 12], [12]],
                     "layer_normalization": [[8], [8]]})
keras("nested", {"functional/layers/batch_normalization": [[4], [4], [4], [4]], "functional/layers/conv2d": [[3, 3, 2, 4]],
                 "functional/layers/dense": [[64, 3], [3]], "functional/layers/depthwise_conv2d": [[3, 3, 4, 1], [4]], "functional/layers/p_re_lu": [[1, 1, 4]],
                 "functional_1/layers/conv2d": [[3, 3, 3, 2], [2]], "functional_1/layers/conv2d_transpose": [[3, 3, 3, 4], [3]],
                 "functional_1/layers/dense": [[3, 36], [36]]})
keras("upsampled", {"sequential/layers/conv2d": [[3, 3, 1, 3], [3]], "sequential/layers/conv2d_1": [[3, 3, 3, 2], [2]],
                    "sequential_1/layers/conv2d": [[3, 3, 3, 1], [1]], "sequential_1/layers/conv2d_transpose": [[4, 4, 3, 2], [3]]})
cell = [[3, 12], [4, 12], [2, 12]]
# Without its ten dense layers: a fuzzer's tries are short.
keras("series", {"bidirectional/backward_layer/cell": cell, "bidirectional/forward_layer/cell": cell, "lstm/cell": [[8, 16], [4, 16], [16]],
                 "simple_rnn/cell": [[2, 4], [4, 4], [4]], "time_distributed/layer": [[4, 3], [3]], "dense": [[4, 2], [2]]},
      without=["dense" + ("_%d" % i if i else "") for i in range(10)])
