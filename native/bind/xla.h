// XLA's foreign-function interface, as much of it as an elementwise function needs: the C layout of version 0.1, which JAX takes since
// 0.6.2.
// Later versions of the interface append to these structures and accept the handlers of earlier ones.
#pragma once

#include <cstddef>
#include <cstdint>

namespace logbessel::xla {

/// Every structure begins with its size and a chain of extensions.
struct Extension {
    std::size_t size;
    int kind;
    Extension* next;
};

struct Version {
    std::size_t size;
    Extension* extensions;
    int major, minor;
};
constexpr Version version = {sizeof(Version), nullptr, 0, 1};

// ---- what XLA wants to know before it registers a handler --------------------------------------------------------------------------

/// The handler always launches the same work, so that it may be captured into a CUDA graph and replayed.
constexpr std::uint32_t capturable = 1;

struct Metadata {
    std::size_t size;
    Version version;
    std::uint32_t traits;
};

constexpr int metadata_extension = 1;
struct MetadataExtension {
    Extension base;
    Metadata* metadata;
};

// ---- arrays ------------------------------------------------------------------------------------------------------------------------

enum Type : int { f16 = 10, f32 = 11, f64 = 12, bf16 = 16 };

/// A contiguous array, last dimension fastest.
struct Buffer {
    std::size_t size;
    Extension* extensions;
    Type type;
    void* data;
    std::int64_t rank;
    std::int64_t* lengths;
};

/// The arguments or the results of a call.
struct Buffers {
    std::size_t size;
    Extension* extensions;
    std::int64_t count;
    int* kinds;
    Buffer** buffers;
};

struct Attributes {
    std::size_t size;
    Extension* extensions;
    std::int64_t count;
    void *kinds, *names, *values;
};

// ---- calls -------------------------------------------------------------------------------------------------------------------------

struct Error;
struct Context;

enum Code : int { invalid_argument = 3, failed_precondition = 9, internal = 13 };

struct ErrorRequest {
    std::size_t size;
    Extension* extensions;
    const char* message;
    Code code;
};

struct StreamRequest {
    std::size_t size;
    Extension* extensions;
    Context* context;
    void* stream;
};

struct DeviceRequest {
    std::size_t size;
    Extension* extensions;
    Context* context;
    std::int32_t device;
};

/// The functions that XLA offers to a handler.
struct Functions {
    std::size_t size;
    Extension* extensions;
    Version version;
    void* internal;
    Error* (*create_error)(ErrorRequest*);
    void* not_needed[3];
    Error* (*get_stream)(StreamRequest*);
    void* not_needed_either[12];
    Error* (*get_device)(DeviceRequest*);
};

enum Stage : int { instantiate, prepare, initialize, execute };

struct Call {
    std::size_t size;
    Extension* extensions;
    const Functions* functions;
    Context* context;
    Stage stage;
    Buffers arguments, results;
    Attributes attributes;
};

using Handler = Error*(Call*);

}  // namespace logbessel::xla
