// Boost.Math: log(cyl_bessel_i), log(cyl_bessel_k). PROMOTE chooses whether double is computed as long double.
#include <boost/math/special_functions/bessel.hpp>
#include <boost/version.hpp>
#include <cmath>
#include <limits>

#include "loop.h"

namespace policies = boost::math::policies;
using Policy = policies::policy<policies::promote_double<PROMOTE>, policies::overflow_error<policies::ignore_error>,
                                policies::evaluation_error<policies::ignore_error>>;

template <class Function>
static double log_or_nan(Function function) {
    try {
        return std::log(function());
    } catch (const std::exception&) {
        return std::numeric_limits<double>::quiet_NaN();
    }
}

static double log_i(double v, double x) {
    return log_or_nan([=] { return boost::math::cyl_bessel_i(v, x, Policy()); });
}

static double log_k(double v, double x) {
    return log_or_nan([=] { return boost::math::cyl_bessel_k(v, x, Policy()); });
}

EXPORT_LOOP(log_iv, log_i)
EXPORT_LOOP(log_kv, log_k)
extern "C" const char* version() { return BOOST_LIB_VERSION; }
