// How the elements of one call are shared among the blocks of a launch.
#pragma once

#include <algorithm>

#include "native/gpu/arguments.h"

namespace logbessel::gpu {

constexpr long long most_blocks = 0x7fffffff;  // of a launch

/// Shares n elements among blocks, and says how many there are: more than most_blocks, if n is too large.  A block takes few elements while
/// the device has idle multiprocessors, else so many that rare points fill warps.  The late ones take ever fewer: all multiprocessors are
/// done at about the same time, and blocks that began together do not come to their rare points together.
inline long long share(Arguments& a, int multiprocessors) {
    const long long resident = usual_blocks * std::max(multiprocessors, 1), late = 7 * resident / 4;
    const long long longest = std::min<long long>(2 * a.n / late - shortest_stretch, longest_stretch) / step * step;
    if (longest <= shortest_stretch) {
        a.early_blocks = a.decline = 0;
        a.stretch = int(std::clamp<long long>(a.n / resident, threads, shortest_stretch) / threads * threads);
        return (a.n + a.stretch - 1) / a.stretch;
    }
    a.stretch = int(longest);
    a.decline = int(((longest - shortest_stretch) << 12) / (step * late));
    a.early_blocks = 0;
    const long long more = std::max(a.n - first_element(a, int(late)), 0LL);  // than the late blocks take
    a.early_blocks = int(std::min((more + longest - 1) / longest, most_blocks - late));
    long long blocks = a.early_blocks + late;
    if (first_element(a, int(blocks)) < a.n) return most_blocks + 1;
    while (first_element(a, int(blocks - 1)) >= a.n) --blocks;
    return blocks;
}

}  // namespace logbessel::gpu
