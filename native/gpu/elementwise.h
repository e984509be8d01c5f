// The one kernel of the GPU: a function of the maths room over arrays, each method on warps of its own points.
//
// A block takes a stretch of elements.  Points in the region of method 0, almost all of them, are evaluated at once, two by each thread.
// The others wait, each warp's own, in shared memory, are then sorted into one queue per method, and taken by whole warps: a rare method
// does not hold up 31 lanes for the sake of one.
#pragma once

#include "arrays.h"
#include "joint.h"
#include "logbessel/functions.h"
#include "pair.h"

namespace logbessel {
namespace gpu {

constexpr int warps = threads / 32;

/// The elements of a block.
struct Stretch {
    long long first;
    int length;
    __device__ explicit Stretch(const Arguments& a) {
        const int block = int(blockIdx.x);
        first = first_element(a, block);
        length = int((block + 1 == gridDim.x ? a.n : first_element(a, block + 1)) - first);
    }
};

/// Does method 0 of F want more registers than most do?  Some say so, in double precision (1) or in both (2).
template <class F, class = void>
constexpr int needs_registers = 0;
template <class F>
constexpr int needs_registers<F, decltype(void(F::needs_registers))> = F::needs_registers;

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
        unsigned earlier;
        asm("mov.u32 %0, %%lanemask_lt;" : "=r"(earlier));
        before = __popc(lanes & earlier);
    }
};

/// Elements that do not have method 0: as each warp found them, with their methods once those are known, and sorted.
template <int methods>
struct Waiting {
    static constexpr int room = 512, element_bits = 16, element_mask = (1 << element_bits) - 1;  // of a warp; of an entry
    static_assert(longest_stretch <= 1 << element_bits);
    unsigned of_warp[warps][room];
    unsigned short sorted[warps * room];
    int size[methods], filled[methods];

    __device__ void clear() {
        if (threadIdx.x < methods) size[threadIdx.x] = filled[threadIdx.x] = 0;
    }
};

/// The results of two points, so far apart as a thread has them, where they are chosen
template <class Arrays, class S>
__device__ void put(const Arrays& arrays, int i, pair<S> y, pair<bool> chosen) {
    if (chosen.a) arrays.put(i, y.a);
    if (chosen.b) arrays.put(i + threads, y.b);
}

/// Evaluates the points of method 0 from `at` on; the others, of this warp so many as it returns, are noted.  Ends where there is no room
/// for more of them, and says so by `at`.
template <class F, class Arrays>
__device__ int evaluate_common(const Arrays& arrays, int length, int& at, unsigned* waiting) {
    using S = typename Arrays::S;
    const int lane = int(threadIdx.x);
    int waits = 0;
    const auto note = [&](bool chosen, const Chosen& lanes, int element) {
        if (chosen) waiting[waits + lanes.before] = element;
        waits += lanes.count;
    };
    pair<S> next_v, next_x;  // on their way while the points before them are evaluated
    const auto fetch = [&](int from, int left) {
        if (left < step) {
            next_v = next_x = pair<S>(S(0));  // beyond the end: not common
            if (lane < left) next_v.a = arrays.order(from), next_x.a = arrays.argument(from);
            if (lane + threads < left) next_v.b = arrays.order(from + threads), next_x.b = arrays.argument(from + threads);
        } else {
            next_v = {arrays.order(from), arrays.order(from + threads)}, next_x = {arrays.argument(from), arrays.argument(from + threads)};
        }
    };
    fetch(at + lane, length - at);
    for (; at < length && waits <= Waiting<F::methods>::room - 64; at += step) {
        const pair<S> v = next_v, x = next_x;
        fetch(at + lane + step, length - at - step);
        const pair<bool> common = F::common(v, x);
        if (!__all_sync(~0u, all(common))) {
            const pair<bool> rare(!common.a && at + lane < length, !common.b && at + lane + threads < length);
            const Chosen of_a(rare.a), of_b(rare.b);  // both before the first branch
            note(rare.a, of_a, at + lane);
            note(rare.b, of_b, at + lane + threads);
            if (!__any_sync(~0u, any(common))) continue;
        }
        if constexpr (is_joint<F>) {
            const value_and_grad<pair<S>> y = F::together(v, x);
            put(arrays, at + lane, y.value, common);
            put(arrays.result(1), at + lane, y.dv, common);
            put(arrays.result(2), at + lane, y.dx, common);
        } else {
            put(arrays, at + lane, F::template value<0>(v, x), common);
        }
    }
    return waits;
}

/// Puts the elements that wait into the order of their methods.
template <class F, class Arrays, class All>
__device__ void sort(const Arrays& arrays, int waits, unsigned* waiting, All& all) {
    using S = typename Arrays::S;
    const int lane = threadIdx.x & 31;
    LOGBESSEL_ROLLED
    for (int first = 0; first < waits; first += 32) {
        const int at = first + lane, i = at < waits ? int(waiting[at]) & all.element_mask : 0;
        int method = int(F::method(arrays.order(i) + S(0), arrays.argument(i)));  // -0 is 0
        method = at >= waits ? 0 : method == 0 ? F::methods - 1 : method;  // 0 after all: common() is stricter, and the edge cases know all
        if (at < waits) waiting[at] = method << all.element_bits | i;
        LOGBESSEL_ROLLED
        for (int m = 1; m < F::methods; ++m) {
            const Chosen lanes(method == m);
            if (lane == 0 && lanes.count != 0) atomicAdd(&all.size[m], lanes.count);
        }
    }
    __syncthreads();
    LOGBESSEL_ROLLED
    for (int first = 0; first < waits; first += 32) {
        const int at = first + lane, packed = at < waits ? int(waiting[at]) : 0;
        LOGBESSEL_ROLLED
        for (int m = F::methods - 1, start = 0; m > 0; start += all.size[m], --m) {
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
template <class F, class Arrays, class All>
__device__ __noinline__ void evaluate_rare(Arrays arrays, int waits, All& waiting) {
    const int warp = threadIdx.x / 32, lane = threadIdx.x & 31;
    sort<F>(arrays, waits, waiting.of_warp[warp], waiting);
    int chunk = warp;
    LOGBESSEL_ROLLED
    for (int m = F::methods - 1, start = 0; m > 0; start += waiting.size[m], --m) {  // the slower ones first
        const int chunks = (waiting.size[m] + 31) / 32;
        LOGBESSEL_ROLLED
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

/// The k-th result of a joint function for the elements that wait: of function F, after that of another.
template <int k, class F, class Arrays, class All>
__device__ void evaluate_next(const Arrays& arrays, int waits, All& waiting) {
    __syncthreads();
    waiting.clear();
    __syncthreads();
    evaluate_rare<by_itself<F>>(arrays.result(k), waits, waiting);
}

/// F over a stretch.
template <class F, class Arrays>
__device__ void evaluate(const Arrays& arrays, int length) {
    __shared__ Waiting<F::methods> waiting;
    int at = 0;
    do {
        waiting.clear();
        const int waits = evaluate_common<F>(arrays, length, at, waiting.of_warp[threadIdx.x / 32]);
        if (!__syncthreads_or(waits)) break;
        if constexpr (is_joint<F>) {
            evaluate_rare<by_itself<typename F::value>>(arrays, waits, waiting);
            evaluate_next<1, typename F::dv>(arrays, waits, waiting);
            evaluate_next<2, typename F::dx>(arrays, waits, waiting);
        } else {
            evaluate_rare<F>(arrays, waits, waiting);
        }
    } while (__syncthreads_or(at < length));
}

}  // namespace gpu
}  // namespace logbessel
