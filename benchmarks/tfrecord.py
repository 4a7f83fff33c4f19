"""TFRecord files of video-level records: Motif's reader, the `tfrecord` package and protobuf's own parser (upb).

    python benchmarks/tfrecord.py --peer PYTHON [--records 4000] [--rounds 5] [--json]

PYTHON is the interpreter of an environment with `pip install tfrecord protobuf` (or MOTIF_TFRECORD_PYTHON); without
one, this is skipped. The file is made up: records of an id, one to nine labels, 1,024 and 128 floats, as YouTube-8M's.
Each side gives id, labels and both vectors of every record as Python and NumPy values. Motif compares both checksums,
the others compare none; upb has a loop of framing in Python and descriptors made at run time, no generated code. CPU
seconds, fresh processes in turn, one reading of warming up, medians over rounds; the sums of what was read agree.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

SINGLE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
Row = tuple[bytes, int, float]


def written(path: Path, n_records: int) -> None:
    """Write the file, by Motif's own knowledge of the format."""
    from motif.source.tfrecord.checksum import crc32c, masked

    def varint(value: int) -> bytes:
        out = bytearray()
        while value > 127:
            out.append(value & 127 | 128)
            value >>= 7
        return bytes([*out, value])

    def field(number: int, body: bytes) -> bytes:
        return varint(number << 3 | 2) + varint(len(body)) + body

    rng = np.random.default_rng(0)
    with path.open("wb") as file:
        for number in range(n_records):
            labels = np.sort(rng.zipf(1.3, rng.integers(1, 10)) % 3862)
            kinds = {
                "id": field(1, field(1, f"{number:04x}".encode())),
                "labels": field(3, field(1, b"".join(varint(int(label)) for label in labels))),
                "mean_rgb": field(2, field(1, rng.normal(size=1024).astype("<f4").tobytes())),
                "mean_audio": field(2, field(1, rng.normal(size=128).astype("<f4").tobytes())),
            }
            entries = (field(1, field(1, name.encode()) + field(2, body)) for name, body in kinds.items())
            data = field(1, b"".join(entries))
            head = struct.pack("<Q", len(data))
            sums = [struct.pack("<I", masked(crc32c()(part))) for part in (head, data)]
            file.write(head + sums[0] + data + sums[1])


def motif(path: str) -> Iterator[Row]:
    from motif.source.tfrecord import read_records

    for record in read_records(path):
        features = record.features
        yield features["id"][0], len(features["labels"]), features["mean_rgb"][0] + features["mean_audio"][-1]


def tfrecord(path: str) -> Iterator[Row]:
    from tfrecord.reader import tfrecord_loader

    kinds = {"id": "byte", "labels": "int", "mean_rgb": "float", "mean_audio": "float"}
    for row in tfrecord_loader(path, None, kinds):
        yield bytes(row["id"]), len(row["labels"]), row["mean_rgb"][0] + row["mean_audio"][-1]


def upb(path: str) -> Iterator[Row]:
    message = example_message()
    with Path(path).open("rb") as file:
        while head := file.read(12):
            data = file.read(int.from_bytes(head[:8], "little") + 4)
            features = message.FromString(data[:-4]).features.feature
            rgb = np.array(features["mean_rgb"].float_list.value, np.float32)
            audio = np.array(features["mean_audio"].float_list.value, np.float32)
            labels = np.array(features["labels"].int64_list.value, np.int64)
            yield features["id"].bytes_list.value[0], len(labels), rgb[0] + audio[-1]


def example_message() -> type:
    """Return protobuf's class for an Example, from a description written here."""
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    kinds = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(name="example.proto", package="t", syntax="proto3")

    def message(name: str, **fields: tuple[int, int, str, bool]) -> descriptor_pb2.DescriptorProto:
        made = file.message_type.add(name=name)
        for field, (number, kind, of, repeated) in fields.items():
            label = kinds.LABEL_REPEATED if repeated else kinds.LABEL_OPTIONAL
            made.field.add(name=field, number=number, type=kind, label=label, type_name=f".t.{of}" if of else None)
        return made

    message("BytesList", value=(1, kinds.TYPE_BYTES, "", True))
    message("FloatList", value=(1, kinds.TYPE_FLOAT, "", True))
    message("Int64List", value=(1, kinds.TYPE_INT64, "", True))
    one = kinds.TYPE_MESSAGE
    message("Feature", bytes_list=(1, one, "BytesList", False), float_list=(2, one, "FloatList", False),
            int64_list=(3, one, "Int64List", False))  # fmt: skip
    holder = message("Features", feature=(1, one, "Features.FeatureEntry", True))
    entry = holder.nested_type.add(name="FeatureEntry")
    entry.field.add(name="key", number=1, type=kinds.TYPE_STRING, label=kinds.LABEL_OPTIONAL)
    entry.field.add(name="value", number=2, type=one, label=kinds.LABEL_OPTIONAL, type_name=".t.Feature")
    entry.options.map_entry = True
    message("Example", features=(1, one, "Features", False))
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("t.Example"))


def read(side: str, path: str) -> tuple[float, list[float]]:
    """Return CPU seconds of reading all records, and what came out, summed."""
    reader = {"motif": motif, "tfrecord": tfrecord, "upb": upb}[side]
    sum(1 for _ in reader(path))
    start = time.process_time()
    rows = list(reader(path))
    seconds = time.process_time() - start
    return seconds, [len(rows), sum(row[1] for row in rows), float(sum(row[2] for row in rows))]


def spawn(side: str, path: Path, python: str) -> tuple[float, list[float]]:
    """Return what one run says; `-P` keeps this file from being what `import tfrecord` finds."""
    command = [python, "-P", "-W", "ignore", __file__, "--child", side, str(path)]
    env = {**os.environ, **SINGLE}
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout
    seconds, sums = json.loads(said.splitlines()[-1])
    return seconds, sums


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peer", default=os.environ.get("MOTIF_TFRECORD_PYTHON"))
    parser.add_argument("--records", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(read(*given.child)))
        return
    if not given.peer or not shutil.which(given.peer):
        print("Skipped: no environment with tfrecord; give its Python by --peer or MOTIF_TFRECORD_PYTHON.")
        return
    pythons = {"motif": sys.executable, "tfrecord": given.peer, "upb": given.peer}
    seconds: dict[str, list[float]] = {side: [] for side in pythons}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.tfrecord"
        written(path, given.records)
        for _ in range(given.rounds):
            sums = []
            for side, python in pythons.items():
                spent, found = spawn(side, path, python)
                seconds[side].append(spent)
                sums.append(found)
            if not np.allclose(sums, sums[0], rtol=1e-5):
                sys.exit(f"what was read differs: {sums}")
    rates = {side: given.records / statistics.median(spent) for side, spent in seconds.items()}
    if given.json:
        print(json.dumps({"records_per_cpu_s": rates}))
        return
    print("| reader | records per CPU second | ratio |\n|---|---|---|")
    names = {"motif": "Motif, checksums compared", "tfrecord": "tfrecord", "upb": "protobuf upb"}
    for side, rate in rates.items():
        print(f"| {names[side]} | {rate:,.0f} | {rates['motif'] / rate:.1f}x |")


if __name__ == "__main__":
    main()
