"""Draw which method of log I and log K serves where, with the thresholds of regions.h: ``python tools/region_picture.py``."""

import re
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
from matplotlib.patches import Circle, Rectangle

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "pictures" / "regions.svg"
EXTENT = 40
COLOURS = ["#dbe9f6", "#a6c8e4", "#fdd9b5", "#f4a582"]
TITLES = {"log_i": "log I", "log_k": "log K"}
METHODS = {
    "log_i": ("uniform expansion", "the same, longer tail", "expansion at order\nv + 21, then downwards", "power series"),
    "log_k": ("uniform expansion", "the same, longer tail", "trapezoidal rule,\nthen upwards", "Temme's series"),
}


def threshold(name: str) -> float:
    """That of double precision."""
    text = (ROOT / "include" / "logbessel" / "regions.h").read_text(encoding="utf-8")
    found = re.search(rf"constexpr S {name} = (?:format<S>::is_double \? )?S\(([\d.]+)\)", text)
    assert found, f"regions.h has no {name}"
    return float(found[1])


def thresholds() -> dict[str, float]:
    return {name: threshold(name) for name in ("disc_radius", "log_i_radius", "log_k_radius", "corner_argument")}


def describe(values: dict[str, float]) -> str:
    """What the picture says of itself, for the test that it is that of regions.h."""
    return ", ".join(f"{name} {value:g}" for name, value in values.items())


def main() -> None:
    at = thresholds()
    figure, both = plt.subplots(1, 2, figsize=(10, 4.9), layout="constrained", sharey=True)
    for axes, (function, methods) in zip(both, METHODS.items(), strict=True):
        own = at[f"{function}_radius"]
        axes.set_facecolor(COLOURS[0])
        axes.add_patch(Circle((0, 0), at["disc_radius"], color=COLOURS[1]))
        axes.add_patch(Circle((0, 0), own, color=COLOURS[2]))
        axes.add_patch(Rectangle((0, 0), own, at["corner_argument"], color=COLOURS[3]))
        for r in (at["disc_radius"], own):
            axes.annotate(f"R = {r:g}", (r * 0.38, r * 0.925), ha="center", va="bottom", fontsize="small", color="0.35", rotation=-22)
        places = [(29, 33), ((own + at["disc_radius"]) / 2 * 0.72, (own + at["disc_radius"]) / 2 * 0.7), (own * 0.46, own * 0.42)]
        for place, method in zip(places, methods, strict=False):
            axes.annotate(method, place, ha="center", va="center", fontsize="small")
        axes.annotate(
            methods[3], (own * 0.8, 0.4), (own * 0.8, 3.4), ha="center", fontsize="small", arrowprops={"arrowstyle": "-", "lw": 0.6}
        )
        axes.set(xlim=(0, EXTENT), ylim=(0, EXTENT), xlabel="order v", title=TITLES[function], aspect="equal")
    both[0].set_ylabel("argument x")
    with mpl.rc_context({"svg.hashsalt": "regions"}):
        figure.savefig(PICTURE, metadata={"Date": None, "Description": describe(at)})


if __name__ == "__main__":
    main()
