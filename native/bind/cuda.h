// The launch door, as Python sees it.
#pragma once

#include <Python.h>

namespace logbessel::bind {

PyObject* cuda_driver_version(PyObject*, PyObject*);
PyObject* cuda_compute_capability(PyObject*, PyObject* device);
PyObject* cuda_load(PyObject*, PyObject* binary);
PyObject* cuda_launch(PyObject*, PyObject* const* arguments, Py_ssize_t count);

}  // namespace logbessel::bind
