// The floating-point environment of a computation.
#pragma once

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace logbessel::cpu {

#if defined(__SSE2__)
// Only the SSE half: a few cycles, where the x87 half that <cfenv> includes takes a hundred.
struct FloatRegisters {
    unsigned control_and_status;

    static FloatRegisters read() { return {_mm_getcsr()}; }
    static constexpr FloatRegisters standard() { return {0x1f80}; }
    void write() const { _mm_setcsr(control_and_status); }
};
#else
// <cfenv> cannot say that subnormal numbers are kept.
struct FloatRegisters {
    unsigned long long control, status;

    static FloatRegisters read() {
        FloatRegisters r;
        asm volatile("mrs %0, fpcr\n\tmrs %1, fpsr" : "=r"(r.control), "=r"(r.status));
        return r;
    }
    static constexpr FloatRegisters standard() { return {0, 0}; }
    void write() const { asm volatile("msr fpcr, %0\n\tmsr fpsr, %1" : : "r"(control), "r"(status) : "memory"); }
};
#endif

/// While it lives the thread rounds to nearest, keeps subnormal numbers and traps nothing, whatever the caller has set; afterwards the
/// caller's environment stands again, and the exceptions of the computation, those of lanes that do not count among them, are forgotten.
class FloatEnvironment {
public:
    FloatEnvironment(const FloatEnvironment&) = delete;
    FloatEnvironment& operator=(const FloatEnvironment&) = delete;

    FloatEnvironment() : saved_(FloatRegisters::read()) { FloatRegisters::standard().write(); }
    ~FloatEnvironment() { saved_.write(); }

private:
    FloatRegisters saved_;
};

}  // namespace logbessel::cpu
