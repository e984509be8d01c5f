"""What the tables of the paper's experiments rely on: points, errors, the statistics of speed-ups, the sections of the page."""

import json
import sys
from dataclasses import asdict
from importlib import import_module
from itertools import count, pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path += [str(ROOT / "benchmarks"), str(ROOT / "tools")]  # at the end: the tests have modules of the same names

import errors  # noqa: E402
import paper_accuracy  # noqa: E402
import paper_speed  # noqa: E402
import speedups  # noqa: E402
import update_readme  # noqa: E402
from layout import short  # noqa: E402
from measure import answers, power_of_ten  # noqa: E402
from plane import ARGUMENTS, CELLS, ORDERS, SQUARES  # noqa: E402
from reference import Table  # noqa: E402
from rivals.compiled import load_paper  # noqa: E402
from sets import Stored  # noqa: E402


def test_the_cells_cover_the_plane_and_each_has_its_points() -> None:
    for ranges, ends in ((ORDERS, (0, 1e4)), (ARGUMENTS, (1e-2, 1e4))):
        assert all(before[1] == after[0] for before, after in pairwise(ranges))
        assert (ranges[0][0], ranges[-1][1]) == pytest.approx(ends)
    assert len(CELLS) == len(ORDERS) * len(ARGUMENTS) + 2 * 3**2
    squares = [cell for cell in CELLS if cell.part == SQUARES]
    assert sum((cell.order[1] - cell.order[0]) * (cell.argument[1] - cell.argument[0]) for cell in squares) == 150**2 + 9850**2
    drawn = [cell.points(100) for cell in CELLS]
    for cell, points in zip(CELLS, drawn, strict=True):
        np.testing.assert_array_equal(points, cell.points(100))
        for (low, high), coordinate in zip((cell.order, cell.argument), points, strict=True):
            assert (low <= coordinate).all()
            assert (coordinate <= high * (1 + 1e-15)).all()
            assert coordinate.max() - coordinate.min() > (high - low) / 2
    assert len({points[0, 0] for points in drawn}) == len(CELLS)


def test_stored_points_repeat_beyond_their_end(tmp_path: Path) -> None:
    np.save(tmp_path / "points.npy", [[1.0, 2, 3], [4, 5, 6]])
    v, x = Stored("log_iv", tmp_path / "points.npy").arguments(1, 6)
    np.testing.assert_array_equal([v, x], [[2, 3, 1, 2, 3], [5, 6, 4, 5, 6]])
    assert v.flags.contiguous  # what a compiled rival is given


class Fake:
    """A rival that never returns from its third point, and answers each of the others with its number."""

    rival = SimpleNamespace(dtype="float64", grace=0)

    def values(self, points: Any, start: int, stop: int) -> tuple[float, np.ndarray] | None:
        return None if start <= 2 < stop else (0.5 * (stop - start), np.arange(start, stop, dtype=float))


def test_a_point_that_never_returns_is_one_without_an_answer() -> None:
    found = answers(Fake(), None, 5, block=1, limit=60)
    np.testing.assert_array_equal(found.values, [0, 1, np.nan, 3, 4])
    assert (found.silent, found.seconds) == (1, 2.0)
    found = answers(Fake(), None, 5, block=2, limit=60)
    np.testing.assert_array_equal(found.values, [0, 1, np.nan, np.nan, 4])
    assert (found.silent, found.seconds) == (2, 1.5)
    assert answers(Fake(), None, 5, block=1, limit=0).values.size == 0
    assert [power_of_ten(most) for most in (0.9, 1, 99, 100, 5e4)] == [0, 1, 10, 100, 10_000]


@pytest.mark.parametrize(
    ("seconds", "cautious", "timed"), [(1e-3, True, [0, 1, 3, 4, 5, 6, 7, 8, 9, 10]), (1, True, [0]), (1, False, None)]
)
def test_a_rival_is_timed_at_the_first_points_that_it_answers(
    tmp_path: Path, seconds: float, cautious: bool, timed: list[int] | None
) -> None:
    """One that takes so many seconds a point, and does not answer the third: 0.03 seconds are enough for 10 points or for 1."""

    def values(points: Any, start: int, stop: int) -> tuple[float, np.ndarray]:
        return seconds * (stop - start), np.where(np.arange(start, stop) == 2, np.inf, 1.0)

    def worker(name: str) -> Any:
        return SimpleNamespace(rival=SimpleNamespace(name=name, dtype="float64", grace=0, cautious=cautious), values=values)

    drawn = Stored("log_iv", tmp_path / "cell.npy")
    np.save(drawn.path, [np.arange(10_000.0), np.arange(10_000.0)])
    row, points = paper_speed.finite_points(worker("a rival"), drawn, paper_speed.FULL)
    expected = [i for i in range(10_000) if i != 2] if timed is None else timed
    assert row["points"] == len(expected)
    np.testing.assert_array_equal(np.load(points.path), [expected] * 2)
    _, same = paper_speed.finite_points(worker("another"), drawn, paper_speed.FULL)
    assert (same == points) == (expected == [0])  # the first points of all are shared, so that logbessel is timed there once


def test_a_rival_that_answers_all_is_timed_at_all(tmp_path: Path) -> None:
    rival = SimpleNamespace(name="a rival", dtype="float64", grace=0, cautious=False)
    worker = SimpleNamespace(rival=rival, values=lambda points, start, stop: (1.0, np.zeros(stop - start)))
    drawn = Stored("log_iv", tmp_path / "cell.npy")
    assert paper_speed.finite_points(worker, drawn, paper_speed.FULL) == (
        {"asked": 10_000, "finite": 1.0, "silent": 0, "points": 10_000},
        drawn,
    )


@pytest.mark.parametrize(("cautious", "elements"), [(True, 10), (False, 10_000)])
def test_logbessel_is_timed_at_the_points_of_the_rival(tmp_path: Path, cautious: bool, elements: int) -> None:
    calls = {}

    def worker(name: str, where: str) -> Any:
        def seconds(points: Stored, n: int, core: int | None) -> float:
            calls[name, where] = points, n
            return 1e-9 * n

        rival = SimpleNamespace(name=name, dtype="float64", grace=0, cautious=cautious)
        values = lambda points, start, stop: (1e-3 * (stop - start), np.ones(stop - start))  # noqa: E731
        return SimpleNamespace(rival=rival, functions={"log_iv"}, values=values, seconds=seconds)

    one, every = paper_speed.ONE, paper_speed.ALL
    names = ("logbessel", one), ("logbessel", every), ("a rival", one)
    workers = {name: worker(*name) for name in names}
    (measured,) = paper_speed.measure("log_iv", CELLS[0], workers, tmp_path, paper_speed.FULL)
    points, n = calls["a rival", one]
    assert (n, measured["points"], measured["ns"]) == (elements, elements, pytest.approx(1))
    assert calls["logbessel", one] == (points, 10_000)
    assert calls["logbessel", every] == (points, 1_000_000)
    np.testing.assert_array_equal(np.load(points.path), CELLS[0].points(10_000)[:, :elements])


def test_a_run_goes_on_with_the_cells_that_it_had_no_time_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only on the same machine, with the same versions; of a GPU, only with the same one."""
    measured, gpu, numpy = [], ["GPU A", "GPU B"], ["2.1"]

    def measure(function: str, cell: Any, *_: Any) -> Any:
        measured.append((function, cell))
        yield row("SciPy", 300.0, function=function, **asdict(cell)) | {"stored": None, "drawn": None}

    def run(*arguments: str) -> dict[str, Any]:
        clock = count()
        monkeypatch.setattr(paper_speed, "monotonic", lambda: next(clock))  # two seconds a cell
        monkeypatch.setattr(sys, "argv", ["paper_speed.py", "--json", str(path), *arguments])
        paper_speed.main()
        return json.loads(path.read_text(encoding="utf-8"))

    def submit(*_: Any) -> Any:
        return SimpleNamespace(result=lambda timeout: (gpu.pop(0), {}, []))

    monkeypatch.setattr(paper_speed, "open_workers", lambda *_: {})
    monkeypatch.setattr(paper_speed, "measure", measure)
    monkeypatch.setattr(paper_speed.ProcessPoolExecutor, "submit", submit)
    monkeypatch.setattr(paper_speed.own, "isa", lambda: "avx2")
    monkeypatch.setattr(paper_speed, "machine", lambda: {"cpu": "a CPU", "date": f"2026-01-0{len(gpu)}T00:00", "numpy": numpy[0]})
    path = tmp_path / "speed.json"
    with pytest.raises(SystemExit):
        run("--resume")
    first = run("--seconds", "40")
    assert 10 < len(speedups.cells(first["rows"])) < len(CELLS) - 10
    assert speedups.summary(first).startswith(f"Unfinished: {len(first['rows']) // 2} of the 60 cells, in random order. a CPU")
    second = run("--resume")
    assert second["rows"][: len(first["rows"])] == first["rows"]
    assert len(measured) == len(set(measured)) == len(second["rows"]) == 2 * len(CELLS)
    assert speedups.summary(second).startswith("a CPU, avx2")
    assert second["machine"] == first["machine"]
    assert second["remarks"] == ["GPU: not measured: GPU B in place of GPU A"]
    numpy[0] = "2.2"
    with pytest.raises(SystemExit, match=r"another run.*\n  numpy: 2\.1, now 2\.2$"):
        run("--resume")
    numpy[0] = "2.1"
    path.write_text(json.dumps({key: value for key, value in second.items() if key != "plan"}), encoding="utf-8")
    with pytest.raises(SystemExit, match=r"\n  plan: None, now \{'cells': 1"):
        run("--resume")


def test_errors_are_of_the_finite_answers_to_more_digits_than_a_double_has() -> None:
    v, x = np.arange(5.0), np.arange(10.0, 15)
    exact = Table(np.full(5, "set"), v, x, np.array([1.0, 1, 2, 0.005, 7]), np.array([1e-17, 0, 0, 0, 0]), np.ones(5))
    row = paper_accuracy.statistics(np.array([1.0, np.inf, 2.6, 0.006]), exact)  # the fifth was not asked for
    assert (row["points"], row["finite"], row["worst"]) == (4, 0.75, [2.0, 12.0])
    assert [row[key] for key in ("median", "max", "absolute", "absolute_near_zero")] == pytest.approx([0.2, 0.3, 0.6, 0.001])
    assert paper_accuracy.statistics(np.array([1.0]), exact)["max"] == 1e-17
    assert paper_accuracy.statistics(np.array([np.nan]), exact)["max"] is None
    assert errors.cell(row | {"silent": 1, "asked": 4}) == "2e-01 / 3e-01 (75 %)*"
    assert errors.cell(row | {"silent": 0, "asked": 5}) == "2e-01 / 3e-01 (75 %), 4 of 5"


def test_a_slow_library_is_shown_with_how_many_points_it_answered() -> None:
    found = {"function": "log_iv", "finite": 1.0, "median": 0.0, "max": 0.1, "worst": [1, 2], "silent": 0, "absolute_near_zero": None}
    rows = [found | {"rival": rival, "set": name, "points": n} for rival, n in (("fast", 70), ("slow", 3)) for name in ("near", "far")]
    record = {"rows": rows, "sets": {"regions": {"near": "."}, "hard": {"far": "."}}, "machine": {"reference": "", "cpu": "", "date": ""}}
    report = errors.report(record)
    assert report.count("0e+00 / 1e-01, 3 of 70") == 2  # one of each table
    assert report.count("| fast | (1, 2)") == 2
    assert "0e+00 / 1e-01, 70 of 80" in errors.report(record | {"rows": [row | {"asked": 80} for row in rows]})


def test_the_method_of_the_paper_says_which_expression_it_takes(tmp_path: Path) -> None:
    points = {3: (1, 2000), 20: (1, 40), 4: (200, 10), 6: (60, 10), 9: (25, 10), 13: (15, 10), 0: (5, 10)}
    v, x = np.array(list(points.values()), float).T.copy()
    assert load_paper(tmp_path).functions["expression"](v, x).tolist() == list(points)


def row(rival: str, ns: float | None, **entries: Any) -> dict[str, Any]:
    cell = {"function": "log_iv", "order": [0, 1], "argument": [1, 2], "part": "plane", "asked": 100, "finite": 1.0, "points": 100}
    return cell | {"rival": rival, "ns": ns, "ns_all": None, "ours": 10.0, "ours_all": 2.0, "ours_gpu": None, "ns_gpu": None} | entries


SCALED = [row("SciPy scaled", ns) for ns in (300.0, 360.0, 990.0)]


def test_speedups_are_medians_and_maxima_over_the_cells_with_an_answer() -> None:
    rows = [*SCALED, row("SciPy scaled", None, ours=None, ours_all=None), row("mpmath", 1e6), row("the paper's method", 50.0)]
    assert speedups.of(SCALED, speedups.WAYS["one core"]) == [30, 36, 99]
    lines = {line.split("|")[1].strip(): line for line in speedups.claims(rows).splitlines()}
    assert [cell.strip() for cell in lines["SciPy, scaled"].split("|")[2:6]] == ["3", "35 / 98", "36 / 99", "180 / 495"]
    assert "67.5 / 100k" in lines["all libraries"]
    assert lines["all but mpmath"].count("36 / 99") == 1
    assert speedups.of([row("TFP", 100.0, ns_all=40.0)], speedups.on_all_cores) == [20]
    assert "3 of 4" in speedups.each(rows)
    assert "5        | 5      | 5" in speedups.method(rows)


def test_a_cell_with_fewer_than_ten_points_does_not_count() -> None:
    """Whether the library answers no more, or has no time for more."""
    few, counted = [row("R", 1e6, points=9), row("R", 1e6, finite=0.09)], row("R", 1e6, points=10, finite=0.1)
    for way in (*speedups.WAYS.values(), speedups.ON_GPUS):
        assert speedups.of([entry | {"ours_gpu": 1.0, "ns_gpu": 2.0} for entry in few], way) == []
    assert speedups.of([*few, counted], speedups.WAYS["one core"]) == [1e5]
    assert "1 of 3" in speedups.each([*few, counted])


@pytest.mark.frameworks
def test_pictures_tell_a_cell_that_was_not_measured_from_one_without_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sphinx.application", SimpleNamespace(Sphinx=object))
    monkeypatch.syspath_prepend(ROOT / "docs" / "_extensions")
    import_module("matplotlib").use("Agg")
    pyplot, drawn_pictures = import_module("matplotlib.pyplot"), import_module("drawn_pictures")
    other = {"order": [1, 2], "argument": [2, 3]}
    rows = [row("R", 300.0), row("R", None, finite=0.0, points=0, **other), row("R", None, function="log_kv", finite=0.0, points=0)]
    with monkeypatch.context() as patched:
        patched.setattr(drawn_pictures.pyplot, "close", lambda figure: None)
        drawn_pictures.draw_plane({"rows": rows}, "R", tmp_path / "plane.svg")
    hatched = [[patch.get_xy() for patch in axes.patches if patch.get_hatch()] for axes in pyplot.gcf().axes]
    assert hatched == [[(0.5, 0.5)], [(-0.5, -0.5)]]
    assert [[text.get_text() for text in axes.texts] for axes in pyplot.gcf().axes] == [["30"], []]
    assert {axes.get_facecolor()[0] for axes in pyplot.gcf().axes} == {0.85}
    pyplot.close()


def test_numbers_are_short() -> None:
    values = 0.1234, 999.4, 999.6, 1234567, 999.6e6, 4.9e9, 173e9, 2e12
    assert list(map(short, values)) == ["0.123", "999", "1k", "1.23M", "1G", "4.9G", "173G", "2.0e+12"]


def test_goals_are_met_or_not() -> None:
    def verdicts(*rows: dict[str, Any]) -> list[str]:
        return [line.split("|")[-2].strip() for line in speedups.goals(list(rows)).splitlines()[2:]]

    on_gpus = {"ours_gpu": 1.0, "ns_gpu": 1.9}
    assert verdicts(*SCALED, row("the paper's method", 30.0, **on_gpus)) == ["met"] * 2 + ["", ""] + ["met"] * 4 + ["NOT MET"] * 2
    slower = [row("SciPy scaled", 980.0, ours_all=10.0), row("the paper's method", 29.0)]
    assert verdicts(*slower) == ["met", "NOT MET", "", "", "NOT MET", "NOT MET", "NOT MET", "NOT MET", "", ""]
    assert verdicts(row("SciPy scaled", 400.0, part="squares"))[:4] == ["", "", "met", "NOT MET"]


def test_the_page_shows_what_was_measured_or_says_how_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update_readme, "RESULTS", tmp_path)
    sections = update_readme.PAGES["docs/paper.md"]
    assert {name: section() for name, section in sections.items()} == {
        "paper claims": "Not measured yet: `make paper-speed`.",
        "paper speed": "Not measured yet: `make paper-speed`.",
        "paper accuracy": "Not measured yet: `make paper-accuracy`.",
        "paper expressions": "Not measured yet: `make paper-accuracy`.",
    }
    machine = {"cpu": "a CPU", "isa": "avx2", "cores": "4", "date": "2026-01-01T00:00"}
    (tmp_path / "paper_speed.json").write_text(json.dumps({"machine": machine, "rows": SCALED, "remarks": ["a remark"]}))
    assert "a CPU, avx2, 4 cores; no GPU" in sections["paper claims"]()
    assert "36 / 99" in sections["paper claims"]()
    assert "plane_scipy.svg" in sections["paper speed"]()
    assert "- a remark" in sections["paper speed"]()
