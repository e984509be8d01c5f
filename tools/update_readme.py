"""Puts the measured tables into README.md and the pages of docs: ``python tools/update_readme.py [--check]``, or ``make readme``.

Between ``<!-- NAME -->`` and ``<!-- end -->`` goes what a script has measured: `accuracy` from benchmarks/results/accuracy.json (make
accuracy), `speed`, `errors` and `versions` from benchmarks/results/cpu.json (make bench), `gpu` from benchmarks/results/gpu.json (make
bench-gpu), `headline` from both, `gradients` from benchmarks/results/gradients_cpu.json and gradients_gpu.json (benchmarks/gradients.py),
`paper accuracy` and `paper expressions` from benchmarks/results/paper_accuracy.json (make paper-accuracy), `paper claims` and `paper
speed` from paper_speed.json (make paper-speed), those of docs/cifar10.md from cifar10.json (make paper-vmf), `directions` and `directions
on a GPU` from directions.json and directions_gpu.json (benchmarks/directions.py), `demo` from examples/debian_embeddings.py; and `budgets`
from include/logbessel/functions.def. With ``--check`` nothing is written, and the exit code is 1 if a table is not that of the results.
With or without it, the exit code is 1 and nothing is written if an error measured is over its budget.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

import directions as directions_benchmark  # noqa: E402
import errors as errors_of_rivals  # noqa: E402
import gradients as gradients_benchmark  # noqa: E402
import speedups  # noqa: E402
from cifar10 import tables as cifar10_tables  # noqa: E402
from device import report  # noqa: E402
from layout import short  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results"
SETS = {"small": "v, x in (0, 150)", "large": "v, x in (150, 10⁴)", "wide": "v to 10⁶, x from 10⁻⁸"}
UNITS = {
    "LOG": "ulp of max(\\|y\\|, L/64, 1)",
    "RESULT": "ulp",
    "SLOPE": "ulp of max(\\|y\\|, 1/(2 max(\\|v\\|, x, 1)))",
    "SECOND": "ulp of max(\\|y\\|, 1/(2 max(R, 1)^2))",
    "MIXED": "ulp of max(\\|y\\|, 1/(2 max(R, 1)^2), x^(2v-2) if 1/2 ≤ v ≤ 1 and x < 1)",
    "THIRD": "ulp of max(\\|y\\|, 1/max(R, 1)^3)",
    "TERMS": "ulp, of the terms that cancel at a zero where they are larger",
    "INVERSE": "ulp · condition number",
}


def accuracy() -> str:
    record = json.loads((RESULTS / "accuracy.json").read_text(encoding="utf-8"))
    rows = record["rows"]
    over = [row for row in rows if row["over_budget"] > 0]
    if over:
        places = "\n".join(
            "  {over_budget} of {function}, {dtype}, {region}: up to {max:.3g}, budget {budget:g}".format(**row) for row in over
        )
        sys.exit(f"benchmarks/results/accuracy.json has points over budget; mend them and measure again with make accuracy:\n{places}")

    def worst(name: str, dtype: str, outer: bool) -> str:
        here = [row for row in rows if (row["function"], row["dtype"], row["region"] == "outer") == (name, dtype, outer)]
        if not here:
            return "-"
        return f"{max(row['max'] for row in here):.2f} ({max(row['budget'] for row in here):g})"

    names = dict.fromkeys(row["function"] for row in rows)
    units = {row["function"]: UNITS[row["unit"]] for row in rows}
    columns = [(dtype, outer) for dtype in ("float64", "float32") for outer in (True, False)]
    lines = table(
        ["", "unit", *(f"{dtype}, {'R outside' if outer else 'elsewhere'}" for dtype, outer in columns)],
        ([f"`{name}`", units[name], *(worst(name, *column) for column in columns)] for name in names),
    )
    return (
        f"Largest error of {record['points']:,} fresh random points for each function, the worst of {', '.join(record['isas'])}; "
        f"in brackets the budget in `functions.def`.\n\n{lines}\n\n"
        "*R outside*: R = √(v² + x²) ≥ 34 (float32: 16). *Elsewhere*: inside, at the zeros of the logarithms, at negative orders, "
        "at huge and tiny arguments. L is the size of the leading term, R or, for the scaled functions, (R - x) + v asinh(v/x). "
        "At negative orders of log I the unit is multiplied by the condition number max(1, I_|v|/I_v)."
    )


def speed() -> str:
    record = json.loads((RESULTS / "cpu.json").read_text(encoding="utf-8"))
    longest = max(row["size"] for row in record["timings"])
    times = {(r["rival"], r["function"], r["set"]): r["ns"] for r in record["timings"] if (r["shape"], r["size"]) == ("array", longest)}
    finite = {(r["rival"], r["function"], r["set"]): r["finite"] for r in record["checks"] if r["shape"] == "array"}
    columns = [(function, name) for function in ("log_iv", "log_kv") for name in SETS]

    def cell(rival: str, column: tuple[str, str]) -> str:
        ns, share = times.get((rival, *column)), finite.get((rival, *column))
        if ns is None:
            return "-"
        digits = f"{ns:.1f}" if ns < 99.95 else f"{ns:,.0f}"
        return digits if share in (None, 1) else f"{digits} ({min(99.9, 100 * share):.3g} %)"

    lines = table(
        ["", *(f"`{function}`, {SETS[name]}" for function, name in columns)],
        ([rival, *(cell(rival, column) for column in columns)] for rival in record["rivals"]),
    )
    machine = record["machine"]
    return (
        f"Nanoseconds an element on one core, {longest:,} elements; in brackets the share of finite answers where it is not all of them. "
        f"{machine['cpu']}, {machine.get('isa', '')}.\n\n{lines}"
    )


def headline() -> str:
    cpu, gpu = (json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8")) for name in ("cpu", "gpu"))
    longest = max(row["size"] for row in cpu["timings"])
    case = ("log_iv", "large", "array")
    ns = {r["rival"]: r["ns"] for r in cpu["timings"] if (r["function"], r["set"], r["shape"], r["size"]) == (*case, longest)}
    finite = {r["rival"]: r["finite"] for r in cpu["checks"] if (r["function"], r["set"], r["shape"]) == case}
    wanted = ("logbessel", "log_iv", "B", "float64", 10_000_000)
    (row,) = (r for r in gpu["speed"] if (r["rival"], r["function"], r["region"], r["dtype"], r["n"]) == wanted)
    ours, scaled = ns["logbessel"], "SciPy scaled"
    return (
        f"In double precision, for v and x in (150, 10⁴), a value takes {ours:.1f} ns on one core of a CPU. TensorFlow Probability takes "
        f"{ns['TFP'] / ours:.0f} times as long; SciPy's scaled functions take {ns[scaled] / ours:.0f} times as long and answer "
        f"{100 * finite[scaled]:.0f} % of the points. One {gpu['machine'][0]['gpu']} computes {row['idle'] / 1e9:.0f} billion "
        "values a second."
    )


def versions() -> str:
    record = json.loads((RESULTS / "cpu.json").read_text(encoding="utf-8"))
    machine = record["machine"]
    return "\n".join(
        [
            f"{machine['cpu']}, {machine['system']}, {machine['date'][:10]}, Python {machine['python']}, NumPy {machine['numpy']}.\n",
            *(f"- {name} {version}" for name, version in record["rivals"].items()),
        ]
    )


def errors() -> str:
    record = json.loads((RESULTS / "cpu.json").read_text(encoding="utf-8"))
    worst = {(r["rival"], r["function"], r["set"]): r["max_error"] for r in record["checks"] if r["shape"] == "array"}
    columns = [(function, name) for function in ("log_iv", "log_kv") for name in SETS]

    def cell(rival: str, column: tuple[str, str]) -> str:
        error = worst.get((rival, *column))
        return "-" if error is None else short(error)

    return table(
        ["", *(f"`{function}`, {SETS[name]}" for function, name in columns)],
        ([rival, *(cell(rival, column) for column in columns)] for rival in record["rivals"]),
    )


def budgets() -> str:
    registry = (ROOT / "include" / "logbessel" / "functions.def").read_text(encoding="utf-8")
    lines = re.findall(r"^LOGBESSEL_FUNCTION\((\w+), *\d, *(\w+), *([\d.]+), *([\d.]+)\)", registry, re.MULTILINE)
    return table(["", "unit", "outside", "inside"], ([f"`{name}`", UNITS[unit], outside, inside] for name, unit, outside, inside in lines))


def on_gpu(write: Callable[[report.Figures], str]) -> str:
    path = RESULTS / "gpu.json"
    if not path.exists():
        return "Not measured yet: `make bench-gpu` on a machine with an NVIDIA GPU."
    return write(json.loads(path.read_text(encoding="utf-8")))


def gpu_report(figures: report.Figures) -> str:
    return f"{report.full(figures)}\n\n![Evaluations a second against the length of the array](pictures/gpu_speed.png)"


def gradients() -> str:
    records = [json.loads((RESULTS / f"gradients_{place}.json").read_text(encoding="utf-8")) for place in ("cpu", "gpu")]
    return "\n\n".join(map(gradients_benchmark.table, records))


def directions() -> str:
    return directions_benchmark.table(json.loads((RESULTS / "directions.json").read_text(encoding="utf-8")))


def directions_on_gpu() -> str:
    path = RESULTS / "directions_gpu.json"
    if not path.exists():
        return "Not measured yet: `python benchmarks/directions.py --gpu --json benchmarks/results/directions_gpu.json`."
    return directions_benchmark.table_of_arrays(json.loads(path.read_text(encoding="utf-8")))


def cifar10(write: Callable[[cifar10_tables.Record], str]) -> str:
    return write(json.loads((RESULTS / "cifar10.json").read_text(encoding="utf-8")))


def of_paper(name: str, write: Callable[[dict[str, Any]], str]) -> str:
    path = RESULTS / f"paper_{name}.json"
    if not path.exists():
        return f"Not measured yet: `make paper-{name}`."
    return write(json.loads(path.read_text(encoding="utf-8")))


def paper_speed(record: dict[str, Any]) -> str:
    pictures = [
        f"![times as fast as {them}, over the plane](generated/pictures/plane_{name}.svg)"
        for name, them in (("scipy", "SciPy's scaled functions"), ("paper", "the paper's method"))
    ]
    caption = f"A cell that was not measured is grey; one with fewer than {speedups.FEWEST} finite answers, often none, is hatched."
    return "\n\n".join([*pictures, caption, speedups.details(record)])


def demo() -> str:
    done = subprocess.run([sys.executable, ROOT / "examples" / "debian_embeddings.py"], capture_output=True, text=True, check=True)
    return f"```\n{done.stdout.rstrip()}\n```"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] + ["---:"] * (len(header) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def replace(text: str, page: str, name: str, content: str) -> str:
    pattern = rf"(<!-- {name} -->\n).*?(<!-- end -->)"
    if not re.search(pattern, text, re.DOTALL):
        sys.exit(f"{page} has no place for {name}: <!-- {name} --> ... <!-- end -->")
    return re.sub(pattern, lambda match: f"{match[1]}{content}\n{match[2]}", text, count=1, flags=re.DOTALL)


def main(arguments: list[str]) -> Any:
    check = "--check" in arguments
    changed = {}
    for page, sections in PAGES.items():
        old = text = (ROOT / page).read_text(encoding="utf-8")
        for name, section in sections.items():
            if not (check and name == "demo"):  # the demo prints times
                text = replace(text, page, name, section())
        if text != old:
            changed[page] = text
    if check:
        return f"{' and '.join(changed)} does not show the results: make readme" if changed else 0
    for page, text in changed.items():
        (ROOT / page).write_text(text, encoding="utf-8")
    return 0


CIFAR10 = ("machine", "setting", "fits", "rivals", "goodness", "accuracies", "areas")
PAGES: dict[str, dict[str, Callable[[], str]]] = {
    "README.md": {"demo": demo, "accuracy": accuracy, "speed": speed, "gpu": partial(on_gpu, report.summary)},
    "docs/gpu.md": {"gpu": partial(on_gpu, gpu_report)},
    "docs/derivatives.md": {"gradients": gradients},
    "docs/directions.md": {"directions": directions, "directions on a GPU": directions_on_gpu},
    "docs/index.md": {"headline": headline},
    "docs/accuracy.md": {"budgets": budgets, "accuracy": accuracy},
    "docs/cifar10.md": {name: partial(cifar10, getattr(cifar10_tables, name)) for name in CIFAR10},
    "docs/paper.md": {
        "paper claims": partial(of_paper, "speed", speedups.summary),
        "paper speed": partial(of_paper, "speed", paper_speed),
        "paper accuracy": partial(of_paper, "accuracy", errors_of_rivals.report),
        "paper expressions": partial(of_paper, "accuracy", errors_of_rivals.losses),
    },
    "docs/benchmarks.md": {"speed": speed, "versions": versions, "errors": errors},
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
