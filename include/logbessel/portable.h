// The vocabulary in which the mathematics is written: the same words for float, double and a pack of them, on a CPU and on a GPU.
//
// The words for scalars stand here, those for packs in pack.h.  No standard header, so that NVRTC compiles the maths as it is.
#pragma once

// A function of the vocabulary; a method, of which a GPU's compiler makes one copy; a short loop, a recurrence, another long loop, and one
// that a CPU wants unrolled: each copy of its body would keep a GPU's compiler busy.
#if defined(__CUDACC__)
#define LOGBESSEL_HD __host__ __device__ __forceinline__
#define LOGBESSEL_METHOD __host__ __device__ __noinline__
#define LOGBESSEL_UNROLL _Pragma("unroll")
#define LOGBESSEL_LOOP _Pragma("unroll 2")
#define LOGBESSEL_ROLLED _Pragma("unroll 1")
#define LOGBESSEL_UNROLL_LONG LOGBESSEL_ROLLED
#else
#define LOGBESSEL_HD inline __attribute__((always_inline))
#define LOGBESSEL_METHOD LOGBESSEL_HD
#define LOGBESSEL_UNROLL _Pragma("GCC unroll 64")
#define LOGBESSEL_LOOP
#define LOGBESSEL_ROLLED
#define LOGBESSEL_UNROLL_LONG LOGBESSEL_UNROLL
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
    static constexpr int mantissa_bits = 52, exponent_bits = 11, bias = 1023;
    static constexpr unsigned long long sqrt_half = 0x3fe6a09e667f3bcdULL, one = 0x3ff0000000000000ULL, sign_bit = 1ULL << 63;
    static constexpr double splitter = 134217729.0;       // 2^27 + 1, Veltkamp's constant
    static constexpr double integer_ulp = 0x1p52;         // from here on one ulp is an integer
    static constexpr double huge = 0x1p500, tiny = 0x1p-900, smallest_normal = 0x1p-1022,
                            infinity = __builtin_bit_cast(double, 0x7ff0000000000000ULL),
                            not_a_number = __builtin_bit_cast(double, 0x7ff8000000000000ULL);
};

template <>
struct format<float> {
    using scalar = float;
    using integer = unsigned int;
    using mask = bool;
    static constexpr bool is_double = false;
    static constexpr int mantissa_bits = 23, exponent_bits = 8, bias = 127;
    static constexpr unsigned int sqrt_half = 0x3f3504f3U, one = 0x3f800000U, sign_bit = 1U << 31;
    static constexpr float splitter = 4097.0f;
    static constexpr float integer_ulp = 0x1p23f;
    static constexpr float huge = 0x1p60f, tiny = 0x1p-100f, smallest_normal = 0x1p-126f, infinity = __builtin_bit_cast(float, 0x7f800000U),
                           not_a_number = __builtin_bit_cast(float, 0x7fc00000U);
};

template <class T>
using scalar_of = typename format<T>::scalar;
template <class T>
using integer_of = typename format<T>::integer;
template <class T>
using mask_of = typename format<T>::mask;

/// Are results near a zero, where an absolute error counts more, computed again in another way?  On a GPU the other lanes would wait.
#if defined(__CUDA_ARCH__)
constexpr bool second_looks = false;
#else
constexpr bool second_looks = true;
#endif

/// The format for small terms, of which a part of the digits is enough: on a GPU single precision, which has units of its own there.
template <class T>
struct narrow_format {
    using type = T;
};
#if defined(__CUDA_ARCH__)
template <>
struct narrow_format<double> {
    using type = float;
};
#endif
template <class T>
using narrow = typename narrow_format<T>::type;

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

#if defined(__CUDA_ARCH__)
LOGBESSEL_HD double sqrt(double a) { return ::sqrt(a); }
LOGBESSEL_HD float sqrt(float a) { return ::sqrtf(a); }
LOGBESSEL_HD double abs(double a) { return ::fabs(a); }
LOGBESSEL_HD float abs(float a) { return ::fabsf(a); }
#else
LOGBESSEL_HD double sqrt(double a) { return __builtin_sqrt(a); }
LOGBESSEL_HD float sqrt(float a) { return __builtin_sqrtf(a); }
LOGBESSEL_HD double abs(double a) { return __builtin_fabs(a); }
LOGBESSEL_HD float abs(float a) { return __builtin_fabsf(a); }
#endif

#if defined(LOGBESSEL_HAS_FMA)
/// a b + c with one rounding; error-free transformations rest on it.
#if defined(__CUDA_ARCH__)
LOGBESSEL_HD double fma(double a, double b, double c) { return ::fma(a, b, c); }
LOGBESSEL_HD float fma(float a, float b, float c) { return ::fmaf(a, b, c); }
#else
LOGBESSEL_HD double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
LOGBESSEL_HD float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
#endif
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

/// a for sign 1, -a for sign -1
template <int sign, class T>
LOGBESSEL_HD T signed_by(T a) {
    if constexpr (sign > 0) {
        return a;
    } else {
        return -a;
    }
}

/// sqrt(a) and 1/sqrt(a)
template <class T>
struct root {
    T value, inverse;
};

#if defined(__CUDA_ARCH__)  // a seed of the machine and a step of a series, in a fraction of the time of IEEE's operations
/// 1/a to an ulp, a neither subnormal nor so huge that 1/a is
LOGBESSEL_HD double reciprocal(double a) {
    double r;
    asm("rcp.approx.ftz.f64 %0, %1;" : "=d"(r) : "d"(a));
    double e = fma(-a, r, 1.0);
    return fma(r, fma(e, e, e), r);
}
LOGBESSEL_HD float reciprocal(float a) {
    float r;
    asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(r) : "f"(a));
    return r;
}
/// a/b to two ulp, b neither subnormal nor so huge that 1/b is
template <class S>
LOGBESSEL_HD S quotient(S a, S b) {
    return a * reciprocal(b);
}
LOGBESSEL_HD root<double> sqrt_and_inverse(double a) {
    double r;
    asm("rsqrt.approx.ftz.f64 %0, %1;" : "=d"(r) : "d"(a));
    double e = fma(-a * r, r, 1.0), inverse = fma(r * e, fma(0.375, e, 0.5), r);
    return {a * inverse, inverse};
}
LOGBESSEL_HD root<float> sqrt_and_inverse(float a) {
    float r;
    asm("rsqrt.approx.ftz.f32 %0, %1;" : "=f"(r) : "f"(a));
    return {a * r, r};
}
/// log a to the base 2, with an error of 2^-22 for a within (1/2, 2), of 2^-22 of the result for others
LOGBESSEL_HD float binary_logarithm(float a) {
    float r;
    asm("lg2.approx.ftz.f32 %0, %1;" : "=f"(r) : "f"(a));
    return r;
}
/// The root as the nearest number, which of x^2 is x
template <class T>
LOGBESSEL_HD T nearest_root(T a, root<T> r) {
    return fma(fma(-r.value, r.value, a), T(0.5) * r.inverse, r.value);
}
#else
template <class T>
LOGBESSEL_HD T reciprocal(T a) {
    return T(1) / a;
}
template <class T>
LOGBESSEL_HD T quotient(T a, T b) {
    return a / b;
}
template <class T>
LOGBESSEL_HD root<T> sqrt_and_inverse(T a) {
    T r = sqrt(a);
    return {r, T(1) / r};
}
template <class T>
LOGBESSEL_HD T nearest_root(T, root<T> r) {
    return r.value;
}
#endif

/// A zero that the compiler knows of, and leaves out.
struct nothing {};
template <class T>
LOGBESSEL_HD T operator+(T a, nothing) {
    return a;
}
LOGBESSEL_HD nothing operator-(nothing) { return {}; }
template <class T>
LOGBESSEL_HD T muladd(nothing, T, T c) {
    return c;
}

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

#if defined(__CUDA_ARCH__)
/// The word of a number that tells its size: numbers >= 0 compare as these do, doubles whose second word is zero at least
LOGBESSEL_HD int first_word(double a) { return __double2hiint(a); }
LOGBESSEL_HD int first_word(float a) { return __float_as_int(a); }
/// low <= a < high for two numbers low, high >= 0 of which a double's first word is enough: an integer comparison, in which -0 is < 0
template <class S>
LOGBESSEL_HD bool within(S a, S low, S high) {
    return unsigned(first_word(a) - first_word(low)) < unsigned(first_word(high) - first_word(low));
}
/// The larger and the smaller of two numbers >= 0; doubles whose first words are the same may change places
LOGBESSEL_HD double larger(double a, double b) { return first_word(a) >= first_word(b) ? a : b; }
LOGBESSEL_HD double smaller(double a, double b) { return first_word(a) >= first_word(b) ? b : a; }
LOGBESSEL_HD float larger(float a, float b) { return ::fmaxf(a, b); }
LOGBESSEL_HD float smaller(float a, float b) { return ::fminf(a, b); }
/// a >= low for such a number low
template <class S>
LOGBESSEL_HD bool at_least(S a, S low) {
    return first_word(a) >= first_word(low);
}
#else
/// low <= a < high
template <class T>
LOGBESSEL_HD mask_of<T> within(T a, T low, T high) {
    return (a >= low) & (a < high);
}
template <class T>
LOGBESSEL_HD mask_of<T> at_least(T a, T low) {
    return a >= low;
}
#endif

/// A number with zeros for the last n bits of its mantissa, towards zero
template <int n, class T>
LOGBESSEL_HD T without_last_bits(T a) {
    using I = integer_of<scalar_of<T>>;
    return from_bits(to_bits(a) & integer_of<T>(~I(0) << n));
}

/// 2^k for an integer k within the exponent range of normal numbers.
template <class T>
LOGBESSEL_HD T power_of_two(T k) {
    using F = format<T>;
    const T magic(scalar_of<T>(1.5) * F::integer_ulp + F::bias);
    return from_bits(to_bits(k + magic) << F::mantissa_bits);
}

/// n - offset for an integer 0 <= n < 2^52 (float: 2^23)
template <class T>
LOGBESSEL_HD T from_integer(integer_of<T> n, scalar_of<T> offset) {
    const scalar_of<T> magic = format<T>::integer_ulp;
    return from_bits(n | to_bits(T(magic))) - T(magic + offset);
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
    return {from_bits(b - (biased << shift) + I(F::one)), from_integer<T>(biased, F::bias)};
}

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
