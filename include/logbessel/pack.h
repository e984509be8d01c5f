// The lane type of a CPU: a pack of floats or doubles that fills one vector register and speaks the vocabulary of portable.h.
#pragma once

#if defined(__ARM_NEON)
#include <arm_neon.h>
#else
#include <immintrin.h>
#endif

#include "portable.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

#if defined(__AVX512F__)
constexpr int register_bytes = 64;
#elif defined(__AVX2__)
constexpr int register_bytes = 32;
#else
constexpr int register_bytes = 16;
#endif

/// The compiler's own vector of N numbers.
template <class S, int N>
struct vector_of {
    typedef S type __attribute__((vector_size(N * sizeof(S))));
};

/// N numbers of type S, which may also be the unsigned integer that holds the bits of a float or double.
template <class S, int N>
struct pack {
    using vector = typename vector_of<S, N>::type;
    static constexpr int lanes = N;

    vector v;

    pack() = default;
    LOGBESSEL_HD pack(vector v) : v(v) {}
    LOGBESSEL_HD explicit pack(S s) : v(s - vector{}) {}
    LOGBESSEL_HD static pack load(const S* p) {
        pack r;
        __builtin_memcpy(&r.v, p, sizeof r.v);
        return r;
    }
    LOGBESSEL_HD void store(S* p) const { __builtin_memcpy(p, &v, sizeof v); }
    LOGBESSEL_HD S operator[](int lane) const { return v[lane]; }

    LOGBESSEL_HD friend pack operator+(pack a, pack b) { return a.v + b.v; }
    LOGBESSEL_HD friend pack operator-(pack a, pack b) { return a.v - b.v; }
    LOGBESSEL_HD friend pack operator*(pack a, pack b) { return a.v * b.v; }
    LOGBESSEL_HD friend pack operator/(pack a, pack b) { return a.v / b.v; }
    LOGBESSEL_HD friend pack operator-(pack a) { return -a.v; }
    LOGBESSEL_HD friend pack operator|(pack a, pack b) { return a.v | b.v; }
    LOGBESSEL_HD friend pack operator&(pack a, pack b) { return a.v & b.v; }
    LOGBESSEL_HD friend pack operator>>(pack a, int n) { return a.v >> n; }
    LOGBESSEL_HD friend pack operator<<(pack a, int n) { return a.v << n; }
};

template <class S>
using native_pack = pack<S, register_bytes / int(sizeof(S))>;

/// One truth value per lane.  With AVX-512 the machine's mask register, else a vector of all-ones and all-zeros.
#if defined(__AVX512F__)
template <class S, int N>
struct mask {
    unsigned bits;
    LOGBESSEL_HD friend mask operator&(mask a, mask b) { return {a.bits & b.bits}; }
    LOGBESSEL_HD friend mask operator|(mask a, mask b) { return {a.bits | b.bits}; }
    LOGBESSEL_HD friend mask operator!(mask a) { return {~a.bits & ((1u << N) - 1)}; }
};
template <class S, int N>
LOGBESSEL_HD unsigned bits(mask<S, N> m) {
    return m.bits;
}
#else
template <class S, int N>
struct mask {
    using integers = typename pack<typename format<S>::integer, N>::vector;
    integers v;
    LOGBESSEL_HD friend mask operator&(mask a, mask b) { return {a.v & b.v}; }
    LOGBESSEL_HD friend mask operator|(mask a, mask b) { return {a.v | b.v}; }
    LOGBESSEL_HD friend mask operator!(mask a) { return {~a.v}; }
};
template <int N>
LOGBESSEL_HD unsigned bits(mask<double, N> m) {
#if defined(__AVX2__)
    return unsigned(_mm256_movemask_pd((__m256d)m.v));
#elif defined(__ARM_NEON)
    return unsigned(vaddvq_u64((uint64x2_t)m.v & uint64x2_t{1, 2}));
#else
    return unsigned(_mm_movemask_pd((__m128d)m.v));
#endif
}
template <int N>
LOGBESSEL_HD unsigned bits(mask<float, N> m) {
#if defined(__AVX2__)
    return unsigned(_mm256_movemask_ps((__m256)m.v));
#elif defined(__ARM_NEON)
    return vaddvq_u32((uint32x4_t)m.v & uint32x4_t{1, 2, 4, 8});
#else
    return unsigned(_mm_movemask_ps((__m128)m.v));
#endif
}
#endif

template <class S, int N>
LOGBESSEL_HD bool any(mask<S, N> m) {
    return bits(m) != 0;
}
template <class S, int N>
LOGBESSEL_HD bool all(mask<S, N> m) {
    return bits(m) == (1u << N) - 1;
}

#if defined(__AVX512F__)
#define LOGBESSEL_COMPARE(op, predicate)                                                                                                 \
    LOGBESSEL_HD mask<double, 8> operator op(pack<double, 8> a, pack<double, 8> b) { return {_mm512_cmp_pd_mask(a.v, b.v, predicate)}; } \
    LOGBESSEL_HD mask<float, 16> operator op(pack<float, 16> a, pack<float, 16> b) { return {_mm512_cmp_ps_mask(a.v, b.v, predicate)}; }
LOGBESSEL_COMPARE(<, _CMP_LT_OQ)
LOGBESSEL_COMPARE(<=, _CMP_LE_OQ)
LOGBESSEL_COMPARE(>, _CMP_GT_OQ)
LOGBESSEL_COMPARE(>=, _CMP_GE_OQ)
LOGBESSEL_COMPARE(==, _CMP_EQ_OQ)
#undef LOGBESSEL_COMPARE
LOGBESSEL_HD pack<double, 8> select(mask<double, 8> m, pack<double, 8> a, pack<double, 8> b) {
    return _mm512_mask_blend_pd(__mmask8(m.bits), b.v, a.v);
}
LOGBESSEL_HD pack<float, 16> select(mask<float, 16> m, pack<float, 16> a, pack<float, 16> b) {
    return _mm512_mask_blend_ps(__mmask16(m.bits), b.v, a.v);
}
LOGBESSEL_HD pack<double, 8> widened(pack<float, 8> a) { return _mm512_cvtps_pd((__m256)a.v); }
LOGBESSEL_HD pack<double, 8> sqrt(pack<double, 8> a) { return _mm512_sqrt_pd(a.v); }
LOGBESSEL_HD pack<float, 16> sqrt(pack<float, 16> a) { return _mm512_sqrt_ps(a.v); }
LOGBESSEL_HD pack<double, 8> fma(pack<double, 8> a, pack<double, 8> b, pack<double, 8> c) { return _mm512_fmadd_pd(a.v, b.v, c.v); }
LOGBESSEL_HD pack<float, 16> fma(pack<float, 16> a, pack<float, 16> b, pack<float, 16> c) { return _mm512_fmadd_ps(a.v, b.v, c.v); }
#else
#define LOGBESSEL_COMPARE(op)                                         \
    template <class S, int N>                                         \
    LOGBESSEL_HD mask<S, N> operator op(pack<S, N> a, pack<S, N> b) { \
        return {(typename mask<S, N>::integers)(a.v op b.v)};         \
    }
LOGBESSEL_COMPARE(<)
LOGBESSEL_COMPARE(<=)
LOGBESSEL_COMPARE(>)
LOGBESSEL_COMPARE(>=)
LOGBESSEL_COMPARE(==)
#undef LOGBESSEL_COMPARE
template <class S, int N>
LOGBESSEL_HD pack<S, N> select(mask<S, N> m, pack<S, N> a, pack<S, N> b) {
    using I = typename mask<S, N>::integers;
    return (typename pack<S, N>::vector)((m.v & (I)a.v) | (~m.v & (I)b.v));
}
#if defined(__AVX2__)
LOGBESSEL_HD pack<double, 4> widened(pack<float, 4> a) { return _mm256_cvtps_pd((__m128)a.v); }
LOGBESSEL_HD pack<double, 4> sqrt(pack<double, 4> a) { return _mm256_sqrt_pd(a.v); }
LOGBESSEL_HD pack<float, 8> sqrt(pack<float, 8> a) { return _mm256_sqrt_ps(a.v); }
LOGBESSEL_HD pack<double, 4> fma(pack<double, 4> a, pack<double, 4> b, pack<double, 4> c) { return _mm256_fmadd_pd(a.v, b.v, c.v); }
LOGBESSEL_HD pack<float, 8> fma(pack<float, 8> a, pack<float, 8> b, pack<float, 8> c) { return _mm256_fmadd_ps(a.v, b.v, c.v); }
#elif defined(__ARM_NEON)
LOGBESSEL_HD pack<double, 2> widened(pack<float, 2> a) { return vcvt_f64_f32((float32x2_t)a.v); }
LOGBESSEL_HD pack<double, 2> sqrt(pack<double, 2> a) { return vsqrtq_f64(a.v); }
LOGBESSEL_HD pack<float, 4> sqrt(pack<float, 4> a) { return vsqrtq_f32(a.v); }
LOGBESSEL_HD pack<double, 2> fma(pack<double, 2> a, pack<double, 2> b, pack<double, 2> c) { return vfmaq_f64(c.v, a.v, b.v); }
LOGBESSEL_HD pack<float, 4> fma(pack<float, 4> a, pack<float, 4> b, pack<float, 4> c) { return vfmaq_f32(c.v, a.v, b.v); }
#else
LOGBESSEL_HD pack<double, 2> widened(pack<float, 2> a) { return pack<double, 2>::vector{a.v[0], a.v[1]}; }
LOGBESSEL_HD pack<double, 2> sqrt(pack<double, 2> a) { return _mm_sqrt_pd(a.v); }
LOGBESSEL_HD pack<float, 4> sqrt(pack<float, 4> a) { return _mm_sqrt_ps(a.v); }
#endif
#endif

template <class S, int N>
struct format<pack<S, N>> : format<S> {
    using integer = pack<typename format<S>::integer, N>;
    using mask = logbessel::mask<S, N>;
};

template <class S, int N>
LOGBESSEL_HD pack<typename format<S>::integer, N> to_bits(pack<S, N> a) {
    return (typename pack<typename format<S>::integer, N>::vector)a.v;
}
template <int N>
LOGBESSEL_HD pack<double, N> from_bits(pack<unsigned long long, N> a) {
    return (typename pack<double, N>::vector)a.v;
}
template <int N>
LOGBESSEL_HD pack<float, N> from_bits(pack<unsigned int, N> a) {
    return (typename pack<float, N>::vector)a.v;
}
template <class S, int N>
LOGBESSEL_HD pack<S, N> abs(pack<S, N> a) {
    using I = pack<typename format<S>::integer, N>;
    return from_bits(to_bits(a) & I((typename format<S>::integer)(-1) >> 1));
}

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
