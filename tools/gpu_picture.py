"""Draw evaluations a second against the length of the array, from benchmarks/results/gpu.json (make bench-gpu).

python tools/gpu_picture.py [JSON [PICTURE]]
"""

import json
import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "gpu.json"
PICTURE = ROOT / "docs" / "pictures" / "gpu_speed.png"
COLOURS = {"logbessel": "crimson", "add": "0.6", "the paper's method": "tab:blue", "TFP": "tab:orange", "SciPy": "tab:green"}


def main(results: Path = RESULTS, picture: Path = PICTURE) -> None:
    figures = json.loads(results.read_text(encoding="utf-8"))
    figure, axes = plt.subplots(figsize=(10, 5.5), layout="constrained")
    lines = dict.fromkeys((row["rival"], row["dtype"]) for row in figures["curve"])
    for rival, dtype in lines:
        points = [(row["n"], row["per_second"]) for row in figures["curve"] if (row["rival"], row["dtype"]) == (rival, dtype)]
        n, per_second = zip(*points, strict=True)
        style = "-" if dtype == "float64" else "--"
        axes.loglog(n, per_second, style, color=COLOURS[rival], marker="o", ms=3.5, label=f"{rival}, {dtype}")
    axes.set(xlabel="elements", ylabel="evaluations a second", title=f"log_iv, v, x uniform in (0, 150); {figures['machine'][0]['gpu']}")
    axes.grid(color="0.92")
    figure.legend(loc="outside right upper", frameon=False)
    figure.savefig(picture, dpi=120)
    print(picture)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
