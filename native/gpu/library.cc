#include "native/gpu/library.h"

#if defined(_WIN32)
#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace logbessel::gpu {

#if defined(_WIN32)
void* open_library(const char* name) { return LoadLibraryA(name); }
void* find_function(void* library, const char* name) {
    return reinterpret_cast<void*>(GetProcAddress(static_cast<HMODULE>(library), name));
}
#else
void* open_library(const char* name) { return dlopen(name, RTLD_NOW | RTLD_GLOBAL); }
void* find_function(void* library, const char* name) { return dlsym(library, name); }
#endif

}  // namespace logbessel::gpu
