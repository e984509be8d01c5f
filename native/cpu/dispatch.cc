#include "native/cpu/dispatch.h"

#include <atomic>

namespace logbessel::cpu {

#if defined(__x86_64__)
namespace avx512 {
extern const Kernels kernels;
}
namespace avx2 {
extern const Kernels kernels;
}
#endif
namespace baseline {
extern const Kernels kernels;
}

namespace {

std::vector<const Kernels*> runnable() {
    std::vector<const Kernels*> found;
#if defined(__x86_64__)
    __builtin_cpu_init();
    const bool avx2_and_fma = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
    if (avx2_and_fma && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512cd") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
        found.push_back(&avx512::kernels);
    }
    if (avx2_and_fma) found.push_back(&avx2::kernels);
#endif
    found.push_back(&baseline::kernels);
    return found;
}

std::atomic<const Kernels*>& in_use() {
    static std::atomic<const Kernels*> chosen{runnable().front()};
    return chosen;
}

}  // namespace

const Kernels& kernels() { return *in_use().load(std::memory_order_relaxed); }

std::vector<std::string> available_isas() {
    std::vector<std::string> names;
    for (const Kernels* k : runnable()) names.push_back(k->isa);
    return names;
}

bool use_isa(const std::string& name) {
    for (const Kernels* k : runnable()) {
        if (name == k->isa) {
            in_use().store(k, std::memory_order_relaxed);
            return true;
        }
    }
    return false;
}

}  // namespace logbessel::cpu
