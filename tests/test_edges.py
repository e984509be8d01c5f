"""Limits, poles, extreme arguments and points outside the domain: one table for every function, type and instruction set.

A row is (functions, v, x, value, exception).  MAX, TINY and EPS stand for the largest number, the smallest subnormal one and the spacing
at 1 of the type at hand; a value that depends on the type is a function of it.  Finite values are checked to a percent, enough to tell a
limit from a mistake: the accuracy tests do the rest.
"""

import math
from collections.abc import Callable

import numpy as np
import pytest
from reference.contract import registry

import logbessel

INF, NAN = math.inf, math.nan
MAX, TINY, EPS = "max", "smallest_subnormal", "eps"
NONE, DIVIDE, INVALID, OVERFLOW = "", "divide by zero", "invalid value", "overflow"

Value = float | Callable[[np.finfo], float]
Row = tuple[str, float | str, float | str, Value, str]

EULER = 0.57721566490153286
# log I_v(v)/v and log K_v(v)/(-v) for v -> infinity: sqrt 2 - asinh 1
DIAGONAL = math.sqrt(2) - math.asinh(1)

TABLE: list[Row] = [
    # ---- log I_v(x), and minus x
    ("log_iv log_ive", 0, 0, 0, NONE),
    ("log_iv log_ive", 1, 0, -INF, DIVIDE),
    ("log_iv log_ive", TINY, 0, -INF, DIVIDE),
    ("log_iv log_ive", MAX, 0, -INF, DIVIDE),
    ("log_iv log_ive", INF, 0, -INF, NONE),
    ("log_iv log_ive", INF, 1, -INF, NONE),
    ("log_iv log_ive", INF, MAX, -INF, NONE),
    ("log_iv", 1, INF, INF, NONE),
    ("log_ive", 1, INF, -INF, NONE),
    ("log_iv", MAX, INF, INF, NONE),
    ("log_ive", MAX, INF, -INF, NONE),
    ("log_iv log_ive", INF, INF, NAN, INVALID),
    ("log_iv", 0, MAX, lambda t: float(t.max), NONE),
    ("log_ive", 0, MAX, lambda t: -0.5 * (math.log(2 * math.pi) + math.log(t.max)), NONE),
    ("log_iv", MAX, MAX, lambda t: DIAGONAL * float(t.max), NONE),
    ("log_ive", MAX, MAX, lambda t: (DIAGONAL - 1) * float(t.max), NONE),
    ("log_iv log_ive", MAX, TINY, -INF, OVERFLOW),
    ("log_iv", TINY, 1, math.log(1.2660658777520084), NONE),
    ("log_ive", TINY, 1, math.log(1.2660658777520084) - 1, NONE),
    ("log_iv log_ive", 1, TINY, lambda t: math.log(float(t.smallest_subnormal)) - math.log(2), NONE),
    ("log_iv", 0, TINY, 0, NONE),
    # negative orders: I_-n = I_n, else the sign of sin(pi |v|) decides
    ("log_iv log_ive", -1, 0, -INF, DIVIDE),
    ("log_iv log_ive", -2, 0, -INF, DIVIDE),
    ("log_iv log_ive", -0.5, 0, INF, DIVIDE),
    ("log_iv log_ive", -1.5, 0, NAN, INVALID),
    ("log_iv log_ive", -2.5, 0, INF, DIVIDE),
    ("log_iv log_ive", -1.5, 0.5, NAN, INVALID),
    ("log_iv log_ive", -1e4, 0, -INF, DIVIDE),
    ("log_iv", -0.5, INF, INF, NONE),
    ("log_ive", -0.5, INF, -INF, NONE),
    ("log_iv log_ive", -INF, 1, NAN, INVALID),
    ("log_iv log_ive", -INF, 0, NAN, INVALID),
    ("log_iv log_ive", -INF, INF, NAN, INVALID),
    ("log_iv", -0.5, 1, math.log(math.sqrt(2 / math.pi) * math.cosh(1)), NONE),
    ("log_iv", -1, 1, math.log(0.5651591039924851), NONE),
    # ---- log K_v(x), and plus x
    ("log_kv log_kve", 0, 0, INF, DIVIDE),
    ("log_kv log_kve", 1, 0, INF, DIVIDE),
    ("log_kv log_kve", -1.5, 0, INF, DIVIDE),
    ("log_kv log_kve", MAX, 0, INF, DIVIDE),
    ("log_kv log_kve", INF, 0, INF, NONE),
    ("log_kv log_kve", INF, 1, INF, NONE),
    ("log_kv log_kve", -INF, 1, INF, NONE),
    ("log_kv log_kve", INF, MAX, INF, NONE),
    ("log_kv log_kve", 1, INF, -INF, NONE),
    ("log_kv log_kve", MAX, INF, -INF, NONE),
    ("log_kv log_kve", INF, INF, NAN, INVALID),
    ("log_kv log_kve", -INF, INF, NAN, INVALID),
    ("log_kv", 0, MAX, lambda t: -float(t.max), NONE),
    ("log_kve", 0, MAX, lambda t: 0.5 * (math.log(math.pi / 2) - math.log(t.max)), NONE),
    ("log_kv", MAX, MAX, lambda t: -DIAGONAL * float(t.max), NONE),
    ("log_kve", MAX, MAX, lambda t: (1 - DIAGONAL) * float(t.max), NONE),
    ("log_kv log_kve", MAX, TINY, INF, OVERFLOW),
    ("log_kv log_kve", 0, TINY, lambda t: math.log(math.log(2) - math.log(float(t.smallest_subnormal)) - EULER), NONE),
    ("log_kv log_kve", 1, TINY, lambda t: -math.log(float(t.smallest_subnormal)), NONE),
    ("log_kv log_kve", -1, TINY, lambda t: -math.log(float(t.smallest_subnormal)), NONE),
    ("log_kv log_kve", TINY, TINY, lambda t: math.log(math.log(2) - math.log(float(t.smallest_subnormal)) - EULER), NONE),
    # ---- I_v/I_(v-1)
    ("iv_ratio", 0, 0, INF, DIVIDE),
    ("iv_ratio", 1, 0, 0, NONE),
    ("iv_ratio", TINY, 0, 0, NONE),
    ("iv_ratio", INF, 0, 0, NONE),
    ("iv_ratio", INF, 1, 0, NONE),
    ("iv_ratio", INF, MAX, 0, NONE),
    ("iv_ratio", 0, INF, 1, NONE),
    ("iv_ratio", 1, INF, 1, NONE),
    ("iv_ratio", MAX, INF, 1, NONE),
    ("iv_ratio", INF, INF, NAN, INVALID),
    ("iv_ratio", -1, 1, NAN, INVALID),
    ("iv_ratio", -INF, 1, NAN, INVALID),
    ("iv_ratio", 0, TINY, INF, OVERFLOW),
    ("iv_ratio", TINY, TINY, 0.5, NONE),
    ("iv_ratio", TINY, MAX, 1, NONE),
    ("iv_ratio", MAX, TINY, 0, NONE),
    ("iv_ratio", MAX, MAX, math.sqrt(2) - 1, NONE),
    ("iv_ratio", 1, TINY, lambda t: 0.5 * float(t.smallest_subnormal), NONE),
    # ---- 1 - I_v/I_(v-1)
    ("iv_ratio_c", 0.5, 0, 1, NONE),
    ("iv_ratio_c", 1, 0, 1, NONE),
    ("iv_ratio_c", INF, 0, 1, NONE),
    ("iv_ratio_c", INF, 1, 1, NONE),
    ("iv_ratio_c", INF, MAX, 1, NONE),
    ("iv_ratio_c", 0.5, INF, 0, NONE),
    ("iv_ratio_c", MAX, INF, 0, NONE),
    ("iv_ratio_c", INF, INF, NAN, INVALID),
    ("iv_ratio_c", 0.25, 1, NAN, INVALID),
    ("iv_ratio_c", -1, 1, NAN, INVALID),
    ("iv_ratio_c", 0.5, MAX, 0, NONE),
    ("iv_ratio_c", 1, MAX, lambda t: 0.5 / float(t.max), NONE),
    ("iv_ratio_c", MAX, MAX, 2 - math.sqrt(2), NONE),
    ("iv_ratio_c", MAX, TINY, 1, NONE),
    ("iv_ratio_c", 0.5, TINY, 1, NONE),
    # ---- their inverses
    ("iv_ratio_inv", 0.5, 0, 0, NONE),
    ("iv_ratio_inv", 1, 0, 0, NONE),
    ("iv_ratio_inv", MAX, 0, 0, NONE),
    ("iv_ratio_inv", INF, 0, 0, NONE),
    ("iv_ratio_inv", 0.5, 1, INF, DIVIDE),
    ("iv_ratio_inv", 1, 1, INF, DIVIDE),
    ("iv_ratio_inv", INF, 1, INF, NONE),
    ("iv_ratio_inv", INF, 0.5, INF, NONE),
    ("iv_ratio_inv", 1, 1.5, NAN, INVALID),
    ("iv_ratio_inv", 1, INF, NAN, INVALID),
    ("iv_ratio_inv", 0.25, 0.5, NAN, INVALID),
    ("iv_ratio_inv", -INF, 0.5, NAN, INVALID),
    ("iv_ratio_inv", 1, TINY, lambda t: 2 * float(t.smallest_subnormal), NONE),
    ("iv_ratio_inv", MAX, TINY, lambda t: 2 * float(t.smallest_subnormal) * float(t.max), NONE),
    ("iv_ratio_inv", MAX, 0.9990234375, INF, OVERFLOW),
    ("iv_ratio_c_inv", 0.5, 1, 0, NONE),
    ("iv_ratio_c_inv", 1, 1, 0, NONE),
    ("iv_ratio_c_inv", INF, 1, 0, NONE),
    ("iv_ratio_c_inv", 0.5, 0, INF, DIVIDE),
    ("iv_ratio_c_inv", 1, 0, INF, DIVIDE),
    ("iv_ratio_c_inv", INF, 0, INF, NONE),
    ("iv_ratio_c_inv", INF, 0.5, INF, NONE),
    ("iv_ratio_c_inv", 1, 1.5, NAN, INVALID),
    ("iv_ratio_c_inv", 0.25, 0.5, NAN, INVALID),
    ("iv_ratio_c_inv", 0.5, TINY, lambda t: 0.5 * (math.log(2) - math.log(float(t.smallest_subnormal))), NONE),
    ("iv_ratio_c_inv", 1, TINY, INF, OVERFLOW),
    ("iv_ratio_c_inv", MAX, EPS, INF, OVERFLOW),
    # ---- K_(v-1)/K_v
    ("kv_ratio", 1, 0, 0, NONE),
    ("kv_ratio", 0.5, 0, 1, NONE),
    ("kv_ratio", 0.5, 2, 1, NONE),
    ("kv_ratio", 0.25, 0, INF, DIVIDE),
    ("kv_ratio", 0, 0, INF, DIVIDE),
    ("kv_ratio", -3, 0, INF, DIVIDE),
    ("kv_ratio", INF, 0, 0, NONE),
    ("kv_ratio", -INF, 0, INF, NONE),
    ("kv_ratio", INF, 1, 0, NONE),
    ("kv_ratio", -INF, 1, INF, NONE),
    ("kv_ratio", INF, MAX, 0, NONE),
    ("kv_ratio", -INF, MAX, INF, NONE),
    ("kv_ratio", 1, INF, 1, NONE),
    ("kv_ratio", -3, INF, 1, NONE),
    ("kv_ratio", INF, INF, NAN, INVALID),
    ("kv_ratio", -INF, INF, NAN, INVALID),
    ("kv_ratio", 0, TINY, INF, OVERFLOW),
    ("kv_ratio", -1, TINY, INF, OVERFLOW),
    ("kv_ratio", MAX, TINY, 0, NONE),
    ("kv_ratio", MAX, MAX, math.sqrt(2) - 1, NONE),
    ("kv_ratio", 0, MAX, 1, NONE),
    # ---- d/dx log I_v(x), and minus 1
    ("log_iv_dx", 0, 0, 0, NONE),
    ("log_ive_dx", 0, 0, -1, NONE),
    ("log_iv_dx log_ive_dx", 1, 0, INF, DIVIDE),
    ("log_iv_dx log_ive_dx", TINY, 0, INF, DIVIDE),
    ("log_iv_dx log_ive_dx", MAX, 0, INF, DIVIDE),
    ("log_iv_dx log_ive_dx", INF, 0, INF, NONE),
    ("log_iv_dx log_ive_dx", INF, 1, INF, NONE),
    ("log_iv_dx log_ive_dx", INF, MAX, INF, NONE),
    ("log_iv_dx", 0, INF, 1, NONE),
    ("log_ive_dx", 0, INF, 0, NONE),
    ("log_iv_dx", MAX, INF, 1, NONE),
    ("log_ive_dx", MAX, INF, 0, NONE),
    ("log_iv_dx log_ive_dx", INF, INF, NAN, INVALID),
    ("log_iv_dx log_ive_dx", -1, 1, NAN, INVALID),
    ("log_iv_dx log_ive_dx", -0.5, 0, NAN, INVALID),
    ("log_iv_dx log_ive_dx", -INF, 1, NAN, INVALID),
    ("log_iv_dx", 0, TINY, lambda t: 0.5 * float(t.smallest_subnormal), NONE),
    ("log_ive_dx", 0, TINY, -1, NONE),
    ("log_iv_dx", TINY, TINY, 1, NONE),
    ("log_ive_dx", TINY, TINY, 0, NONE),
    ("log_iv_dx log_ive_dx", 1, TINY, INF, OVERFLOW),
    ("log_iv_dx log_ive_dx", MAX, TINY, INF, OVERFLOW),
    ("log_iv_dx", 0, MAX, 1, NONE),
    ("log_ive_dx", 0, MAX, lambda t: -0.5 / float(t.max), NONE),
    ("log_iv_dx", MAX, MAX, math.sqrt(2), NONE),
    ("log_ive_dx", MAX, MAX, math.sqrt(2) - 1, NONE),
    ("log_iv_dx", 0.5, 1, 1 / math.tanh(1) - 0.5, NONE),
    ("log_ive_dx", 0.5, 1, 1 / math.tanh(1) - 1.5, NONE),
    # ---- d/dx log K_v(x), and plus 1
    ("log_kv_dx log_kve_dx", 0, 0, -INF, DIVIDE),
    ("log_kv_dx log_kve_dx", 1, 0, -INF, DIVIDE),
    ("log_kv_dx log_kve_dx", -1.5, 0, -INF, DIVIDE),
    ("log_kv_dx log_kve_dx", MAX, 0, -INF, DIVIDE),
    ("log_kv_dx log_kve_dx", INF, 0, -INF, NONE),
    ("log_kv_dx log_kve_dx", INF, 1, -INF, NONE),
    ("log_kv_dx log_kve_dx", -INF, 1, -INF, NONE),
    ("log_kv_dx", 1, INF, -1, NONE),
    ("log_kve_dx", 1, INF, 0, NONE),
    ("log_kv_dx", MAX, INF, -1, NONE),
    ("log_kv_dx log_kve_dx", INF, INF, NAN, INVALID),
    ("log_kv_dx log_kve_dx", -INF, INF, NAN, INVALID),
    ("log_kv_dx log_kve_dx", 0, TINY, -INF, OVERFLOW),
    ("log_kv_dx log_kve_dx", 1, TINY, -INF, OVERFLOW),
    ("log_kv_dx log_kve_dx", MAX, TINY, -INF, OVERFLOW),
    ("log_kv_dx", 0, MAX, -1, NONE),
    ("log_kve_dx", 0, MAX, lambda t: -0.5 / float(t.max), NONE),
    ("log_kv_dx", MAX, MAX, -math.sqrt(2), NONE),
    ("log_kve_dx", MAX, MAX, 1 - math.sqrt(2), NONE),
    ("log_kv_dx", -0.5, 2, -1.25, NONE),
    ("log_kve_dx", 0.5, 2, -0.25, NONE),
    # ---- d/dv log I_v(x)
    ("log_iv_dv", 0, 0, -INF, DIVIDE),
    ("log_iv_dv", 1, 0, -INF, DIVIDE),
    ("log_iv_dv", MAX, 0, -INF, DIVIDE),
    ("log_iv_dv", INF, 0, -INF, NONE),
    ("log_iv_dv", INF, 1, -INF, NONE),
    ("log_iv_dv", INF, MAX, -INF, NONE),
    ("log_iv_dv", 0, INF, 0, NONE),
    ("log_iv_dv", 1, INF, 0, NONE),
    ("log_iv_dv", MAX, INF, 0, NONE),
    ("log_iv_dv", INF, INF, NAN, INVALID),
    ("log_iv_dv", -1, 1, NAN, INVALID),
    ("log_iv_dv", -0.5, 0, NAN, INVALID),
    ("log_iv_dv", -INF, 1, NAN, INVALID),
    ("log_iv_dv", 0, 1, -0.42102443824070834 / 1.2660658777520084, NONE),  # -K_0/I_0
    ("log_iv_dv", 0, 40, lambda t: -5.66e-35 if t.bits > 16 else 0, NONE),
    ("log_iv_dv", TINY, 1, -0.42102443824070834 / 1.2660658777520084, NONE),
    ("log_iv_dv", 0, TINY, lambda t: math.log(float(t.smallest_subnormal)) - math.log(2) + EULER, NONE),
    ("log_iv_dv", 1, TINY, lambda t: math.log(float(t.smallest_subnormal)) - math.log(2) + EULER - 1, NONE),
    ("log_iv_dv", 0, MAX, 0, NONE),
    ("log_iv_dv", 1, MAX, lambda t: -1 / float(t.max), NONE),
    ("log_iv_dv", MAX, MAX, -math.asinh(1), NONE),
    ("log_iv_dv", MAX, TINY, lambda t: math.log(float(t.smallest_subnormal)) - math.log(t.max) - math.log(2), NONE),
    # ---- d/dv log K_v(x)
    ("log_kv_dv", 0, 0, 0, NONE),
    ("log_kv_dv", 0, 1, 0, NONE),
    ("log_kv_dv", 0, TINY, 0, NONE),
    ("log_kv_dv", 0, MAX, 0, NONE),
    ("log_kv_dv", 0, INF, 0, NONE),
    ("log_kv_dv", 1, 0, INF, DIVIDE),
    ("log_kv_dv", TINY, 0, INF, DIVIDE),
    ("log_kv_dv", -1.5, 0, -INF, DIVIDE),
    ("log_kv_dv", MAX, 0, INF, DIVIDE),
    ("log_kv_dv", INF, 0, INF, NONE),
    ("log_kv_dv", INF, 1, INF, NONE),
    ("log_kv_dv", -INF, 1, -INF, NONE),
    ("log_kv_dv", 1, INF, 0, NONE),
    ("log_kv_dv", -1, INF, 0, NONE),
    ("log_kv_dv", INF, INF, NAN, INVALID),
    ("log_kv_dv", -INF, INF, NAN, INVALID),
    ("log_kv_dv", 1, TINY, lambda t: math.log(2) - math.log(float(t.smallest_subnormal)) - EULER, NONE),
    ("log_kv_dv", -1, TINY, lambda t: EULER + math.log(float(t.smallest_subnormal)) - math.log(2), NONE),
    ("log_kv_dv", 1, MAX, lambda t: 1 / float(t.max), NONE),
    ("log_kv_dv", MAX, MAX, math.asinh(1), NONE),
    ("log_kv_dv", MAX, TINY, lambda t: math.log(2) + math.log(t.max) - math.log(float(t.smallest_subnormal)), NONE),
    ("log_kv_dv", 0.5, 1, 0.36132861688822258, NONE),  # e^2 E_1(2)
    ("log_kv_dv", -0.5, 1, -0.36132861688822258, NONE),
    # ---- second derivatives of log I_v(x)
    ("log_iv_dx2", 0, 0, 0.5, NONE),
    ("log_iv_dx2", 1, 0, -INF, DIVIDE),
    ("log_iv_dx2", TINY, 0, -INF, DIVIDE),
    ("log_iv_dx2", INF, 0, -INF, NONE),
    ("log_iv_dx2", INF, 1, -INF, NONE),
    ("log_iv_dx2", INF, MAX, -INF, NONE),
    ("log_iv_dx2", 0, TINY, 0.5, NONE),
    ("log_iv_dx2", TINY, 1, 1 - 0.44637365564 - 0.44637365564**2, NONE),  # I_1/I_0
    ("log_iv_dx2", TINY, TINY, -INF, OVERFLOW),
    ("log_iv_dx2", 1, TINY, -INF, OVERFLOW),
    ("log_iv_dx2", 0, MAX, 0, NONE),
    ("log_iv_dx2", MAX, MAX, lambda t: -math.sqrt(0.5) / float(t.max), NONE),
    ("log_iv_dx2", 0.5, 1, 0.5 - 1 / math.sinh(1) ** 2, NONE),
    ("log_iv_dvdx", 0, 0, INF, DIVIDE),
    ("log_iv_dvdx", 1, 0, INF, DIVIDE),
    ("log_iv_dvdx", MAX, 0, INF, DIVIDE),
    ("log_iv_dvdx", INF, 0, INF, NONE),
    ("log_iv_dvdx", INF, 0.5, 2, NONE),
    ("log_iv_dvdx", INF, MAX, lambda t: 1 / float(t.max), NONE),
    ("log_iv_dvdx", 0, TINY, INF, OVERFLOW),
    ("log_iv_dvdx", MAX, 2, 0.5, NONE),
    ("log_iv_dvdx", 0, 1, 1.2660658777520084**-2, NONE),  # 1/(x I_0^2)
    ("log_iv_dvdx", TINY, 1, 1.2660658777520084**-2, NONE),
    ("log_iv_dvdx", 0, 40, lambda t: 1.12687e-34 if t.bits > 16 else 0, NONE),
    ("log_iv_dvdx", 0, MAX, 0, NONE),
    ("log_iv_dvdx", MAX, MAX, lambda t: math.sqrt(0.5) / float(t.max), NONE),
    ("log_iv_dv2", 0, 0, -(math.pi**2) / 6, NONE),
    ("log_iv_dv2", 1, 0, 1 - math.pi**2 / 6, NONE),
    ("log_iv_dv2", 1, TINY, 1 - math.pi**2 / 6, NONE),
    ("log_iv_dv2", 1024, 0, -1 / 1024.5, NONE),
    ("log_iv_dv2", 0, MAX, lambda t: -1 / float(t.max), NONE),
    ("log_iv_dv2", MAX, TINY, lambda t: -1 / float(t.max), NONE),
    ("log_iv_dv2", MAX, MAX, lambda t: -math.sqrt(0.5) / float(t.max), NONE),
    ("log_iv_dv2", INF, 0, 0, NONE),
    ("log_iv_dv2", INF, 1, 0, NONE),
    ("log_iv_dx2 log_iv_dvdx log_iv_dv2", 1, INF, 0, NONE),
    ("log_iv_dx2 log_iv_dvdx log_iv_dv2", MAX, INF, 0, NONE),
    ("log_iv_dx2 log_iv_dvdx log_iv_dv2", INF, INF, NAN, INVALID),
    ("log_iv_dx2 log_iv_dvdx log_iv_dv2", -1, 1, NAN, INVALID),
    ("log_iv_dx2 log_iv_dvdx log_iv_dv2", -0.5, 0, NAN, INVALID),
    ("log_iv_dx2 log_iv_dvdx log_iv_dv2", -INF, 1, NAN, INVALID),
    # ---- second derivatives of log K_v(x)
    ("log_kv_dx2", 0, 0, INF, DIVIDE),
    ("log_kv_dx2", -1.5, 0, INF, DIVIDE),
    ("log_kv_dx2", MAX, 0, INF, DIVIDE),
    ("log_kv_dx2", INF, 0, INF, NONE),
    ("log_kv_dx2", -INF, 1, INF, NONE),
    ("log_kv_dx2", INF, MAX, INF, NONE),
    ("log_kv_dx2", 0, TINY, INF, OVERFLOW),
    ("log_kv_dx2", -1, TINY, INF, OVERFLOW),
    ("log_kv_dx2", 0, MAX, 0, NONE),
    ("log_kv_dx2", MAX, MAX, lambda t: math.sqrt(0.5) / float(t.max), NONE),
    ("log_kv_dx2", 0.5, 2, 0.125, NONE),
    ("log_kv_dx2", -0.5, 2, 0.125, NONE),
    ("log_kv_dvdx", 0, 0, 0, NONE),
    ("log_kv_dvdx", 0, 1, 0, NONE),
    ("log_kv_dvdx", 0, TINY, 0, NONE),
    ("log_kv_dvdx", 0, MAX, 0, NONE),
    ("log_kv_dvdx", 1, 0, -INF, DIVIDE),
    ("log_kv_dvdx", -1.5, 0, INF, DIVIDE),
    ("log_kv_dvdx", TINY, 0, -INF, DIVIDE),
    ("log_kv_dvdx", INF, 0, -INF, NONE),
    ("log_kv_dvdx", INF, 0.5, -2, NONE),
    ("log_kv_dvdx", -INF, 0.5, 2, NONE),
    ("log_kv_dvdx", 1, TINY, -INF, OVERFLOW),
    ("log_kv_dvdx", -1, TINY, INF, OVERFLOW),
    ("log_kv_dvdx", -1e4, 2, 0.5, NONE),
    ("log_kv_dvdx", MAX, MAX, lambda t: -math.sqrt(0.5) / float(t.max), NONE),
    ("log_kv_dvdx", 0.5, 1, 2 * 0.36132861688822258 - 1, NONE),  # d/dx e^(2x) E_1(2x)
    ("log_kv_dv2", 0, 0, INF, DIVIDE),
    ("log_kv_dv2", TINY, 0, INF, OVERFLOW),
    ("log_kv_dv2", 1, 0, math.pi**2 / 6, NONE),
    ("log_kv_dv2", -2, 0, math.pi**2 / 6 - 1, NONE),
    ("log_kv_dv2", 1024, 0, 1 / 1023.5, NONE),
    ("log_kv_dv2", MAX, 0, lambda t: 1 / float(t.max), NONE),
    ("log_kv_dv2", 1, TINY, math.pi**2 / 6, NONE),
    ("log_kv_dv2", 0, MAX, lambda t: 1 / float(t.max), NONE),
    ("log_kv_dv2", MAX, MAX, lambda t: math.sqrt(0.5) / float(t.max), NONE),
    ("log_kv_dv2", INF, 0, 0, NONE),
    ("log_kv_dv2", -INF, 1, 0, NONE),
    ("log_kv_dx2 log_kv_dvdx log_kv_dv2", 1, INF, 0, NONE),
    ("log_kv_dx2 log_kv_dvdx log_kv_dv2", MAX, INF, 0, NONE),
    ("log_kv_dx2 log_kv_dvdx log_kv_dv2", INF, INF, NAN, INVALID),
    ("log_kv_dx2 log_kv_dvdx log_kv_dv2", -INF, INF, NAN, INVALID),
    # ---- derivatives of I_v/I_(v-1)
    ("iv_ratio_dx", 0.5, 0, 1, NONE),
    ("iv_ratio_dx", 1, 0, 0.5, NONE),
    ("iv_ratio_dx", 1, TINY, 0.5, NONE),
    ("iv_ratio_dx", MAX, 0, lambda t: 0.5 / float(t.max), NONE),
    ("iv_ratio_dx", 0.5, 1, 1 / math.cosh(1) ** 2, NONE),
    ("iv_ratio_dx", 0.5, 40, lambda t: 7.219e-35 if t.bits > 16 else 0, NONE),
    ("iv_ratio_dx", INF, 0, 0, NONE),
    ("iv_ratio_dx", 1, MAX, 0, NONE),
    ("iv_ratio_dx", MAX, MAX, lambda t: (math.sqrt(2) - 1) / math.sqrt(2) / float(t.max), NONE),
    ("iv_ratio_dv", 0.5, 0, 0, NONE),
    ("iv_ratio_dv", 1, TINY, lambda t: -0.5 * float(t.smallest_subnormal), NONE),
    ("iv_ratio_dv", MAX, 0, 0, NONE),
    ("iv_ratio_dv", INF, 0, 0, NONE),
    ("iv_ratio_dv", MAX, 1, 0, NONE),
    ("iv_ratio_dv", 1, MAX, lambda t: -1 / float(t.max), NONE),
    ("iv_ratio_dv", MAX, MAX, lambda t: (1 - math.sqrt(2)) / math.sqrt(2) / float(t.max), NONE),
    ("iv_ratio_dx iv_ratio_dv", INF, 1, 0, NONE),
    ("iv_ratio_dx iv_ratio_dv", 1, INF, 0, NONE),
    ("iv_ratio_dx iv_ratio_dv", INF, INF, NAN, INVALID),
    ("iv_ratio_dx iv_ratio_dv", 0.25, 1, NAN, INVALID),
    ("iv_ratio_dx iv_ratio_dv", -1, 0, NAN, INVALID),
    # ---- derivatives of K_(v-1)/K_v
    ("kv_ratio_dx", 3, 0, 0.25, NONE),
    ("kv_ratio_dx", 3, TINY, 0.25, NONE),
    ("kv_ratio_dx", MAX, 0, lambda t: 0.5 / float(t.max), NONE),
    ("kv_ratio_dx", 1, 0, INF, DIVIDE),
    ("kv_ratio_dx", 0.75, 0, INF, DIVIDE),
    ("kv_ratio_dx", 0.5, 0, 0, NONE),
    ("kv_ratio_dx", 0.5, TINY, 0, NONE),
    ("kv_ratio_dx", 0.5, MAX, 0, NONE),
    ("kv_ratio_dx", 0.25, 0, -INF, DIVIDE),
    ("kv_ratio_dx", -3, 0, -INF, DIVIDE),
    ("kv_ratio_dx", 0, TINY, -INF, OVERFLOW),
    ("kv_ratio_dx", -0.75, TINY, -INF, OVERFLOW),
    ("kv_ratio_dx", 1.5, 1, 0.25, NONE),  # of x/(1 + x)
    ("kv_ratio_dx", -0.5, 2, -0.25, NONE),  # of 1 + 1/x
    ("kv_ratio_dx", INF, 0, 0, NONE),
    ("kv_ratio_dx", -INF, 0, -INF, NONE),
    ("kv_ratio_dx", -INF, 1, -INF, NONE),
    ("kv_ratio_dx", MAX, MAX, lambda t: (math.sqrt(2) - 1) / math.sqrt(2) / float(t.max), NONE),
    ("kv_ratio_dv", 1, 0, 0, NONE),
    ("kv_ratio_dv", 0.5, 0, -INF, DIVIDE),
    ("kv_ratio_dv", -3, 0, -INF, DIVIDE),
    ("kv_ratio_dv", 0, TINY, -INF, OVERFLOW),
    ("kv_ratio_dv", -3, TINY, -INF, OVERFLOW),
    ("kv_ratio_dv", MAX, 0, 0, NONE),
    ("kv_ratio_dv", MAX, TINY, 0, NONE),
    ("kv_ratio_dv", 0, 4, -0.25, NONE),
    ("kv_ratio_dv", 0.5, 1, -2 * 0.36132861688822258, NONE),  # -2 e^(2x) E_1(2x)
    ("kv_ratio_dv", -1e4, 2, -1, NONE),
    ("kv_ratio_dv", INF, 0, 0, NONE),
    ("kv_ratio_dv", -INF, 0, -INF, NONE),
    ("kv_ratio_dv", -INF, 0.5, -4, NONE),
    ("kv_ratio_dv", 1, MAX, lambda t: -1 / float(t.max), NONE),
    ("kv_ratio_dv", MAX, MAX, lambda t: (1 - math.sqrt(2)) / math.sqrt(2) / float(t.max), NONE),
    ("kv_ratio_dx kv_ratio_dv", INF, 1, 0, NONE),
    ("kv_ratio_dx kv_ratio_dv", 1, INF, 0, NONE),
    ("kv_ratio_dx kv_ratio_dv", -3, INF, 0, NONE),
    ("kv_ratio_dx kv_ratio_dv", INF, INF, NAN, INVALID),
    ("kv_ratio_dx kv_ratio_dv", -INF, INF, NAN, INVALID),
    # ---- all of them
    *(
        row
        for name in registry()
        for row in [
            (name, NAN, 0.5, NAN, NONE),
            (name, 1, NAN, NAN, NONE),
            (name, NAN, NAN, NAN, NONE),
            (name, NAN, INF, NAN, NONE),
            (name, NAN, -1, NAN, NONE),
            (name, 1, -1, NAN, INVALID),
            (name, 1, -INF, NAN, INVALID),
            (name, 1e-30, -0.25, NAN, INVALID),
        ]
    ),
]


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_edges(dtype: type, isa: str) -> None:
    number = np.finfo(dtype)
    wrong = []
    for names, v, x, value, exception in TABLE:
        point = [dtype(float(getattr(number, a))) if isinstance(a, str) else dtype(a) for a in (v, x)]
        expected = value(number) if callable(value) else float(value)
        for name in names.split():
            function = getattr(logbessel, name)
            for n in (1, 33):  # alone, and among ordinary points
                arrays = [np.full(n, 0.75, dtype), np.full(n, 0.75, dtype)]
                arrays[0][n // 2], arrays[1][n // 2] = point
                with np.errstate(all="ignore"):
                    got = float(function(*arrays)[n // 2])
                close = abs(got - expected) <= 0.01 * abs(expected) + float(number.smallest_subnormal)
                if not (got == expected or (math.isnan(got) and math.isnan(expected)) or (math.isfinite(expected) and close)):
                    wrong.append(f"{name}({v}, {x}) = {got}, expected {expected}")
                raised = NONE
                try:
                    with np.errstate(all="raise"):
                        function(*arrays)
                except FloatingPointError as error:
                    raised = str(error).split(" encountered")[0]
                if raised != exception:
                    wrong.append(f"{name}({v}, {x}) raises {raised or 'nothing'}, expected {exception or 'nothing'}")
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def test_negative_zero_is_zero(dtype: type, isa: str) -> None:
    for name in registry():
        function = getattr(logbessel, name)
        with np.errstate(all="ignore"):
            np.testing.assert_array_equal(function(dtype(2), dtype(-0.0)), function(dtype(2), dtype(0)))
            np.testing.assert_array_equal(function(dtype(-0.0), dtype(0.5)), function(dtype(0), dtype(0.5)))


def test_every_function_has_its_edges() -> None:
    assert {name for names, *_ in TABLE for name in names.split()} == set(registry())
