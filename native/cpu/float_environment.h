// The floating-point environment of a computation.
#pragma once

#if defined(__x86_64__)
#include <xmmintrin.h>
#else
#include <cfenv>
#endif

namespace logbessel::cpu {

/// While it lives the thread rounds to nearest, keeps subnormal numbers and traps nothing, whatever the caller has set; afterwards the
/// caller's environment stands again, and the exceptions of the computation, those of lanes that do not count among them, are forgotten.
class FloatEnvironment {
public:
    FloatEnvironment(const FloatEnvironment&) = delete;
    FloatEnvironment& operator=(const FloatEnvironment&) = delete;

#if defined(__x86_64__)  // only the SSE half: a few cycles, where the x87 half that <cfenv> includes takes a hundred
    FloatEnvironment() : saved_(_mm_getcsr()) { _mm_setcsr(0x1f80); }
    ~FloatEnvironment() { _mm_setcsr(saved_); }

private:
    unsigned saved_;
#else
    FloatEnvironment() {
        std::fegetenv(&saved_);
        std::fesetenv(FE_DFL_ENV);
    }
    ~FloatEnvironment() { std::fesetenv(&saved_); }

private:
    std::fenv_t saved_;
#endif
};

}  // namespace logbessel::cpu
