// Handlers for XLA's foreign-function interface: one a function and platform, "logbessel.log_iv", ...
//
// What says which function is the name of the target: executables that JAX keeps on disk may outlive this version of the registry.
#define Py_LIMITED_API 0x030b0000
#define PY_SSIZE_T_CLEAN
#include "native/bind/ffi.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "native/bind/call.h"
#include "native/bind/ffi_cuda.h"
#include "native/cpu/evaluate.h"
#include "native/cpu/thread_pool.h"

namespace logbessel::bind {
namespace {

// ---- CPU ---------------------------------------------------------------------------------------------------------------------------

struct Work {
    cpu::Function function;
    cpu::Type type;
    Broadcast operands;
};

cpu::Type type_on_cpu(xla::Type type) {
    switch (type) {
        case xla::f16: return cpu::float16;
        case xla::bf16: return cpu::bfloat16;
        case xla::f32: return cpu::float32;
        default: return cpu::float64;
    }
}

/// Makes the longest dimension the first: its runs are what the loops compute at a time.
void lead_with_longest(gpu::Strides& s) {
    const auto longest = std::max_element(s.shape, s.shape + s.dimensions) - s.shape;
    for (long long* column : {s.shape, s.v, s.x, s.out}) std::swap(column[0], column[longest]);
}

/// Elements begin .. end - 1, in the order of the strides.
int run(const void* context, std::ptrdiff_t begin, std::ptrdiff_t end) {
    const Work& work = *static_cast<const Work*>(context);
    const Broadcast& o = work.operands;
    const gpu::Strides& s = o.strides;
    for (std::ptrdiff_t length; begin < end; begin += length) {
        std::ptrdiff_t v = 0, x = 0, out = 0, rest = begin;
        for (int d = 0; d < s.dimensions; ++d) {
            const std::ptrdiff_t i = rest % s.shape[d];
            v += i * s.v[d];
            x += i * s.x[d];
            out += i * s.out[d];
            rest /= s.shape[d];
        }
        length = std::min<std::ptrdiff_t>(end - begin, s.shape[0] - begin % s.shape[0]);
        const cpu::Operands operands = {o.v + v * o.size, s.v[0] * o.size,        o.x + x * o.size,
                                        s.x[0] * o.size,  {o.out + out * o.size}, {s.out[0] * o.size}};
        cpu::evaluate(work.function, work.type, operands, length);
    }
    return 0;
}

template <cpu::Function function>
xla::Error* on_cpu(xla::Call* call) {
    if (answers_metadata(*call, 0)) return nullptr;
    Work work{function, {}, {}};
    if (const std::string trouble = read(*call, work.operands); !trouble.empty()) return error(*call, xla::invalid_argument, trouble);
    work.type = type_on_cpu(work.operands.type);
    lead_with_longest(work.operands.strides);
    cpu::parallel_for(work.operands.n, run, &work);  // XLA has no floating-point exceptions
    return nullptr;
}

// ---- the table ---------------------------------------------------------------------------------------------------------------------

PyObject* capsule(xla::Handler* handler) { return PyCapsule_New(reinterpret_cast<void*>(handler), "xla._CUSTOM_CALL_TARGET", nullptr); }

bool append(PyObject* list, PyObject* target) {
    const bool appended = target != nullptr && PyList_Append(list, target) == 0;
    Py_XDECREF(target);
    return appended;
}

/// A GPU's kernels are found before anything is captured into a CUDA graph: when a run is initialised.
bool append(PyObject* list, const char* name, xla::Handler* on_cpu, xla::Handler* on_cuda) {
    return append(list, Py_BuildValue("(ss{sN})", name, "cpu", "execute", capsule(on_cpu))) &&
           append(list, Py_BuildValue("(ss{sNsN})", name, "CUDA", "initialize", capsule(on_cuda), "execute", capsule(on_cuda)));
}

}  // namespace

PyObject* xla_targets(PyObject*, PyObject* find_kernel) {
    find_kernels_with(find_kernel);
    PyObject* targets = PyList_New(0);
#define LOGBESSEL_FUNCTION(name, arity, unit, outside, inside) \
    if (targets != nullptr && !append(targets, "logbessel." #name, on_cpu<cpu::name##_>, on_cuda(cpu::name##_))) Py_CLEAR(targets);
#include "logbessel/functions.def"
    return targets;
}

}  // namespace logbessel::bind
