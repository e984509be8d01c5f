// The one kernel of the GPU: a function of the maths room over arrays, each method on warps of its own points.
//
// A block takes a tile of elements.  Points in the region of method 0, almost all of them, are evaluated at once.  The others wait in
// shared memory, one queue per method, and are then taken by whole warps; so a rare method does not hold up 31 lanes for the sake of one.
#pragma once

#include "logbessel/functions.h"
#include "storage.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace gpu {

constexpr int threads = LOGBESSEL_THREADS, warps = threads / 32, largest_tile = threads * LOGBESSEL_MOST_PER_THREAD;

/// Methods other than method 0, compiled apart: they must not take registers from it.
template <class F, int m, class S>
__device__ __noinline__ S rare(S v, S x) {
    if constexpr (m + 1 == F::methods) {
        return F::edge(v, x);
    } else {
        return F::template value<m>(v, x);
    }
}

/// The method-th queue's points, a warp's worth from `first` on.
template <class F, int m, class S, class Arrays>
__device__ __forceinline__ void serve(int method, const unsigned short* queue, int size, int first, const Arrays& arrays, long long tile) {
    if constexpr (m < F::methods) {
        if (method == m) {
            const int at = first + (threadIdx.x & 31);
            if (at < size) {
                const long long i = tile + queue[at];
                arrays.store(i, rare<F, m, S>(arrays.template order<S>(i), arrays.template argument<S>(i)));
            }
        } else {
            serve<F, m + 1, S>(method, queue, size, first, arrays, tile);
        }
    }
}

/// Appends the elements of those lanes of the warp that are `chosen`.
__device__ __forceinline__ void push(unsigned short* queue, int* size, bool chosen, int element) {
    const unsigned lanes = __ballot_sync(~0u, chosen);
    if (lanes == 0) return;
    const int lane = threadIdx.x & 31, leader = __ffs(lanes) - 1;
    int at = 0;
    if (lane == leader) at = atomicAdd(size, __popc(lanes));
    at = __shfl_sync(~0u, at, leader) + __popc(lanes & ((1u << lane) - 1));
    if (chosen) queue[at] = (unsigned short)element;
}

template <class F, class S, class Arrays>
__device__ __forceinline__ void evaluate_tile(const Arrays& arrays, long long tile, int length) {
    constexpr int queues = F::methods - 1;
    __shared__ unsigned short queue[queues][largest_tile];
    __shared__ int size[queues];
    __syncthreads();
    if (threadIdx.x < queues) size[threadIdx.x] = 0;
    __syncthreads();
    for (int base = 0; base < length; base += threads) {
        const int element = base + threadIdx.x;
        const bool live = element < length;
        const long long i = tile + (live ? element : 0);
        const S v = arrays.template order<S>(i), x = arrays.template argument<S>(i);
        const int method = int(F::method(v, x));
        if (live && method == 0) arrays.store(i, F::template value<0>(v, x));
        if (__any_sync(~0u, method != 0)) {
            for (int m = 1; m <= queues; m++) push(queue[m - 1], &size[m - 1], live && method == m, element);
        }
    }
    __syncthreads();
    int chunk = threadIdx.x / 32;
    for (int m = 1; m <= queues; m++) {
        const int chunks = (size[m - 1] + 31) / 32;
        for (; chunk < chunks; chunk += warps) serve<F, 1, S>(m, queue[m - 1], size[m - 1], 32 * chunk, arrays, tile);
        chunk -= chunks;
    }
}

}  // namespace gpu
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
