"""Pictures of what the benchmarks measured, drawn each time the pages are built, into docs/generated/pictures.

FUNCTION_SET.svg has the times of every library, plane_RIVAL.svg the speed-up over one of them in each cell of the (v, x) plane.
"""

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot
from matplotlib.patches import Rectangle
from sphinx.application import Sphinx

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path.append(str(BENCHMARKS))

import speedups  # noqa: E402

RESULTS = BENCHMARKS / "results"
FUNCTIONS = {"log_iv": "log I", "log_kv": "log K"}
SETS = {
    "small": "v and x from 0 to 150",
    "large": "v and x from 150 to 10,000",
    "wide": "v up to 1,000,000, x from 1e-8",
    "vmf2048": "v = 1023, as in 2048 dimensions",
}
PLANES = {"scipy": "SciPy scaled", "paper": "the paper's method"}
OURS, THEIRS, NOT_ALL = "crimson", "0.55", "0.8"
NOT_MEASURED = "0.85"


def draw(record: dict[str, Any], function: str, name: str, picture: Path) -> None:
    """The time of each library as a bar, which is pale where not all of its answers are finite."""
    size = max(row["size"] for row in record["timings"])
    case = (function, name, "array")
    times = {r["rival"]: r["ns"] for r in record["timings"] if (r["function"], r["set"], r["shape"], r["size"]) == (*case, size)}
    finite = {r["rival"]: r["finite"] for r in record["checks"] if (r["function"], r["set"], r["shape"]) == case}
    rivals = [rival for rival in record["rivals"] if rival in times]

    figure, axes = pyplot.subplots(figsize=(6, 0.6 + 0.31 * len(rivals)), layout="constrained")
    for place, rival in enumerate(rivals):
        ns, share = times[rival], finite[rival]
        complete = share == 1
        colour = OURS if rival.startswith("logbessel") else THEIRS if complete else NOT_ALL
        axes.barh(place, ns, color=colour, height=0.7)
        beside = {"xytext": (4, 0), "textcoords": "offset points", "va": "center"}
        axes.annotate(f"{ns:,.3g}" if ns < 1000 else f"{ns:,.0f}", (ns, place), **beside)
        if not complete:
            answers = f"{min(99.9, 100 * share):.3g} % finite"
            axes.annotate(answers, (1, place), xycoords=("axes fraction", "data"), color="tab:blue", **beside)
    axes.set_yticks(range(len(rivals)), rivals)
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.set_xlim(1, max(times.values()) ** 1.4)
    axes.set_title(f"{FUNCTIONS[function]}, ns a value: {SETS[name]}", loc="left", fontsize="medium")
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    picture.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(picture)
    pyplot.close(figure)


def draw_plane(record: dict[str, Any], rival: str, picture: Path) -> None:
    """Times as fast as the rival on one core; a cell is grey where not measured, hatched where it has no speed-up."""
    rows = [row for row in record["rows"] if row["rival"] == rival and row["part"] == "plane"]
    orders, arguments = (sorted({tuple(row[key]) for row in rows}) for key in ("order", "argument"))
    figure, panels = pyplot.subplots(1, 2, figsize=(10, 4.6), layout="constrained", sharey=True)
    for axes, (function, title) in zip(panels, FUNCTIONS.items(), strict=True):
        values = np.full((len(orders), len(arguments)), np.nan)
        axes.set_facecolor(NOT_MEASURED)
        for row in (row for row in rows if row["function"] == function):
            y, x = orders.index(tuple(row["order"])), arguments.index(tuple(row["argument"]))
            if found := speedups.of([row], speedups.WAYS["one core"]):
                (values[y, x],) = found
            else:
                axes.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor="w", edgecolor="0.7", hatch="///", linewidth=0))
        axes.imshow(values, origin="lower", norm="log", cmap="YlGnBu", vmin=1, vmax=1000, aspect="auto")
        for (y, x), value in np.ndenumerate(values):
            if np.isfinite(value):
                axes.text(
                    x, y, f"{value:.3g}" if value < 999.5 else f"{value:,.0f}", ha="center", va="center", color="w" if value > 60 else "k"
                )
        axes.set_xticks(np.arange(len(arguments) + 1) - 0.5, [f"{edge:.3g}" for edge in (*(low for low, _ in arguments), arguments[-1][1])])
        axes.set_yticks(np.arange(len(orders) + 1) - 0.5, [f"{edge:.3g}" for edge in (*(low for low, _ in orders), orders[-1][1])])
        axes.set(xlabel="argument x", title=f"{title}: times as fast as {rival}")
    panels[0].set_ylabel("order v")
    figure.savefig(picture)
    pyplot.close(figure)


def draw_all(app: Sphinx) -> None:
    mpl.use("Agg")
    pictures = Path(app.srcdir) / "generated" / "pictures"
    record = json.loads((RESULTS / "cpu.json").read_text(encoding="utf-8"))
    for function in FUNCTIONS:
        for name in SETS:
            draw(record, function, name, pictures / f"{function}_{name}.svg")
    if (speeds := RESULTS / "paper_speed.json").exists():
        record = json.loads(speeds.read_text(encoding="utf-8"))
        for name, rival in PLANES.items():
            draw_plane(record, rival, pictures / f"plane_{name}.svg")


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("builder-inited", draw_all)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
