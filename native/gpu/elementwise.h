// The one kernel of the GPU: a function of the maths room over arrays, each method on warps of its own points.
//
// A block takes a stretch of elements.  Points in the region of method 0, almost all of them, are evaluated at once, two by each thread.
// The others wait in shared memory, one queue per method, and are then taken by whole warps: a rare method does not hold up 31 lanes for
// the sake of one.
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

/// The elements of a stretch that wait for one method.
struct Queue {
    int size;
    unsigned short element[longest_stretch];

    /// Appends the elements of those lanes of the warp that are chosen.
    __device__ void push(bool chosen, unsigned lane_element) {
        const unsigned lanes = __ballot_sync(~0u, chosen), before = lanes & ((1u << (threadIdx.x & 31)) - 1);
        if (lanes == 0) return;
        int first = 0;
        if (chosen && before == 0) first = atomicAdd(&size, __popc(lanes));
        first = __shfl_sync(~0u, first, __ffs(lanes) - 1);
        if (chosen) element[first + __popc(before)] = (unsigned short)lane_element;
    }
};

/// F over a stretch.
template <class F, class Arrays>
__device__ void evaluate(const Arrays& arrays, unsigned length) {
    using S = typename Arrays::S;
    constexpr int queues = F::methods - 1;
    __shared__ Queue queue[queues];
    if (threadIdx.x < queues) queue[threadIdx.x].size = 0;
    __syncthreads();
    for (unsigned base = 0; base < length; base += 2 * threads) {
        const pair<unsigned> element(base + threadIdx.x, base + threads + threadIdx.x);
        const pair<bool> live = element < pair<unsigned>(length);
        const unsigned a = live.a ? element.a : 0, b = live.b ? element.b : 0;
        const pair<S> v(arrays.order(a), arrays.order(b)), x(arrays.argument(a), arrays.argument(b)), method = F::method(v, x);
        const pair<bool> common = (method == pair<S>(S(0))) & live, waits = !common & live;
        if (any(common)) {
            const pair<S> y = F::template value<0>(v, x);
            if (common.a) arrays.put(a, y.a);
            if (common.b) arrays.put(b, y.b);
        }
        if (__any_sync(~0u, any(waits))) {
            for (int m = 1; m <= queues; ++m) {
                queue[m - 1].push(waits.a && method.a == S(m), a);
                queue[m - 1].push(waits.b && method.b == S(m), b);
            }
        }
    }
    __syncthreads();
    int chunk = threadIdx.x / 32;
    for (int m = 1; m <= queues; ++m) {
        const Queue& waiting = queue[m - 1];
        const int chunks = (waiting.size + 31) / 32;
        for (; chunk < chunks; chunk += warps) {
            const int at = 32 * chunk + (threadIdx.x & 31);
            if (at < waiting.size) {
                const unsigned i = waiting.element[at];
                arrays.put(i, rare<F>(m, arrays.order(i), arrays.argument(i)));
            }
        }
        chunk -= chunks;
    }
}

}  // namespace gpu
}  // namespace logbessel
