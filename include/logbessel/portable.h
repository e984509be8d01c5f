// The vocabulary in which the mathematics is written: the same words for float, double and a pack of them, on a CPU and on a GPU.
//
// The words for scalars stand here, those for packs in pack.h.  No standard header, so that NVRTC compiles the maths as it is.
#pragma once

#if defined(__CUDACC__)
#define LOGBESSEL_HD __host__ __device__ __forceinline__
#define LOGBESSEL_UNROLL _Pragma("unroll")
#else
#define LOGBESSEL_HD inline __attribute__((always_inline))
#define LOGBESSEL_UNROLL _Pragma("GCC unroll 64")
#endif

// One inline namespace per instruction set: no function compiled for one can be linked into the code of another.
#if !defined(LOGBESSEL_ISA)
#define LOGBESSEL_ISA generic
#endif

#if defined(__CUDA_ARCH__) || defined(__FMA__) || defined(__ARM_FEATURE_FMA)
#define LOGBESSEL_HAS_FMA 1
#endif

namespace logbessel {
inline namespace LOGBESSEL_ISA {

// ---- number formats ------------------------------------------------------------------------------------------------------------

/// What the algorithms need to know of an IEEE format; a pack answers for its lanes.
template <class T>
struct format;

template <>
struct format<double> {
    using scalar = double;
    using integer = unsigned long long;
    using mask = bool;
    static constexpr bool is_double = true;
    static constexpr int mantissa_bits = 52, bias = 1023;
    static constexpr unsigned long long sqrt_half = 0x3fe6a09e667f3bcdULL, one = 0x3ff0000000000000ULL;
    static constexpr double splitter = 134217729.0;       // 2^27 + 1, Veltkamp's constant
    static constexpr double integer_ulp = 0x1p52;         // from here on one ulp is an integer
    static constexpr double huge = 0x1p500, tiny = 0x1p-900, smallest_normal = 0x1p-1022, infinity = __builtin_huge_val(),
                            not_a_number = __builtin_nan("");
};

template <>
struct format<float> {
    using scalar = float;
    using integer = unsigned int;
    using mask = bool;
    static constexpr bool is_double = false;
    static constexpr int mantissa_bits = 23, bias = 127;
    static constexpr unsigned int sqrt_half = 0x3f3504f3U, one = 0x3f800000U;
    static constexpr float splitter = 4097.0f;
    static constexpr float integer_ulp = 0x1p23f;
    static constexpr float huge = 0x1p60f, tiny = 0x1p-100f, smallest_normal = 0x1p-126f, infinity = __builtin_huge_valf(),
                           not_a_number = __builtin_nanf("");
};

template <class T>
using scalar_of = typename format<T>::scalar;
template <class T>
using integer_of = typename format<T>::integer;
template <class T>
using mask_of = typename format<T>::mask;

LOGBESSEL_HD unsigned long long to_bits(double x) { return __builtin_bit_cast(unsigned long long, x); }
LOGBESSEL_HD unsigned int to_bits(float x) { return __builtin_bit_cast(unsigned int, x); }
LOGBESSEL_HD double from_bits(unsigned long long b) { return __builtin_bit_cast(double, b); }
LOGBESSEL_HD float from_bits(unsigned int b) { return __builtin_bit_cast(float, b); }

// ---- choice --------------------------------------------------------------------------------------------------------------------

LOGBESSEL_HD double select(bool m, double a, double b) { return m ? a : b; }
LOGBESSEL_HD float select(bool m, float a, float b) { return m ? a : b; }
LOGBESSEL_HD bool any(bool m) { return m; }
LOGBESSEL_HD bool all(bool m) { return m; }

// ---- arithmetic ----------------------------------------------------------------------------------------------------------------

LOGBESSEL_HD double sqrt(double a) { return __builtin_sqrt(a); }
LOGBESSEL_HD float sqrt(float a) { return __builtin_sqrtf(a); }
LOGBESSEL_HD double abs(double a) { return __builtin_fabs(a); }
LOGBESSEL_HD float abs(float a) { return __builtin_fabsf(a); }

#if defined(LOGBESSEL_HAS_FMA)
/// a b + c with one rounding; error-free transformations rest on it.
LOGBESSEL_HD double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
LOGBESSEL_HD float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
/// a b + c, in whatever way is fast.
template <class T>
LOGBESSEL_HD T muladd(T a, T b, T c) {
    return fma(a, b, c);
}
#else
/// a b + c as if fused (Dekker's product, then Knuth's sum), for machines without the instruction.
template <class T>
LOGBESSEL_HD T fma(T a, T b, T c) {
    const T split(format<T>::splitter);
    T ta = split * a, ah = ta - (ta - a), al = a - ah;
    T tb = split * b, bh = tb - (tb - b), bl = b - bh;
    T p = a * b, e = ((ah * bh - p) + ah * bl + al * bh) + al * bl;
    T s = p + c, t = s - p;
    return s + (((p - (s - t)) + (c - t)) + e);
}
template <class T>
LOGBESSEL_HD T muladd(T a, T b, T c) {
    return a * b + c;
}
#endif

template <class T>
LOGBESSEL_HD T max(T a, T b) {
    return select(a > b, a, b);
}
template <class T>
LOGBESSEL_HD T min(T a, T b) {
    return select(a < b, a, b);
}

/// The nearest integer, ties to even, for |x| < 2^51 (float: 2^22).
template <class T>
LOGBESSEL_HD T round(T x) {
    const T magic(scalar_of<T>(1.5) * format<T>::integer_ulp);
    return (x + magic) - magic;
}

/// The largest integer not above a scalar x, 0 <= x < 2^52 (float: 2^23).
template <class S>
LOGBESSEL_HD S floor_scalar(S x) {
    S n = round(S(0.5) * x) * S(2);
    n = n > x ? n - S(1) : n;
    n = n > x ? n - S(1) : n;
    return n + S(1) > x ? n : n + S(1);
}

/// Whether a scalar integer n, 0 <= n < 2^52 (float: 2^23), is odd.
template <class S>
LOGBESSEL_HD bool is_odd(S n) {
    return n != S(2) * floor_scalar(S(0.5) * n);
}

/// 2^k for an integer k within the exponent range of normal numbers.
template <class T>
LOGBESSEL_HD T power_of_two(T k) {
    using F = format<T>;
    const T magic(scalar_of<T>(1.5) * F::integer_ulp + F::bias);
    return from_bits(to_bits(k + magic) << F::mantissa_bits);
}

/// x = mantissa 2^exponent with the mantissa in [sqrt(1/2), sqrt(2)), x positive and normal.
template <class T>
struct binary {
    T mantissa, exponent;
};

template <class T>
LOGBESSEL_HD binary<T> split(T x) {
    using F = format<T>;
    using I = integer_of<T>;
    const int shift = F::mantissa_bits;
    I b = to_bits(x);
    I biased = (b - I(F::sqrt_half) + I(F::one)) >> shift;        // exponent + bias, positive
    T exponent = from_bits(biased | to_bits(T(F::integer_ulp))) - T(F::integer_ulp + F::bias);
    T mantissa = from_bits(b - (biased << shift) + I(F::one));
    return {mantissa, exponent};
}

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
