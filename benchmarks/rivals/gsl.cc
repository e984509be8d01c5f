// GSL: log of the scaled I and K, or (LOG_KNU) its own logarithm of K.
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_bessel.h>
#include <gsl/gsl_version.h>

#include <cmath>
#include <limits>

#include "loop.h"

using Method = int (*)(double, double, gsl_sf_result*);

static double value_or_nan(Method method, double v, double x) {
    gsl_sf_result result;
    return method(v, x, &result) ? std::numeric_limits<double>::quiet_NaN() : result.val;
}

#ifdef LOG_KNU
static double log_k(double v, double x) { return value_or_nan(gsl_sf_bessel_lnKnu_e, v, x); }
#else
static double log_i(double v, double x) { return std::log(value_or_nan(gsl_sf_bessel_Inu_scaled_e, v, x)) + x; }
static double log_k(double v, double x) { return std::log(value_or_nan(gsl_sf_bessel_Knu_scaled_e, v, x)) - x; }
EXPORT_LOOP(log_iv, log_i)
#endif
EXPORT_LOOP(log_kv, log_k)

extern "C" const char* version() {
    gsl_set_error_handler_off();
    return gsl_version;
}
