// R, by its stand-alone library of functions: log of the exponentially scaled bessel_i and bessel_k.
#define MATHLIB_STANDALONE
#include <Rmath.h>

#include <cmath>
#include <cstdio>

#include "loop.h"

static double log_i(double v, double x) { return std::log(bessel_i(x, v, 2)) + x; }
static double log_k(double v, double x) { return std::log(bessel_k(x, v, 2)) - x; }

EXPORT_LOOP(log_iv, log_i)
EXPORT_LOOP(log_kv, log_k)

extern "C" const char* version() {
    if (!std::freopen("/dev/null", "w", stdout)) return "";  // where it prints a warning for each point that is out of its range
    return R_VERSION_STRING;
}
