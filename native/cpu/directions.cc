#include "native/cpu/directions.h"

#include "native/cpu/dispatch.h"
#include "native/cpu/float_environment.h"
#include "native/cpu/thread_pool.h"

namespace logbessel::cpu {

bool sum_directions(const DirectionSums& sums) {
    const Task task = [](const void* context, std::ptrdiff_t begin, std::ptrdiff_t end) {
        const auto& sums = *static_cast<const DirectionSums*>(context);
        const FloatEnvironment environment;
        for (std::ptrdiff_t k = begin; k < end; ++k) {
            if (!(sums.rows.is_double ? kernels().sample_float64 : kernels().sample_float32)(sums, k)) return 1;
        }
        return 0;
    };
    return parallel_for(sums.samples(), task, &sums, 1) == 0;
}

void sum_groups(const GroupSums& sums) {
    const Task task = [](const void* context, std::ptrdiff_t begin, std::ptrdiff_t end) {
        const auto& sums = *static_cast<const GroupSums*>(context);
        const FloatEnvironment environment;
        (sums.rows.is_double ? kernels().groups_float64 : kernels().groups_float32)(sums, begin, end);
        return 0;
    };
    // The threads share the columns: each sum is of the same terms in the same order, whoever adds them up.
    parallel_for(sums.rows.dim, task, &sums, 256);
}

}  // namespace logbessel::cpu
