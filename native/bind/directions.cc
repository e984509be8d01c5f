#define Py_LIMITED_API 0x030b0000
#define PY_SSIZE_T_CLEAN
#include "native/bind/directions.h"

#include <cstring>

#include "native/cpu/directions.h"

namespace logbessel::bind {
namespace {

/// The memory of an array in C order, as long as this lives.
class Array {
public:
    Array(const Array&) = delete;
    Array& operator=(const Array&) = delete;
    Array() = default;
    ~Array() {
        if (view_.obj != nullptr) PyBuffer_Release(&view_);
    }

    /// `formats`: the types it may have, in the letters of the struct module.
    bool take(PyObject* object, const char* name, int ndim, const char* formats, bool writable = false) {
        if (PyObject_GetBuffer(object, &view_, PyBUF_C_CONTIGUOUS | PyBUF_FORMAT | (writable ? PyBUF_WRITABLE : 0)) < 0) return false;
        const char* format = letters();
        if (view_.ndim == ndim && std::strlen(format) == 1 && std::strchr(formats, format[0]) != nullptr) return true;
        PyErr_Format(PyExc_TypeError, "%s must have %d axes and a type among '%s', not %d and '%s'", name, ndim, formats, view_.ndim,
                     view_.format);
        return false;
    }

    template <class T>
    T* data() const {
        return static_cast<T*>(view_.buf);
    }
    char format() const { return letters()[0]; }
    Py_ssize_t size(int axis) const { return view_.shape[axis]; }

private:
    /// Without the byte order of this machine, which some arrays spell out.
    const char* letters() const { return view_.format + (view_.format[0] == (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? '<' : '>')); }

    Py_buffer view_ = {};
};

bool fits(bool condition, const char* what) {
    if (!condition) PyErr_Format(PyExc_ValueError, "%s", what);
    return condition;
}

}  // namespace

PyObject* sum_directions(PyObject*, PyObject* const* a, Py_ssize_t count) {
    if (count != 6) return PyErr_Format(PyExc_TypeError, "sum_directions takes 6 arguments, not %zd", count);
    Array rows, weights, out;
    if (!rows.take(a[0], "rows", 2, "fd") || (a[1] != Py_None && !weights.take(a[1], "weights", 1, "d"))) return nullptr;
    const Py_ssize_t rows_at_once = PyLong_AsSsize_t(a[2]);
    const double least = PyFloat_AsDouble(a[3]), most = PyFloat_AsDouble(a[4]);
    if (PyErr_Occurred() || !out.take(a[5], "out", 2, "d", true) || !fits(rows_at_once > 0, "rows_at_once must be positive"))
        return nullptr;
    const double* factor = a[1] == Py_None ? nullptr : weights.data<double>();
    const cpu::DirectionSums sums = {
        {rows.data<void>(), rows.format() == 'd', rows.size(0), rows.size(1), factor}, rows_at_once, least, most, out.data<double>()};
    if (!fits(factor == nullptr || weights.size(0) == rows.size(0), "there must be one weight for each row") ||
        !fits(out.size(0) == sums.samples() && out.size(1) == 3 + 2 * rows.size(1),
              "out must have 3 + 2p columns and a row for each sample")) {
        return nullptr;
    }
    bool done;
    Py_BEGIN_ALLOW_THREADS;
    done = cpu::sum_directions(sums);
    Py_END_ALLOW_THREADS;
    return PyBool_FromLong(done);
}

PyObject* sum_groups(PyObject*, PyObject* const* a, Py_ssize_t count) {
    if (count != 5) return PyErr_Format(PyExc_TypeError, "sum_groups takes 5 arguments, not %zd", count);
    Array rows, factors, labels, order, out;
    if (!rows.take(a[0], "rows", 2, "fd") || !factors.take(a[1], "factors", 1, "d") || !labels.take(a[2], "labels", 1, "lq") ||
        !order.take(a[3], "order", 1, "lq") || !out.take(a[4], "out", 2, "d", true) ||
        !fits(out.size(1) == rows.size(1), "out must have as many columns as rows") ||
        !fits(factors.size(0) == rows.size(0) && labels.size(0) == rows.size(0) && order.size(0) == rows.size(0),
              "there must be one factor, one label and one place in the order for each row")) {
        return nullptr;
    }
    const cpu::GroupSums sums = {{rows.data<void>(), rows.format() == 'd', rows.size(0), rows.size(1), factors.data<double>()},
                                 labels.data<Py_ssize_t>(),
                                 order.data<Py_ssize_t>(),
                                 out.data<double>()};
    for (Py_ssize_t i = 0; i < rows.size(0); ++i) {
        if (!fits(sums.label[i] >= 0 && sums.label[i] < out.size(0), "a label must be the number of a row of out") ||
            !fits(sums.order[i] >= 0 && sums.order[i] < rows.size(0), "the order must be of the numbers of rows")) {
            return nullptr;
        }
    }
    Py_BEGIN_ALLOW_THREADS;
    cpu::sum_groups(sums);
    Py_END_ALLOW_THREADS;
    Py_RETURN_NONE;
}

}  // namespace logbessel::bind
