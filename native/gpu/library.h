// A shared library that is opened by name while the program runs.
#pragma once

namespace logbessel::gpu {

/// NVIDIA's driver, by the name that it has on this system.
#if defined(_WIN32)
constexpr const char driver_library[] = "nvcuda.dll";
#else
constexpr const char driver_library[] = "libcuda.so.1";
#endif

/// Null where there is none.
void* open_library(const char* name);
void* find_function(void* library, const char* name);

}  // namespace logbessel::gpu
