"""The tables, as Markdown, from the record of a run."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

Record = dict[str, Any]


def plain(value: Any) -> Any:
    """The value with strings for the numbers that JSON does not know, inf and nan."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] + ["---:"] * (len(header) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def number(value: float | str, format: str) -> str:
    return value if isinstance(value, str) else f"{value:{format}}"


def milliseconds(figures: Record) -> str:
    value = 1e3 * figures["seconds"]
    return f"{value:.2g}" if value < 1 else f"{value:.1f}" if value < 10 else f"{value:,.0f}"


def place(study: Record) -> str:
    return f"{study['dim']:,} dimensions"


def machine(record: Record) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in record["versions"].items())
    return f"{record['cpu']}, {record['threads']} thread{'s' * (record['threads'] > 1)}, {record['date']}; {versions}."


def setting(record: Record) -> str:
    rows = (
        [place(study), f"{study['side']} x {study['side']}", f"{study['training']:,}", f"{study['test']:,}", f"{study['zeros']:.0%}"]
        for study in record["studies"]
    )
    return table(["", "pixels", "training images", "test images", "features that are 0"], rows)


def fits(record: Record) -> str:
    """The concentrations of all rows and of each class, beside SciPy's."""

    def row(one: Record) -> list[str]:
        scipy = one["scipy"]
        return [
            one["name"],
            f"{one['n']:,}",
            f"{one['mean_resultant_length']:.4f}",
            f"{one['concentration']:,.1f} ± {one['standard_error']:.1f}",
            f"{one['concentration_corrected']:,.1f}",
            f"{one['log_likelihood']:,.0f}",
            milliseconds(one),
            number(scipy["concentration"], ".3g"),
            number(scipy["log_likelihood"], ",.0f"),
            milliseconds(scipy),
        ]

    header = ["", "rows", "R", "κ ± s.e.", "κ, bias-corrected", "log-likelihood", "ms", "SciPy: κ", "log-likelihood", "ms"]
    parts = [
        f"**{place(study)}**, {study['side']} x {study['side']} pixels:\n\n{table(header, map(row, study['fits']))}"
        for study in record["studies"]
    ]
    return "\n\n".join(parts)


def rivals(record: Record) -> str:
    """What the maximum-likelihood equation for all rows gives with each library's Bessel function."""
    answers = [{answer["rival"]: answer for answer in study["rivals"]} for study in record["studies"]]

    def cell(answer: Record) -> str:
        if "failure" in answer:
            return f"fails: {answer['failure']}"
        return f"{answer['concentration']:,.4f}, {milliseconds(answer)} ms"

    rows = ([f"`{rival}`", *(cell(column[rival]) for column in answers)] for rival in answers[0])
    return table(["", *map(place, record["studies"])], rows)


def goodness(record: Record) -> str:
    """How far the rows are from their distributions."""

    def cell(one: Record) -> str:
        return f"{one['spread']:.1f} ({one['p_value']:.3f})"

    names = [one["name"] for one in record["studies"][0]["fits"]]
    columns = [{one["name"]: cell(one) for one in study["fits"]} for study in record["studies"]]
    return table(["", *map(place, record["studies"])], ([name, *(column[name] for column in columns)] for name in names))


def accuracies(record: Record) -> str:
    return by_rule(record["studies"], "accuracy", "{:.3f}")


def areas(record: Record) -> str:
    studies = [study for study in record["studies"] if study["area"]]
    return by_rule(studies, "area", "{:.3f}") if studies else "Fashion-MNIST was not to be had."


def by_rule(studies: list[Record], key: str, form: str) -> str:
    """One row a rule; the best of each column is bold."""
    best = [max(study[key].values()) for study in studies]

    def cell(value: float, most: float) -> str:
        return f"**{form.format(value)}**" if form.format(value) == form.format(most) else form.format(value)

    names = studies[0][key]
    rows = ([name, *(cell(study[key][name], most) for study, most in zip(studies, best, strict=True))] for name in names)
    return table(["", *map(place, studies)], rows)


TITLES = {
    "Images": setting,
    "Fits": fits,
    "The likelihood equation with other Bessel functions": rivals,
    "Spread of the cosines, times that of the fitted distribution (p-value)": goodness,
    "Test images of which the class is found": accuracies,
    "CIFAR-10 against Fashion-MNIST: area under the ROC curve": areas,
}


def full(record: Record) -> str:
    return "\n\n".join([machine(record), *(f"## {title}\n\n{write(record)}" for title, write in TITLES.items())])
