#include "native/cpu/evaluate.h"

#include <algorithm>
#include <cfenv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "native/cpu/dispatch.h"
#include "native/cpu/float_environment.h"
#include "native/cpu/half.h"
#include "native/cpu/thread_pool.h"

namespace logbessel::cpu {
namespace {

template <class T>
T get(const char* p) {
    T value;
    std::memcpy(&value, p, sizeof value);
    return value;
}

void narrow(double result, double& out, int&) { out = result; }
template <class Narrow>
void narrow(float result, Narrow& out, int& raised) {
    out = Narrow::from(result);
    if (out.is_infinite() && std::isfinite(result)) raised |= FE_OVERFLOW;
}

/// The loop of S on inputs of type In with results of type Out, converted a block at a time.
template <class In, class S, class Out>
int convert(Loop loop, const Operands& operands, std::ptrdiff_t n) {
    constexpr std::ptrdiff_t block = 1024;
    S v[block], x[block];
    int raised = 0;
    for (std::ptrdiff_t done = 0; done < n; done += block) {
        const Operands o = operands.from(done);
        const std::ptrdiff_t length = std::min(block, n - done);
        for (std::ptrdiff_t i = 0; i < length; ++i) {
            v[i] = S(get<In>(o.v + i * o.v_stride));
            x[i] = S(get<In>(o.x + i * o.x_stride));
        }
        const auto data = [](S* p) { return reinterpret_cast<char*>(p); };
        raised |= loop({data(v), sizeof(S), data(x), sizeof(S), data(v), sizeof(S)}, length);
        for (std::ptrdiff_t i = 0; i < length; ++i) {
            Out result;
            narrow(v[i], result, raised);
            std::memcpy(o.out + i * o.out_stride, &result, sizeof result);
        }
    }
    return raised;
}

int run(Function function, Type type, const Operands& o, std::ptrdiff_t n) {
    const Kernels& k = kernels();
    switch (type) {
        case int8: return convert<std::int8_t, double, double>(k.float64[function], o, n);
        case uint8: return convert<std::uint8_t, double, double>(k.float64[function], o, n);
        case int16: return convert<std::int16_t, double, double>(k.float64[function], o, n);
        case uint16: return convert<std::uint16_t, double, double>(k.float64[function], o, n);
        case float16: return convert<Half, float, Half>(k.float32[function], o, n);
        case bfloat16: return convert<Bfloat16, float, Bfloat16>(k.float32[function], o, n);
        case float32: return k.float32[function](o, n);
        default: return k.float64[function](o, n);
    }
}

/// Whether an element reads what another one writes, as in ufunc.reduce and ufunc.accumulate; from other overlaps NumPy makes copies.
bool depends(const char* in, std::ptrdiff_t in_stride, const Operands& o, std::ptrdiff_t n) {
    if (o.out_stride == 0) return true;
    const std::ptrdiff_t distance = o.out - in;
    return in_stride == o.out_stride && distance != 0 && distance % in_stride == 0 && std::abs(distance / in_stride) < n;
}

struct Call {
    Function function;
    Type type;
    Operands operands;
};

int run_piece(const void* context, std::ptrdiff_t begin, std::ptrdiff_t end) {
    const Call& call = *static_cast<const Call*>(context);
    const FloatEnvironment environment;
    return run(call.function, call.type, call.operands.from(begin), end - begin);
}

}  // namespace

int evaluate(Function function, Type type, const Operands& o, std::ptrdiff_t n) {
    const Call call{function, type, o};
    if (n > 1 && (depends(o.v, o.v_stride, o, n) || depends(o.x, o.x_stride, o, n))) {
        int raised = 0;
        for (std::ptrdiff_t i = 0; i < n; ++i) raised |= run_piece(&call, i, i + 1);
        return raised;
    }
    return parallel_for(n, run_piece, &call);
}

}  // namespace logbessel::cpu
