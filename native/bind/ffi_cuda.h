// The functions as XLA calls them for an NVIDIA GPU.
#pragma once

#include <Python.h>

#include "native/bind/xla.h"
#include "native/cpu/operands.h"

namespace logbessel::bind {

/// The handler of a function, for the stages `initialize` and `execute`.
xla::Handler* on_cuda(cpu::Function function);

/// From now on kernels come from find_kernel(function, storage, layout, device), a Python function.
void find_kernels_with(PyObject* find_kernel);

}  // namespace logbessel::bind
