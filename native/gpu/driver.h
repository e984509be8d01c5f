// The one launch door: kernels enter the CUDA driver here, from whatever framework the arrays come.
//
// The driver's library is looked for when it is first needed; neither CUDA's headers nor its libraries take part in the build.
#pragma once

#include <cstddef>
#include <string>

#include "native/gpu/arguments.h"

namespace logbessel::gpu {

/// What went wrong, in words; empty when nothing did.
using Trouble = std::string;

/// The version of CUDA that the driver supports, 13000 for 13.0.
Trouble driver_version(int& version);

/// The compute capability of a device, 90 for 9.0.
Trouble compute_capability(int device, int& capability);

/// The kernel `name` of a binary; it serves every device of the binary's architecture, until the process ends.
Trouble load_kernel(const void* binary, const char* name, void*& kernel);

/// Appends a kernel's work to a stream: all elements of `arguments`, `strides` only for a strided layout.
Trouble launch(void* kernel, void* stream, int device, Arguments arguments, const Strides* strides);

}  // namespace logbessel::gpu
