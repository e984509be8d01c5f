// The loop that every compiled rival exports: result[i] = function(v[i], x[i]), with one v for all when v_step = 0.
#pragma once
#include <cstddef>

#define EXPORT_LOOP(name, function)                                                                             \
    extern "C" void name(const double* v, std::size_t v_step, const double* x, double* result, std::size_t n) { \
        for (std::size_t i = 0; i < n; ++i) result[i] = function(v[i * v_step], x[i]);                          \
    }
