// The threads that share a long loop.
#pragma once

#include <cstddef>

namespace logbessel::cpu {

/// How many threads share a loop, the calling one included: at first the cores that this process may use, at most 16.
int get_num_threads();

/// Takes effect with the next loop; n is at least 1.
void set_num_threads(int n);

/// Work on the elements begin .. end - 1; answers floating-point exceptions.
using Task = int (*)(const void* context, std::ptrdiff_t begin, std::ptrdiff_t end);

/// The least work worth a second thread: some 20 us, a few times what waking one costs, yet a fraction of NumPy's 8192-element buffer.
constexpr std::ptrdiff_t grain_of_functions = 2048;

/// Runs `task` over 0 .. n - 1 in pieces, on the calling thread and, when n is at least twice the grain, on those of the pool, and
/// answers the union of the exceptions.  Where the pool is busy with the loop of another thread, the caller works alone: that program
/// has threads of its own already.
int parallel_for(std::ptrdiff_t n, Task task, const void* context, std::ptrdiff_t grain = grain_of_functions);

}  // namespace logbessel::cpu
