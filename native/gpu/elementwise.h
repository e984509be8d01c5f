// The one kernel of the GPU: a function of the maths room over arrays, each method on warps of its own points.
//
// A block takes a tile of elements.  Points in the region of method 0, almost all of them, are evaluated at once.  The others wait in
// shared memory, one queue per method, and are then taken by whole warps: a rare method does not hold up 31 lanes for the sake of one.
#pragma once

#include "arrays.h"
#include "logbessel/functions.h"

namespace logbessel {
namespace gpu {

constexpr int threads = 256, warps = threads / 32, largest_tile = 8 * threads;

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

/// The elements of a tile that wait for one method.
struct Queue {
    int size;
    unsigned short element[largest_tile];

    /// Appends the elements of those lanes of the warp that are chosen.
    __device__ void push(bool chosen, int lane_element) {
        const unsigned lanes = __ballot_sync(~0u, chosen), before = lanes & ((1u << (threadIdx.x & 31)) - 1);
        if (lanes == 0) return;
        int first = 0;
        if (chosen && before == 0) first = atomicAdd(&size, __popc(lanes));
        first = __shfl_sync(~0u, first, __ffs(lanes) - 1);
        if (chosen) element[first + __popc(before)] = (unsigned short)lane_element;
    }
};

/// F at the elements first .. first + length - 1.
template <class F, class Arrays>
__device__ void evaluate_tile(const Arrays& arrays, long long first, int length) {
    constexpr int queues = F::methods - 1;
    __shared__ Queue queue[queues];
    if (threadIdx.x < queues) queue[threadIdx.x].size = 0;
    __syncthreads();
    for (int base = 0; base < length; base += threads) {
        const int element = base + threadIdx.x;
        const bool live = element < length;
        const long long i = first + (live ? element : 0);
        const auto v = arrays.order(i), x = arrays.argument(i);
        const int method = int(F::method(v, x));
        if (live && method == 0) arrays.put(i, F::template value<0>(v, x));
        if (__any_sync(~0u, live && method != 0)) {
            for (int m = 1; m <= queues; ++m) queue[m - 1].push(live && method == m, element);
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
                const long long i = first + waiting.element[at];
                arrays.put(i, rare<F>(m, arrays.order(i), arrays.argument(i)));
            }
        }
        chunk -= chunks;
    }
}

}  // namespace gpu
}  // namespace logbessel
