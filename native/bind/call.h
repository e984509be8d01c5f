// A call from XLA: what it asks, the arrays that it hands over, and the error that it gets.
#pragma once

#include <cstdint>
#include <string>

#include "native/bind/xla.h"
#include "native/gpu/arguments.h"

namespace logbessel::bind {

/// Before XLA registers a handler it asks of which version the handler is; then there is nothing to compute.
bool answers_metadata(const xla::Call& call, std::uint32_t traits);

xla::Error* error(const xla::Call& call, xla::Code code, const std::string& message);

/// Contiguous arrays that broadcast, seen as strides in as few dimensions as will do.
struct Broadcast {
    xla::Type type;
    int size;  // of an element, in bytes
    const char *v, *x;
    char* out;
    long long n;
    gpu::Strides strides;
};

/// Reads the order, the argument and the result of a call; all have the same type and number of dimensions, and a length of 1 stands
/// for any.  Answers what is wrong with them.
std::string read(const xla::Call& call, Broadcast& broadcast);

}  // namespace logbessel::bind
