#define Py_LIMITED_API 0x030b0000
#define PY_SSIZE_T_CLEAN
#include "native/bind/cuda.h"

#include "native/gpu/driver.h"

namespace logbessel::bind {
namespace {

PyObject* raise(const gpu::Trouble& trouble) {
    PyErr_SetString(PyExc_RuntimeError, trouble.c_str());
    return nullptr;
}

/// An operand of a launch: the address of its data, or a float that stands for all its elements.
bool read_operand(PyObject* object, const void*& data, double& value) {
    if (PyFloat_Check(object)) {
        value = PyFloat_AsDouble(object);
    } else {
        data = PyLong_AsVoidPtr(object);
    }
    return PyErr_Occurred() == nullptr;
}

bool read_integers(PyObject* tuple, int expected, long long* numbers) {
    if (!PyTuple_Check(tuple) || PyTuple_Size(tuple) != expected) {
        PyErr_Format(PyExc_TypeError, "a tuple of %d integers is needed, not %R", expected, tuple);
        return false;
    }
    for (int d = 0; d < expected; ++d) numbers[d] = PyLong_AsLongLong(PyTuple_GetItem(tuple, d));
    return PyErr_Occurred() == nullptr;
}

}  // namespace

PyObject* cuda_driver_version(PyObject*, PyObject*) {
    int version = 0;
    const gpu::Trouble trouble = gpu::driver_version(version);
    return trouble.empty() ? PyLong_FromLong(version) : raise(trouble);
}

PyObject* cuda_compute_capability(PyObject*, PyObject* argument) {
    const long device = PyLong_AsLong(argument);
    if (device == -1 && PyErr_Occurred()) return nullptr;
    int capability = 0;
    const gpu::Trouble trouble = gpu::compute_capability(int(device), capability);
    return trouble.empty() ? PyLong_FromLong(capability) : raise(trouble);
}

PyObject* cuda_load(PyObject*, PyObject* binary) {
    char* data = nullptr;
    Py_ssize_t size = 0;
    if (PyBytes_AsStringAndSize(binary, &data, &size) < 0) return nullptr;
    void* kernel = nullptr;
    const gpu::Trouble trouble = gpu::load_kernel(data, "elementwise", kernel);
    return trouble.empty() ? PyLong_FromVoidPtr(kernel) : raise(trouble);
}

/// cuda_launch(kernel, stream, device, n, out, v, x) for operands in step, or with (shape, out strides, v strides, x strides) after it.
PyObject* cuda_launch(PyObject*, PyObject* const* a, Py_ssize_t count) {
    if (count != 7 && count != 11) {
        PyErr_Format(PyExc_TypeError, "cuda_launch takes 7 or 11 arguments, not %zd", count);
        return nullptr;
    }
    void *kernel = PyLong_AsVoidPtr(a[0]), *stream = PyLong_AsVoidPtr(a[1]);
    const long device = PyLong_AsLong(a[2]);
    gpu::Arguments arguments{};
    arguments.n = PyLong_AsLongLong(a[3]);
    arguments.out = PyLong_AsVoidPtr(a[4]);
    if (PyErr_Occurred() || !read_operand(a[5], arguments.v, arguments.v_value) || !read_operand(a[6], arguments.x, arguments.x_value)) {
        return nullptr;
    }
    arguments.v_single = float(arguments.v_value);
    arguments.x_single = float(arguments.x_value);
    gpu::Strides strides{};
    if (count == 11) {
        const Py_ssize_t dimensions = PyTuple_Size(a[7]);
        if (dimensions < 1 || dimensions > gpu::most_dimensions) {
            if (!PyErr_Occurred())
                PyErr_Format(PyExc_ValueError, "arrays of %zd dimensions that do not collapse: at most %d", dimensions,
                             gpu::most_dimensions);
            return nullptr;
        }
        strides.dimensions = int(dimensions);
        if (!read_integers(a[7], strides.dimensions, strides.shape) || !read_integers(a[8], strides.dimensions, strides.out) ||
            !read_integers(a[9], strides.dimensions, strides.v) || !read_integers(a[10], strides.dimensions, strides.x)) {
            return nullptr;
        }
    }
    gpu::Trouble trouble;
    Py_BEGIN_ALLOW_THREADS  // a full stream may wait for a callback that needs the interpreter
        trouble = gpu::launch(kernel, stream, int(device), arguments, count == 11 ? &strides : nullptr);
    Py_END_ALLOW_THREADS if (!trouble.empty()) return raise(trouble);
    Py_RETURN_NONE;
}

}  // namespace logbessel::bind
