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
    int size[methods], filled[methods], taken;

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

/// In how many calls the results of an element that waits are evaluated, which warps of a block share.
template <class F>
__device__ int calls(int method) {
    if constexpr (is_joint<F>) return method == F::ring ? 1 : 3;
    return 1;
}

/// One function of a joint one, by its own method
template <class F, class S>
__device__ S alone(S v, S x) {
    const int method = int(F::method(v, x));
    return rare<F, 0>(method == 0 && !F::common(v, x) ? F::methods - 1 : method, v, x);
}

template <class F, class S>
__device__ __noinline__ value_and_grad<S> in_ring(S v, S x) {
    return F::template together<F::ring>(v, x);
}

/// One call for element i.
template <class F, class Arrays>
__device__ void evaluate_waiting(const Arrays& arrays, int method, int call, int i) {
    using S = typename Arrays::S;
    const S v = arrays.order(i) + S(0), x = arrays.argument(i);
    if constexpr (!is_joint<F>) {
        arrays.put(i, rare<F>(method, v, x));
    } else if (method == F::ring) {
        const value_and_grad<S> y = in_ring<F>(v, x);
        arrays.put(i, y.value);
        arrays.result(1).put(i, y.dv);
        arrays.result(2).put(i, y.dx);
    } else if (call == 0) {  // the slowest
        arrays.result(1).put(i, alone<typename F::dv>(v, x));
    } else if (call == 1) {
        arrays.result(2).put(i, alone<typename F::dx>(v, x));
    } else {
        arrays.put(i, alone<typename F::value>(v, x));
    }
}

/// Evaluates the elements that wait, sorted by method, 32 at a time by each warp that is free; compiled apart so that it takes no registers
/// from method 0.
template <class F, class Arrays, class All>
__device__ __noinline__ void evaluate_rare(Arrays arrays, int waits, All& waiting) {
    const int lane = threadIdx.x & 31;
    if (threadIdx.x == 0) waiting.taken = 0;  // before sort() lets the warps go on
    sort<F>(arrays, waits, waiting.of_warp[threadIdx.x / 32], waiting);
    int m = F::methods - 1, done = 0, start = 0;  // the slower ones first; so many chunks and elements before those of method m
    while (true) {
        const int chunk = __shfl_sync(~0u, lane == 0 ? atomicAdd(&waiting.taken, 1) : 0, 0);
        int chunks;  // of method m, for one call
        while (m > 0 && chunk - done >= (chunks = (waiting.size[m] + 31) / 32) * calls<F>(m)) {
            done += chunks * calls<F>(m);
            start += waiting.size[m--];
        }
        if (m == 0) break;
        int call = 0, at = chunk - done;
        for (; at >= chunks; at -= chunks) ++call;
        at = 32 * at + lane;
        if (at < waiting.size[m]) evaluate_waiting<F>(arrays, m, call, waiting.sorted[start + at]);
    }
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
        evaluate_rare<F>(arrays, waits, waiting);
    } while (__syncthreads_or(at < length));
}

}  // namespace gpu
}  // namespace logbessel
