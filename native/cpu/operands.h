// What one run of a ufunc loop works on, and the tables of loops that the instruction sets offer.
#pragma once

#include <cstddef>

#include "native/cpu/directions.h"

namespace logbessel::cpu {

/// The inputs and the outputs of a run of elements; strides in bytes, zero for a scalar that meets an array.
template <int outputs>
struct OperandsOf {
    const char* v;
    std::ptrdiff_t v_stride;
    const char* x;
    std::ptrdiff_t x_stride;
    char* out[outputs];
    std::ptrdiff_t out_stride[outputs];

    /// The same operands, seen from element i on.
    OperandsOf from(std::ptrdiff_t i) const {
        OperandsOf o = *this;
        o.v += i * v_stride;
        o.x += i * x_stride;
        for (int k = 0; k < outputs; ++k) o.out[k] += i * out_stride[k];
        return o;
    }
};

/// Of a function that has one, and of one that has a value and its two derivatives.
using Operands = OperandsOf<1>;
using JointOperands = OperandsOf<3>;

/// Computes n elements and answers the floating-point exceptions (FE_INVALID | ...) that their results deserve.
template <int outputs>
using LoopOf = int (*)(const OperandsOf<outputs>&, std::ptrdiff_t n);
using Loop = LoopOf<1>;
using JointLoop = LoopOf<3>;

/// The functions of the library, in the order of the registry.
enum Function : int {
#define LOGBESSEL_FUNCTION(name, arity, unit, outside, inside) name##_,
#include "logbessel/functions.def"
    function_count
};
enum JointFunction : int {
#define LOGBESSEL_JOINT(name, value, dv, dx) name##_,
#include "logbessel/functions.def"
    joint_count
};

/// The loops of one instruction set.
struct Kernels {
    const char* isa;
    Loop float32[function_count];
    Loop float64[function_count];
    JointLoop joint_float32[joint_count];
    JointLoop joint_float64[joint_count];
    // One sample of rows; the columns from begin to end of the sums of groups.
    bool (*sample_float32)(const DirectionSums&, std::ptrdiff_t sample);
    bool (*sample_float64)(const DirectionSums&, std::ptrdiff_t sample);
    void (*groups_float32)(const GroupSums&, std::ptrdiff_t begin, std::ptrdiff_t end);
    void (*groups_float64)(const GroupSums&, std::ptrdiff_t begin, std::ptrdiff_t end);
};

}  // namespace logbessel::cpu
