// What the host hands to a kernel: the operands of one call, in the form that both sides know.
#pragma once

#include "logbessel/portable.h"

namespace logbessel {
namespace gpu {

/// Where the operands lie: both in step with the output, one of them a single number, or anyhow.
enum Layout { contiguous, single_order, single_argument, strided };

constexpr int most_dimensions = 16;
constexpr int threads = 256, longest_stretch = 64 * threads, shortest_stretch = 8 * threads;  // of a block

/// Blocks of a multiprocessor: as many as can be without registers spilled to memory.
template <int bytes_of_element, Layout layout, int needs_registers>
constexpr int blocks = (layout == strided ? 3 : 4) - (needs_registers == 2) -
                       (bytes_of_element == 8 && (layout == strided || layout == single_argument || needs_registers > 0));
constexpr int usual_blocks = 4;

/// An order or argument without data is a number, here in both formats: single-precision kernels have no double in them.
struct Arguments {
    const void* v;
    const void* x;
    void* out;
    double v_value, x_value;
    float v_single, x_single;
    long long n;
    int early_blocks, stretch, decline;  // elements of an early block, and what each one after those has less, in 2^-12 of a step
};

constexpr int step = 2 * threads;  // elements that a block evaluates at once

/// The first element of a block.  Without branches, so that a GPU keeps all this in uniform registers.
LOGBESSEL_HD long long first_element(const Arguments& a, int block) {
    const int late = block > a.early_blocks ? block - a.early_blocks : 0;
    return (long long)block * a.stretch - (long long)step * (unsigned(late) * (unsigned(late) + 1) / 2 * unsigned(a.decline) >> 12);
}

/// For `strided` only: the shape, last dimension first, and the strides in elements.
struct Strides {
    int dimensions;
    long long shape[most_dimensions], v[most_dimensions], x[most_dimensions], out[most_dimensions];
};

}  // namespace gpu
}  // namespace logbessel
