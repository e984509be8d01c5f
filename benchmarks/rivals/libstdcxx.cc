// libstdc++: log(std::cyl_bessel_i), log(std::cyl_bessel_k) of C++17.
#include <cmath>
#include <limits>

#include "loop.h"

template <class Function>
static double log_or_nan(Function function) {
    try {
        return std::log(function());
    } catch (...) {
        return std::numeric_limits<double>::quiet_NaN();
    }
}

static double log_i(double v, double x) {
    return log_or_nan([=] { return std::cyl_bessel_i(v, x); });
}

static double log_k(double v, double x) {
    return log_or_nan([=] { return std::cyl_bessel_k(v, x); });
}

EXPORT_LOOP(log_iv, log_i)
EXPORT_LOOP(log_kv, log_k)
extern "C" const char* version() { return __VERSION__; }
