// The functions as XLA calls them.
#pragma once

#include <Python.h>

namespace logbessel::bind {

PyObject* xla_targets(PyObject*, PyObject* find_kernel);

}  // namespace logbessel::bind
