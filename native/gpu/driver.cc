#include "native/gpu/driver.h"

#include <atomic>

#include "native/gpu/library.h"
#include "native/gpu/share.h"

namespace logbessel::gpu {
namespace {

constexpr int multiprocessors = 16, capability_major = 75, capability_minor = 76;  // numbers of CUdevice_attribute
constexpr int most_devices = 64;

/// The functions of the driver that are needed, CUDA 12 and later.
struct Driver {
    int (*init)(unsigned);
    int (*get_version)(int*);
    int (*error_name)(int, const char**);
    int (*get_attribute)(int*, int, int);
    int (*retain_primary)(void**, int);
    int (*get_current)(void**);
    int (*push_current)(void*);
    int (*pop_current)(void**);
    int (*load_library)(void**, const void*, void*, void**, unsigned, void*, void**, unsigned);
    int (*get_kernel)(void**, void*, const char*);
    int (*launch_kernel)(void*, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, void*, void**, void**);
    Trouble trouble;

    template <class F>
    void find(void* library, F& function, const char* name) {
        function = reinterpret_cast<F>(find_function(library, name));
        if (function == nullptr && trouble.empty())
            trouble = std::string("the NVIDIA driver has no ") + name + ": CUDA 12 or later is needed";
    }

    Driver() {
        void* library = open_library(driver_library);
        if (library == nullptr) {
            trouble = std::string("there is no NVIDIA driver (") + driver_library + "): install it, or run on a machine with a GPU";
            return;
        }
        find(library, init, "cuInit");
        find(library, get_version, "cuDriverGetVersion");
        find(library, error_name, "cuGetErrorName");
        find(library, get_attribute, "cuDeviceGetAttribute");
        find(library, retain_primary, "cuDevicePrimaryCtxRetain");
        find(library, get_current, "cuCtxGetCurrent");
        find(library, push_current, "cuCtxPushCurrent_v2");
        find(library, pop_current, "cuCtxPopCurrent_v2");
        find(library, load_library, "cuLibraryLoadData");
        find(library, get_kernel, "cuLibraryGetKernel");
        find(library, launch_kernel, "cuLaunchKernel");
        if (trouble.empty()) trouble = report(init(0), "cuInit");
    }

    Trouble report(int code, const char* function) const {
        if (code == 0) return {};
        const char* name = nullptr;
        error_name(code, &name);
        return std::string(function) + ": " + (name != nullptr ? name : "error " + std::to_string(code));
    }
};

const Driver& driver() {
    static const Driver the_driver;
    return the_driver;
}

/// What a launch needs to know of a device, asked for once.
struct Device {
    std::atomic<void*> context{nullptr};
    std::atomic<int> multiprocessors{0};
};
Device devices[most_devices];

Trouble find_device(int number, Device*& device) {
    const Driver& d = driver();
    if (!d.trouble.empty()) return d.trouble;
    if (number < 0 || number >= most_devices) return "no CUDA device has the number " + std::to_string(number);
    device = &devices[number];
    if (device->context.load(std::memory_order_acquire) == nullptr) {
        void* context = nullptr;
        int count = 0;
        if (Trouble t = d.report(d.get_attribute(&count, gpu::multiprocessors, number), "cuDeviceGetAttribute"); !t.empty()) return t;
        if (Trouble t = d.report(d.retain_primary(&context, number), "cuDevicePrimaryCtxRetain"); !t.empty()) return t;
        device->multiprocessors.store(count, std::memory_order_relaxed);
        device->context.store(context, std::memory_order_release);
    }
    return {};
}

/// Makes a device's primary context current while it lives.
class Current {
public:
    Current(const Driver& d, void* context) : driver_(d) {
        void* now = nullptr;
        driver_.get_current(&now);
        pushed_ = now != context && driver_.push_current(context) == 0;
    }
    ~Current() {
        void* popped = nullptr;
        if (pushed_) driver_.pop_current(&popped);
    }
    Current(const Current&) = delete;
    Current& operator=(const Current&) = delete;

private:
    const Driver& driver_;
    bool pushed_;
};

}  // namespace

Trouble driver_version(int& version) {
    const Driver& d = driver();
    return d.trouble.empty() ? d.report(d.get_version(&version), "cuDriverGetVersion") : d.trouble;
}

Trouble compute_capability(int device, int& capability) {
    const Driver& d = driver();
    if (!d.trouble.empty()) return d.trouble;
    int major = 0, minor = 0;
    if (Trouble t = d.report(d.get_attribute(&major, capability_major, device), "cuDeviceGetAttribute"); !t.empty()) return t;
    if (Trouble t = d.report(d.get_attribute(&minor, capability_minor, device), "cuDeviceGetAttribute"); !t.empty()) return t;
    capability = 10 * major + minor;
    return {};
}

Trouble load_kernel(const void* binary, const char* name, void*& kernel) {
    const Driver& d = driver();
    if (!d.trouble.empty()) return d.trouble;
    void* library = nullptr;
    if (Trouble t = d.report(d.load_library(&library, binary, nullptr, nullptr, 0, nullptr, nullptr, 0), "cuLibraryLoadData"); !t.empty())
        return t;
    return d.report(d.get_kernel(&kernel, library, name), "cuLibraryGetKernel");
}

Trouble launch(void* kernel, void* stream, int number, Arguments arguments, const Strides* strides) {
    if (arguments.n == 0) return {};
    const Driver& d = driver();
    if (!d.trouble.empty()) return d.trouble;
    Device* device = nullptr;
    if (Trouble t = find_device(number, device); !t.empty()) return t;
    const long long blocks = share(arguments, device->multiprocessors.load(std::memory_order_relaxed));
    if (blocks > most_blocks) return "more than 3e13 elements in one call";
    const Strides none{};
    void* parameters[] = {&arguments, const_cast<Strides*>(strides != nullptr ? strides : &none)};
    const Current current(d, device->context.load(std::memory_order_acquire));
    return d.report(d.launch_kernel(kernel, unsigned(blocks), 1, 1, threads, 1, 1, 0, stream, parameters, nullptr), "cuLaunchKernel");
}

}  // namespace logbessel::gpu
