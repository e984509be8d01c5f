#include "native/bind/call.h"

namespace logbessel::bind {
namespace {

int size_of(xla::Type type) {
    switch (type) {
        case xla::f64: return 8;
        case xla::f32: return 4;
        case xla::f16:
        case xla::bf16: return 2;
        default: return 0;
    }
}

}  // namespace

bool answers_metadata(const xla::Call& call, std::uint32_t traits) {
    if (call.extensions == nullptr || call.extensions->kind != xla::metadata_extension) return false;
    xla::Metadata& metadata = *reinterpret_cast<xla::MetadataExtension*>(call.extensions)->metadata;
    metadata.version = xla::version;
    metadata.traits = traits;
    return true;
}

xla::Error* error(const xla::Call& call, xla::Code code, const std::string& message) {
    const std::string text = "logbessel: " + message;
    xla::ErrorRequest request = {sizeof request, nullptr, text.c_str(), code};
    return call.functions->create_error(&request);
}

std::string read(const xla::Call& call, Broadcast& b) {
    if (call.arguments.count != 2 || call.results.count != 1) return "two arguments and one result are needed";
    const xla::Buffer &v = *call.arguments.buffers[0], &x = *call.arguments.buffers[1], &out = *call.results.buffers[0];
    if (v.type != out.type || x.type != out.type || size_of(out.type) == 0) {
        return "the arguments and the result must all be f64, f32, f16 or bf16, not of the types " + std::to_string(v.type) + ", " +
               std::to_string(x.type) + " and " + std::to_string(out.type);
    }
    if (v.rank != out.rank || x.rank != out.rank) return "the arguments and the result must have as many dimensions";
    b = {out.type, size_of(out.type), static_cast<char*>(v.data), static_cast<char*>(x.data), static_cast<char*>(out.data), 1, {}};
    gpu::Strides& s = b.strides;
    long long v_size = 1, x_size = 1;
    for (std::int64_t d = out.rank - 1; d >= 0; --d) {
        const long long length = out.lengths[d];
        if ((v.lengths[d] != length && v.lengths[d] != 1) || (x.lengths[d] != length && x.lengths[d] != 1)) {
            return "lengths of " + std::to_string(v.lengths[d]) + " and " + std::to_string(x.lengths[d]) + " do not broadcast to " +
                   std::to_string(length);
        }
        if (length != 1) {
            const long long v_step = v.lengths[d] == 1 ? 0 : v_size, x_step = x.lengths[d] == 1 ? 0 : x_size;
            const int last = s.dimensions - 1;
            if (last >= 0 && v_step == s.shape[last] * s.v[last] && x_step == s.shape[last] * s.x[last]) {
                s.shape[last] *= length;  // the dimension goes on where the last one ends
            } else {
                if (s.dimensions == gpu::most_dimensions) {
                    return "more than " + std::to_string(gpu::most_dimensions) + " dimensions that do not collapse";
                }
                s.shape[s.dimensions] = length;
                s.v[s.dimensions] = v_step;
                s.x[s.dimensions] = x_step;
                s.out[s.dimensions++] = b.n;
            }
        }
        v_size *= v.lengths[d];
        x_size *= x.lengths[d];
        b.n *= length;
    }
    if (s.dimensions == 0) {
        s.dimensions = 1;
        s.shape[0] = s.v[0] = s.x[0] = s.out[0] = 1;
    }
    return {};
}

}  // namespace logbessel::bind
