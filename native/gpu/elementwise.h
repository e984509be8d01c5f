// The one kernel of the GPU: a function of the maths room over arrays, each method on warps of its own points.
//
// A block takes a stretch of elements.  Points in the region of method 0, almost all of them, are evaluated at once, two by each thread.
// The others wait, each warp's own, in shared memory, are then sorted into one queue per method, and taken by whole warps: a rare method
// does not hold up 31 lanes for the sake of one.
#pragma once

#include "arrays.h"
#include "logbessel/functions.h"
#include "pair.h"

namespace logbessel {
namespace gpu {

constexpr int warps = threads / 32;

/// Method m of F, m > 0, compiled apart so that it takes no registers from method 0.
template <class F, int m, class S>
__device__ __noinline__ S rare(S v, S x) {
    if constexpr (m + 1 == F::methods) {
        return F::edge(v, x);
    } else {
        return F::template value<m>(v, x);
    }
}

template <class F, int m = 1, class S>
__device__ S rare(int method, S v, S x) {
    if constexpr (m + 1 == F::methods) {
        return rare<F, m>(v, x);
    } else {
        return method == m ? rare<F, m>(v, x) : rare<F, m + 1>(method, v, x);
    }
}

/// The lanes of a warp that are chosen, so many of them in all and before this one.
struct Chosen {
    int count, before;
    __device__ explicit Chosen(bool chosen) {
        const unsigned lanes = __ballot_sync(~0u, chosen);
        count = __popc(lanes);
        before = __popc(lanes & ((1u << (threadIdx.x & 31)) - 1));
    }
};

/// The elements of a stretch that do not have method 0: as each warp found them, with their methods once those are known, and sorted.
template <int methods>
struct Waiting {
    static constexpr int element_bits = 12, element_mask = (1 << element_bits) - 1;
    static_assert(longest_stretch <= 1 << element_bits && methods <= 16, "an element and a method are 16 bits");
    unsigned short of_warp[warps][longest_stretch / warps], sorted[longest_stretch];
    int size[methods], filled[methods];
};

/// Evaluates the points of method 0; the others, of this warp so many as it returns, are noted.
template <class F, class Arrays>
__device__ int evaluate_common(const Arrays& arrays, int length, unsigned short* waiting) {
    using S = typename Arrays::S;
    int waits = 0;
    const auto note = [&](bool chosen, int element) {
        const Chosen lanes(chosen);
        if (chosen) waiting[waits + lanes.before] = (unsigned short)element;
        waits += lanes.count;
    };
    pair<S> v(S(1)), x(S(1));  // a lane beyond the end keeps what it had
    for (int base = 0; base < length; base += 2 * threads) {
        const int a = base + int(threadIdx.x), b = a + threads;
        const pair<bool> live(a < length, b < length);
        if (live.a) v.a = arrays.order(a), x.a = arrays.argument(a);
        if (live.b) v.b = arrays.order(b), x.b = arrays.argument(b);
        const pair<bool> common = F::common(v, x) & live;
        if (!__all_sync(~0u, all(common))) {
            note(live.a && !common.a, a);
            note(live.b && !common.b, b);
            if (!__any_sync(~0u, any(common))) continue;
        }
        const pair<S> y = F::template value<0>(v, x);
        if (common.a) arrays.put(a, y.a);
        if (common.b) arrays.put(b, y.b);
    }
    return waits;
}

/// Puts the elements that wait into the order of their methods.
template <class F, class Arrays>
__device__ void sort(const Arrays& arrays, int waits, unsigned short* waiting, Waiting<F::methods>& all) {
    using S = typename Arrays::S;
    const int lane = threadIdx.x & 31;
    LOGBESSEL_ROLLED
    for (int first = 0; first < waits; first += 32) {
        const int at = first + lane, i = at < waits ? waiting[at] : 0;
        int method = int(F::method(arrays.order(i) + S(0), arrays.argument(i)));  // -0 is 0
        method = at >= waits ? 0 : method == 0 ? F::methods - 1 : method;  // 0 after all: for an order -0, which the edge cases know
        if (at < waits) waiting[at] = (unsigned short)(method << all.element_bits | i);
        LOGBESSEL_ROLLED
        for (int m = 1; m < F::methods; ++m) {
            const Chosen lanes(method == m);
            if (lane == 0 && lanes.count != 0) atomicAdd(&all.size[m], lanes.count);
        }
    }
    __syncthreads();
    LOGBESSEL_ROLLED
    for (int first = 0; first < waits; first += 32) {
        const int at = first + lane, packed = at < waits ? waiting[at] : 0;
        LOGBESSEL_ROLLED
        for (int m = 1, start = 0; m < F::methods; start += all.size[m], ++m) {
            const bool chosen = packed >> all.element_bits == m;
            const Chosen lanes(chosen);
            int place = start + lanes.before;
            if (lanes.count != 0) place += __shfl_sync(~0u, lane == 0 ? atomicAdd(&all.filled[m], lanes.count) : 0, 0);
            if (chosen) all.sorted[place] = (unsigned short)(packed & all.element_mask);
        }
    }
    __syncthreads();
}

/// Evaluates the elements that wait, sorted by method, 32 at a time; compiled apart so that it takes no registers from method 0.
template <class F, class Arrays>
__device__ __noinline__ void evaluate_rare(Arrays arrays, int waits, Waiting<F::methods>& waiting) {
    const int warp = threadIdx.x / 32, lane = threadIdx.x & 31;
    sort<F>(arrays, waits, waiting.of_warp[warp], waiting);
    int chunk = warp;
    LOGBESSEL_ROLLED
    for (int m = 1, start = 0; m < F::methods; start += waiting.size[m], ++m) {
        const int chunks = (waiting.size[m] + 31) / 32;
        for (; chunk < chunks; chunk += warps) {
            const int at = 32 * chunk + lane;
            if (at < waiting.size[m]) {
                const int i = waiting.sorted[start + at];
                arrays.put(i, rare<F>(m, arrays.order(i) + typename Arrays::S(0), arrays.argument(i)));
            }
        }
        chunk -= chunks;
    }
}

/// F over a stretch.
template <class F, class Arrays>
__device__ void evaluate(const Arrays& arrays, int length) {
    __shared__ Waiting<F::methods> waiting;
    if (threadIdx.x < F::methods) waiting.size[threadIdx.x] = waiting.filled[threadIdx.x] = 0;
    const int waits = evaluate_common<F>(arrays, length, waiting.of_warp[threadIdx.x / 32]);
    if (__syncthreads_or(waits)) evaluate_rare<F>(arrays, waits, waiting);
}

}  // namespace gpu
}  // namespace logbessel
