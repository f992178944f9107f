"""Takes libtensorflow and its C headers out of a TensorFlow wheel: unpack.py WHEEL DEPS."""

import os
import shutil
import sys
import zipfile

LIBRARIES = ("tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2")
# Only what the C interface includes: the wheel has 172 MB of headers.
HEADERS = (
    "tensorflow/include/tensorflow/c/",
    "tensorflow/include/tensorflow/core/platform/",
    "tensorflow/include/tsl/c/",
    "tensorflow/include/tsl/platform/",
)


def target(name):
    if name in LIBRARIES:
        return os.path.join("lib", os.path.basename(name))
    if name.startswith(HEADERS) and name.endswith(".h"):
        return os.path.join("include", *name.split("/")[2:])
    return None


def unpack(wheel, deps):
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            place = target(name)
            if place is None:
                continue
            place = os.path.join(deps, place)
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with archive.open(name) as source, open(place, "wb") as sink:
                shutil.copyfileobj(source, sink, 1 << 20)


if __name__ == "__main__":
    unpack(sys.argv[1], sys.argv[2])
