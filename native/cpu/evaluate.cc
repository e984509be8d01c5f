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
template <class In, class S, class Out, int outputs>
int convert(LoopOf<outputs> loop, const OperandsOf<outputs>& operands, std::ptrdiff_t n) {
    constexpr std::ptrdiff_t block = 1024;
    S v[block], x[block], results[outputs][block];
    int raised = 0;
    for (std::ptrdiff_t done = 0; done < n; done += block) {
        const OperandsOf<outputs> o = operands.from(done);
        const std::ptrdiff_t length = std::min(block, n - done);
        for (std::ptrdiff_t i = 0; i < length; ++i) {
            v[i] = S(get<In>(o.v + i * o.v_stride));
            x[i] = S(get<In>(o.x + i * o.x_stride));
        }
        const auto data = [](S* p) { return reinterpret_cast<char*>(p); };
        OperandsOf<outputs> converted = {data(v), sizeof(S), data(x), sizeof(S), {}, {}};
        for (int k = 0; k < outputs; ++k) {
            converted.out[k] = data(results[k]);
            converted.out_stride[k] = sizeof(S);
        }
        raised |= loop(converted, length);
        for (int k = 0; k < outputs; ++k) {
            for (std::ptrdiff_t i = 0; i < length; ++i) {
                Out result;
                narrow(results[k][i], result, raised);
                std::memcpy(o.out[k] + i * o.out_stride[k], &result, sizeof result);
            }
        }
    }
    return raised;
}

/// The loops of a function in single and in double precision.
template <int outputs>
struct Loops {
    LoopOf<outputs> single, full;
};
Loops<1> loops(Function function) { return {kernels().float32[function], kernels().float64[function]}; }
Loops<3> loops(JointFunction function) { return {kernels().joint_float32[function], kernels().joint_float64[function]}; }

template <int outputs>
int run(Loops<outputs> f, Type type, const OperandsOf<outputs>& o, std::ptrdiff_t n) {
    switch (type) {
        case int8: return convert<std::int8_t, double, double>(f.full, o, n);
        case uint8: return convert<std::uint8_t, double, double>(f.full, o, n);
        case int16: return convert<std::int16_t, double, double>(f.full, o, n);
        case uint16: return convert<std::uint16_t, double, double>(f.full, o, n);
        case float16: return convert<Half, float, Half>(f.single, o, n);
        case bfloat16: return convert<Bfloat16, float, Bfloat16>(f.single, o, n);
        case float32: return f.single(o, n);
        default: return f.full(o, n);
    }
}

/// Whether an element reads what another one writes, as in ufunc.reduce and ufunc.accumulate; from other overlaps NumPy makes copies.
bool depends(const char* in, std::ptrdiff_t in_stride, const char* out, std::ptrdiff_t out_stride, std::ptrdiff_t n) {
    if (out_stride == 0) return true;
    const std::ptrdiff_t distance = out - in;
    return in_stride == out_stride && distance != 0 && distance % in_stride == 0 && std::abs(distance / in_stride) < n;
}

template <class Function, int outputs>
struct Call {
    Function function;
    Type type;
    OperandsOf<outputs> operands;
};

template <class Function, int outputs>
int run_piece(const void* context, std::ptrdiff_t begin, std::ptrdiff_t end) {
    const auto& call = *static_cast<const Call<Function, outputs>*>(context);
    const FloatEnvironment environment;
    return run(loops(call.function), call.type, call.operands.from(begin), end - begin);
}

template <class Function, int outputs>
int evaluate_all(Function function, Type type, const OperandsOf<outputs>& o, std::ptrdiff_t n) {
    const Call<Function, outputs> call{function, type, o};
    bool in_order = false;
    for (int k = 0; k < outputs && n > 1; ++k) {
        in_order |= depends(o.v, o.v_stride, o.out[k], o.out_stride[k], n) || depends(o.x, o.x_stride, o.out[k], o.out_stride[k], n);
    }
    if (!in_order) return parallel_for(n, run_piece<Function, outputs>, &call);
    int raised = 0;
    for (std::ptrdiff_t i = 0; i < n; ++i) raised |= run_piece<Function, outputs>(&call, i, i + 1);
    return raised;
}

}  // namespace

int evaluate(Function function, Type type, const Operands& o, std::ptrdiff_t n) { return evaluate_all(function, type, o, n); }
int evaluate(JointFunction function, Type type, const JointOperands& o, std::ptrdiff_t n) { return evaluate_all(function, type, o, n); }

}  // namespace logbessel::cpu
