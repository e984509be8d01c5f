// The lanes that wait for a method other than the one of their pack.
#pragma once

#include <cstdint>

#include "logbessel/pack.h"

namespace logbessel::cpu {
inline namespace LOGBESSEL_ISA {

/// A signed integer as wide as S, so that a pack of places fills a register as a pack of S does.
template <class S>
struct place_type;
template <>
struct place_type<float> {
    using type = std::int32_t;
};
template <>
struct place_type<double> {
    using type = std::int64_t;
};
template <class S>
using Place = typename place_type<S>::type;

/// Lanes that wait for one method.
template <class S>
struct Queue {
    static constexpr int lanes = native_pack<S>::lanes;
    static constexpr int capacity = 256;
    alignas(64) S v[capacity], x[capacity];
    alignas(64) Place<S> place[capacity];
    int size = 0;

    /// Whether another pack, which is written whole, might not fit.
    bool full() const { return size > capacity - lanes; }

    /// Fills the last pack up, with copies of the first lane; the number of lanes to evaluate.
    int pad() {
        int padded = size;
        for (; padded % lanes != 0; ++padded) {
            v[padded] = v[0];
            x[padded] = x[0];
        }
        return padded;
    }

    void append(S lane_v, S lane_x, Place<S> lane_place) {
        v[size] = lane_v;
        x[size] = lane_x;
        place[size] = lane_place;
        ++size;
    }
};

/// Appends the lanes whose bit is set in `chosen`; lane i is element first + i of the run.
template <class S>
LOGBESSEL_HD void push(Queue<S>& queue, native_pack<S> v, native_pack<S> x, Place<S> first, unsigned chosen) {
#if defined(__AVX512F__)
    const int at = queue.size;
    if constexpr (sizeof(S) == 8) {
        const __m512i place = _mm512_add_epi64(_mm512_set1_epi64(first), _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0));
        const __mmask8 m = __mmask8(chosen);
        _mm512_storeu_pd(queue.v + at, _mm512_maskz_compress_pd(m, v.v));
        _mm512_storeu_pd(queue.x + at, _mm512_maskz_compress_pd(m, x.v));
        _mm512_storeu_si512(queue.place + at, _mm512_maskz_compress_epi64(m, place));
    } else {
        const __m512i steps = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
        const __mmask16 m = __mmask16(chosen);
        _mm512_storeu_ps(queue.v + at, _mm512_maskz_compress_ps(m, v.v));
        _mm512_storeu_ps(queue.x + at, _mm512_maskz_compress_ps(m, x.v));
        _mm512_storeu_si512(queue.place + at, _mm512_maskz_compress_epi32(m, _mm512_add_epi32(_mm512_set1_epi32(first), steps)));
    }
    queue.size = at + __builtin_popcount(chosen);
#else
    for (; chosen != 0; chosen &= chosen - 1) {
        const int lane = __builtin_ctz(chosen);
        queue.append(v[lane], x[lane], first + lane);
    }
#endif
}

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel::cpu
