"""Polynomials in two words: log, log Gamma and, near the zeros of log I and log K, the log-Debye series."""

from __future__ import annotations

from collections.abc import Sequence

from flint import arb, fmpq, fmpq_poly

from . import chebyshev, log_debye
from .elementary import _two_words
from .header import _wrapped, header, literal, table, table2

#: outside the disc, R >= 34, w = (v/R)^2 lies within 0.69 +- 0.045 where |log I| or |log K| is less than max(1, R/740)
CENTRE, HALF_WIDTH, RADIUS = fmpq(69, 100), fmpq(45, 1000), fmpq(34)
TERMS, TERMS_OF_TWO_WORDS = 32, 9


def _split(values: Sequence[arb]) -> tuple[list[float], list[float]]:
    pairs = [_two_words(value, "double") for value in values]
    return [high for high, _ in pairs], [low for _, low in pairs]


def two_word_table(name: str, values: Sequence[arb], words: int, comment: str) -> str:
    """A polynomial of one variable; its first `words` coefficients have low words."""
    high, low = _split(values)
    body = _wrapped(map(literal, low[:words]), " " * 8)
    extra = f"    static constexpr int words = {words};\n    static constexpr double low[] = {{\n{body}}};\n}};\n"
    return table(name, high, comment).removesuffix("};\n") + extra


def two_word_table2(name: str, rows: Sequence[Sequence[arb]], comment: str) -> str:
    """A polynomial of two variables, every coefficient in two words."""
    width = max(map(len, rows))
    pairs = [_split(row) for row in rows]
    body = ",\n".join("        {\n" + _wrapped(map(literal, low), " " * 12) + "}" for _, low in pairs)
    extra = f"    static constexpr double low[{len(rows)}][{width}] = {{\n{body}}};\n}};\n"
    return table2(name, [high for high, _ in pairs], comment).removesuffix("};\n") + extra


def two_word_constant(name: str, value: arb, comment: str) -> str:
    high, low = _two_words(value, "double")
    return f"/// {comment}\nstruct {name} {{\n    static constexpr double hi = {literal(high)}, lo = {literal(low)};\n}};\n"


def debye_rows(tolerance: float) -> list[list[arb]]:
    """Q_1 .. Q_32 in d = w - 0.69, economised on |d| <= 0.045."""
    rows = []
    for k, q in enumerate(log_debye.exact(TERMS)[1:], 1):
        shifted = q(fmpq_poly([CENTRE, 1]))
        basis = [fmpq_poly(b) for b in chebyshev.basis(k + 1, -HALF_WIDTH, HALF_WIDTH)]
        series = [fmpq(0)] * (k + 1)
        for i in reversed(range(k + 1)):
            series[i] = shifted[i] / basis[i][i]
            shifted -= series[i] * basis[i]
        while len(series) > 1 and abs(float(arb(series[-1]))) * float(RADIUS) ** -k < tolerance:
            series.pop()
        economised = sum((c * b for c, b in zip(series, basis[: len(series)], strict=True)), fmpq_poly([0]))
        rows.append([arb(economised[i]) for i in range(len(series))])
    return rows


def debye_error(rows: list[list[arb]]) -> float:
    """Largest error against Arb on the circle R = 34, for log I and log K."""
    worst, r = 0.0, arb(RADIUS)
    for i in range(-4, 5):
        d = HALF_WIDTH * fmpq(i, 4)
        v, x = r * arb(CENTRE + d).sqrt(), r * arb(1 - CENTRE - d).sqrt()
        t = r - v * ((v + r) / x).log()
        terms = [chebyshev.evaluate(row, arb(d)) / r**k for k, row in enumerate(rows, 1)]
        even, odd = sum(terms[1::2], arb(0)), sum(terms[0::2], arb(0))
        log_i = t - (2 * arb.pi() * r).log() / 2 + even + odd - x.bessel_i(v).log()
        log_k = -t + (arb.pi() / (2 * r)).log() / 2 + even - odd - x.bessel_k(v).log()
        worst = max(worst, *(abs(float(e.mid())) for e in (log_i, log_k)))
    return worst


def log_gamma_ratio() -> list[arb]:
    """log Gamma(1 + v)/v at v = y + 1/2"""
    return chebyshev.fit(lambda y: (y + fmpq(3, 2)).lgamma() / (y + fmpq(1, 2)), fmpq(-1, 2), fmpq(1, 2), 1e-33, 48)


def generate() -> str:
    debye = debye_rows(1e-32)
    measured = debye_error(debye)
    gamma = log_gamma_ratio()
    stirling = [arb(fmpq.bernoulli(2 * k) / (2 * k * (2 * k - 1))) for k in range(1, 14)]
    return header(
        "twofold",
        f"absolute error of the log-Debye series at R = 34 {measured:.1e}, of the others below 1e-31",
        "Polynomials of which the first `words` coefficients have low words; see elementary_twofold.h and methods/twofold_*.h.",
        two_word_constant("twofold_ln2", arb(2).log(), "log 2"),
        two_word_constant("twofold_log_factorial", arb(27).lgamma(), "log 26!, for the 26 terms in two words of methods/twofold_series.h"),
        two_word_constant("twofold_debye_centre", arb(CENTRE), "0.69"),
        two_word_table("twofold_atanh", [arb(2) / (2 * k + 1) for k in range(22)], 11, "2 atanh(s)/s in s^2, |s| <= 0.1716"),
        two_word_table("twofold_log_gamma_ratio", gamma, 24, "log Gamma(1 + v)/v in v - 1/2, 0 <= v <= 1"),
        two_word_table("twofold_stirling", stirling, 5, "B_2k/(2k (2k - 1)), k = 1..13 (DLMF 5.11.1), V >= 27"),
        two_word_table2("twofold_log_debye", debye[:TERMS_OF_TWO_WORDS], "Row k - 1 is Q_k(w) in w - 0.69, |w - 0.69| <= 0.045, k = 1..9"),
        table2("twofold_log_debye_tail", [chebyshev.values(row) for row in debye[TERMS_OF_TWO_WORDS:]], "The same, k = 10..32, one word"),
    )
