"""Constants in two words and the polynomials of log, exp and log Gamma."""

from __future__ import annotations

from fractions import Fraction
from struct import pack, unpack

from flint import arb, fmpq

from . import chebyshev
from .header import constants, header, table


def _fraction(value: arb) -> Fraction:
    mantissa, exponent = value.mid().man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _nearest(value: Fraction, kind: str) -> float:
    return unpack("<f", pack("<f", float(value)))[0] if kind == "float" else float(value)


def _two_words(value: arb, kind: str, bits: int = 0) -> tuple[float, float]:
    """The value as high and low word; with `bits`, the high word cut to so many bits, so that small multiples of it are exact."""
    exact = _fraction(value)
    if bits:
        unit = Fraction(2) ** (exact.numerator.bit_length() - exact.denominator.bit_length() - bits)
        high = float(round(exact / unit) * unit)
    else:
        high = _nearest(exact, kind)
    return high, _nearest(exact - Fraction(high), kind)


def _constants(kind: str) -> str:
    pi = arb.pi()
    short = 38 if kind == "double" else 15
    values = {
        "ln2": (arb(2).log(), short, "log 2, the high word short: k ln2 is exact for every exponent k"),
        "half_log_2pi": ((2 * pi).log() / 2, 0, "log(2 pi)/2"),
        "half_log_half_pi": ((pi / 2).log() / 2, 0, "log(pi/2)/2"),
        "short_half_log_2pi": ((2 * pi).log() / 2, short, "log(2 pi)/2, the high word short: its sum with k ln2/4 is exact"),
        "short_half_log_half_pi": ((pi / 2).log() / 2, short, "log(pi/2)/2, the high word short as well"),
        "euler_gamma": (arb.const_euler(), 0, "Euler's constant"),
        "pi": (pi, 0, "pi"),
    }
    words = {}
    for name, (value, bits, note) in values.items():
        words[name], words[name + "_low"] = ((w, n) for w, n in zip(_two_words(value, kind, bits), (note, "its low word"), strict=True))
    if kind == "float":
        first, second = (2 * pi) ** 2 * arb(-16).exp(), (2 / pi) ** 2 * arb(-12).exp()
        words["shrink_first"] = (_nearest(_fraction(first), kind), "(2 pi)^2/e^16: log(2 pi R)/2 = 4 + log(R^2 times this)/4")
        words["shrink_second"] = (_nearest(_fraction(second), kind), "(2/pi)^2/e^12: log(2 R/pi)/2 = 3 + log(R^2 times this)/4")
    words["log2_e"] = (_nearest(_fraction(1 / arb(2).log()), kind), "1/log 2")
    words["two_thirds"], words["two_thirds_low"] = (
        (w, n) for w, n in zip(_two_words(arb(2) / 3, kind), ("2/3", "its low word"), strict=True)
    )
    return constants(f"template <>\nstruct constants<{kind}>", words, f"For {kind}.", kind)


def _atanh_tail(q: arb) -> arb:
    """(2 atanh s - 2 s - 2/3 s^3)/s^5 at q = s^2"""
    return sum((arb(2) / (2 * k + 5) * q**k for k in range(60)), arb(0))


def _atanh_quick(q: arb) -> arb:
    """(2 atanh s - 2 s)/s^3 at q = s^2"""
    return arb(2) / 3 + q * _atanh_tail(q)


def _atanh_of_quarter(q: arb) -> arb:
    """(4 atanh(s/4) - s)/s^3 at q = s^2"""
    return _atanh_quick(q / 16) / 32


def _exp_tail(r: arb) -> arb:
    """(exp r - 1 - r)/r^2"""
    term, total = arb(1) / 2, arb(0)
    for k in range(3, 60):
        total += term
        term *= r / k
    return total


def _log_gamma(y: arb) -> arb:
    """log Gamma(1 + v)/v at v = y + 1/2"""
    v = y + fmpq(1, 2)
    return (1 + v).lgamma() / v


def _sin_pi(q: arb) -> arb:
    """sin(pi f)/f at q = f^2"""
    pi = arb.pi()
    return sum(((-1) ** k * pi ** (2 * k + 1) * q**k / arb(2 * k + 2).gamma() for k in range(40)), arb(0))


def _stirling(n: int) -> list[float]:
    """log Gamma(V) = (V - 1/2) log V - V + log(2 pi)/2 + sum_k c_k V^-(2k+1) (DLMF 5.11.1)"""
    return [float(arb(fmpq.bernoulli(2 * k) / (2 * k * (2 * k - 1)))) for k in range(1, n + 1)]


def generate() -> str:
    s2 = fmpq(4015, 100000)  # the square of the largest s of log_ratio, a little enlarged
    half_ln2 = fmpq(3466, 10000)
    polynomials = [
        ("atanh_tail", _atanh_tail, 0, s2, 3e-17, "(2 atanh s - 2 s - 2/3 s^3)/s^5 in s^2, |s| <= 0.2004"),
        ("atanh_quick", _atanh_quick, 0, s2, 5e-17, "(2 atanh s - 2 s)/s^3 in s^2, |s| <= 0.2004"),
        ("atanh_quick_float", _atanh_quick, 0, s2, 2e-8, "the same for float"),
        ("atanh_of_quarter", _atanh_of_quarter, fmpq(1, 10), fmpq(11, 25), 3e-9, "(4 atanh(s/4) - s)/s^3 in s^2, 0.32 <= |s| <= 0.66"),
        ("exp_tail", _exp_tail, -half_ln2, half_ln2, 2e-17, "(exp r - 1 - r)/r^2, |r| <= log(2)/2"),
        ("exp_tail_float", _exp_tail, -half_ln2, half_ln2, 1e-8, "the same for float"),
        ("log_gamma_ratio", _log_gamma, fmpq(-1, 2), fmpq(1, 2), 2e-18, "log Gamma(1 + v)/v in v - 1/2, 0 <= v <= 1"),
        ("log_gamma_ratio_float", _log_gamma, fmpq(-1, 2), fmpq(1, 2), 1e-9, "the same for float"),
        ("sin_pi_ratio", _sin_pi, 0, fmpq(1, 4), 1e-17, "sin(pi f)/f in f^2, |f| <= 1/2"),
        ("sin_pi_ratio_float", _sin_pi, 0, fmpq(1, 4), 1e-8, "the same for float"),
    ]
    parts = ["template <class T>\nstruct constants;\n", _constants("double"), _constants("float")]
    errors = []
    for name, f, lower, upper, tolerance, comment in polynomials:
        c = chebyshev.values(chebyshev.fit(f, lower, upper, tolerance, 36))
        points = [arb(fmpq(lower)) + arb(fmpq(upper) - fmpq(lower)) * (2 * i + 1) / 400 for i in range(200)]
        worst = max(abs(float((chebyshev.evaluate([arb(a) for a in c], p) - f(p)).mid())) for p in points)
        errors.append(f"{name} {worst:.1e}")
        parts.append(table(name, c, f"{comment}: absolute error {worst:.1e}"))
    parts.append(table("stirling", _stirling(6), "B_2k/(2k (2k - 1)), k = 1..6 (DLMF 5.11.1); V >= 13: absolute error below 1e-17"))
    return header(
        "elementary",
        "largest errors against Arb: " + ", ".join(errors),
        "Constants in two words; the polynomials of log, exp and log Gamma.",
        *parts,
    )
