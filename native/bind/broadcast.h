// What a call from XLA works on: contiguous arrays that broadcast, seen as strides in as few dimensions as will do.
#pragma once

#include <cstddef>
#include <string>

#include "native/bind/xla.h"
#include "native/gpu/arguments.h"

namespace logbessel::bind {

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
