// What one run of a ufunc loop works on, and the tables of loops that the instruction sets offer.
#pragma once

#include <cstddef>

namespace logbessel::cpu {

/// The inputs and the output of a run of elements; strides in bytes, zero for a scalar that meets an array.
struct Operands {
    const char* v;
    std::ptrdiff_t v_stride;
    const char* x;
    std::ptrdiff_t x_stride;
    char* out;
    std::ptrdiff_t out_stride;

    /// The same operands, seen from element i on.
    Operands from(std::ptrdiff_t i) const {
        return {v + i * v_stride, v_stride, x + i * x_stride, x_stride, out + i * out_stride, out_stride};
    }
};

/// Computes n elements and answers the floating-point exceptions (FE_INVALID | ...) that their results deserve.
using Loop = int (*)(const Operands&, std::ptrdiff_t n);

/// The functions of the library, in the order of the registry.
enum Function : int {
#define LOGBESSEL_FUNCTION(name, arity, unit, outside, inside) name##_,
#include "logbessel/functions.def"
#undef LOGBESSEL_FUNCTION
    function_count
};

/// The loops of one instruction set.
struct Kernels {
    const char* isa;
    Loop float32[function_count];
    Loop float64[function_count];
};

}  // namespace logbessel::cpu
