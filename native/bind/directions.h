// Sums of directions, as Python sees them.
#pragma once

#include <Python.h>

namespace logbessel::bind {

PyObject* sum_directions(PyObject*, PyObject* const* arguments, Py_ssize_t count);
PyObject* sum_groups(PyObject*, PyObject* const* arguments, Py_ssize_t count);

}  // namespace logbessel::bind
