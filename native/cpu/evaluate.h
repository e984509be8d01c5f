// The one entrance to the machines of the CPU: a function, or a joint function, over arrays of any type that the frameworks have.
#pragma once

#include "native/cpu/operands.h"

namespace logbessel::cpu {

/// The types of the inputs.  Small integers give float64, as they do in NumPy; float16 and bfloat16 are computed
/// in float32.
enum Type : int { int8, uint8, int16, uint16, float16, bfloat16, float32, float64, type_count };

/// Computes n elements, on several threads where that pays, and answers the floating-point exceptions to raise.
int evaluate(Function function, Type type, const Operands& operands, std::ptrdiff_t n);
int evaluate(JointFunction function, Type type, const JointOperands& operands, std::ptrdiff_t n);

}  // namespace logbessel::cpu
