#define Py_LIMITED_API 0x030b0000
#define PY_SSIZE_T_CLEAN
#include "native/bind/ffi_cuda.h"

#include <atomic>
#include <string>

#include "native/bind/call.h"
#include "native/gpu/driver.h"

namespace logbessel::bind {
namespace {

constexpr const char* functions[] = {
#define LOGBESSEL_FUNCTION(name, arity, unit, outside, inside) #name,
#include "logbessel/functions.def"
};
constexpr const char* layouts[] = {"contiguous", "single_order", "single_argument", "strided"};  // as gpu::Layout has them
constexpr const char* storages[] = {"float64", "float32", "float16", "bfloat16"};
constexpr int most_devices = 64;

int storage_of(xla::Type type) { return type == xla::f64 ? 0 : type == xla::f32 ? 1 : type == xla::f16 ? 2 : 3; }

gpu::Layout layout_of(const gpu::Strides& s) {
    if (s.dimensions > 1) return gpu::strided;
    if (s.x[0] == 1) return s.v[0] == 1 ? gpu::contiguous : gpu::single_order;
    return s.v[0] == 1 ? gpu::single_argument : gpu::strided;
}

// ---- kernels -----------------------------------------------------------------------------------------------------------------------

PyObject* finder = nullptr;

/// The kernels that have been found.
std::atomic<void*> kernels[most_devices][cpu::function_count][4][4];

/// What the pending Python exception says.
std::string take_exception() {
    PyObject *type = nullptr, *value = nullptr, *traceback = nullptr;
    PyErr_Fetch(&type, &value, &traceback);
    PyObject* words = value == nullptr ? nullptr : PyObject_Str(value);
    PyObject* bytes = words == nullptr ? nullptr : PyUnicode_AsUTF8String(words);
    const char* text = bytes == nullptr ? nullptr : PyBytes_AsString(bytes);
    const std::string message = text == nullptr ? "an exception without words" : text;
    for (PyObject* object : {type, value, traceback, words, bytes}) Py_XDECREF(object);
    PyErr_Clear();
    return message;
}

/// A kernel from the table, and at first from Python.
std::string find_kernel(cpu::Function function, int storage, gpu::Layout layout, int device, void*& kernel) {
    if (device < 0 || device >= most_devices) return "no CUDA device has the number " + std::to_string(device);
    std::atomic<void*>& place = kernels[device][function][storage][layout];
    kernel = place.load(std::memory_order_acquire);
    if (kernel != nullptr) return {};
    std::string trouble;
    const PyGILState_STATE state = PyGILState_Ensure();
    PyObject* handle = PyObject_CallFunction(finder, "sssi", functions[function], storages[storage], layouts[layout], device);
    if (handle != nullptr) kernel = PyLong_AsVoidPtr(handle);
    if (PyErr_Occurred()) trouble = take_exception();
    Py_XDECREF(handle);
    PyGILState_Release(state);
    place.store(kernel, std::memory_order_release);
    return trouble;
}

// ---- calls -------------------------------------------------------------------------------------------------------------------------

xla::Error* compute(const xla::Call& call, cpu::Function function) {
    Broadcast operands;
    if (const std::string trouble = read(call, operands); !trouble.empty()) return error(call, xla::invalid_argument, trouble);
    if (operands.n == 0) return nullptr;
    if (call.functions->size < sizeof(xla::Functions)) {
        return error(call, xla::failed_precondition,
                     "XLA offers " + std::to_string(call.functions->size) + " bytes of functions, and those of a GPU need " +
                         std::to_string(sizeof(xla::Functions)) + ", as JAX 0.6.2 and later have");
    }
    xla::DeviceRequest device = {sizeof device, nullptr, call.context, -1};
    if (xla::Error* refused = call.functions->get_device(&device)) return refused;
    const gpu::Layout layout = layout_of(operands.strides);
    void* kernel = nullptr;
    const std::string missing = find_kernel(function, storage_of(operands.type), layout, device.device, kernel);
    if (!missing.empty()) return error(call, xla::failed_precondition, std::string(functions[function]) + " has no kernel: " + missing);
    if (call.stage == xla::initialize) return nullptr;

    xla::StreamRequest stream = {sizeof stream, nullptr, call.context, nullptr};
    if (xla::Error* refused = call.functions->get_stream(&stream)) return refused;
    gpu::Arguments arguments{};
    arguments.v = operands.v;
    arguments.x = operands.x;
    arguments.out = operands.out;
    arguments.n = operands.n;
    const gpu::Trouble trouble =
        gpu::launch(kernel, stream.stream, device.device, arguments, layout == gpu::strided ? &operands.strides : nullptr);
    return trouble.empty() ? nullptr : error(call, xla::internal, trouble);
}

template <cpu::Function function>
xla::Error* handle(xla::Call* call) {
    return answers_metadata(*call, xla::capturable) ? nullptr : compute(*call, function);
}

constexpr xla::Handler* handlers[] = {
#define LOGBESSEL_FUNCTION(name, arity, unit, outside, inside) handle<cpu::name##_>,
#include "logbessel/functions.def"
};

}  // namespace

xla::Handler* on_cuda(cpu::Function function) { return handlers[function]; }

void find_kernels_with(PyObject* find_kernel) {
    Py_INCREF(find_kernel);
    PyObject* before = finder;
    finder = find_kernel;
    Py_XDECREF(before);
}

}  // namespace logbessel::bind
