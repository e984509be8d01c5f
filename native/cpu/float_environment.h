// The floating-point environment of a computation.
#pragma once

#include <xmmintrin.h>

namespace logbessel::cpu {

/// While it lives the thread rounds to nearest, keeps subnormal numbers and traps nothing, whatever the caller has set; afterwards the
/// caller's environment stands again, and the exceptions of the computation, those of lanes that do not count among them, are forgotten.
class FloatEnvironment {
public:
    FloatEnvironment(const FloatEnvironment&) = delete;
    FloatEnvironment& operator=(const FloatEnvironment&) = delete;

    // Only the SSE half: a few cycles, where the x87 half that <cfenv> includes takes a hundred.
    FloatEnvironment() : saved_(_mm_getcsr()) { _mm_setcsr(0x1f80); }
    ~FloatEnvironment() { _mm_setcsr(saved_); }

private:
    unsigned saved_;
};

}  // namespace logbessel::cpu
