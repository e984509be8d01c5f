// IEEE binary16 and bfloat16 to binary32 and back, in integer arithmetic: neither the compiler's type nor NumPy's routines can be had
// everywhere.
#pragma once

#include <cstdint>
#include <cstring>

namespace logbessel::cpu {

inline std::uint32_t float_bits(float x) {
    std::uint32_t b;
    std::memcpy(&b, &x, sizeof b);
    return b;
}

inline float bits_float(std::uint32_t b) {
    float x;
    std::memcpy(&x, &b, sizeof x);
    return x;
}

/// A binary16 number; storage only.
struct Half {
    std::uint16_t bits;

    /// Exact.  The exponent moves by 127 - 15; infinities and NaNs move on to the top, subnormal numbers are normalised by a subtraction.
    explicit operator float() const {
        const std::uint32_t sign = std::uint32_t(bits & 0x8000) << 16, magnitude = std::uint32_t(bits & 0x7fff) << 13;
        std::uint32_t b = magnitude + (112u << 23);
        if (magnitude >= 0x7c00u << 13) {
            b += 112u << 23;
        } else if (magnitude < 0x0400u << 13) {
            b = float_bits(bits_float(b + (1u << 23)) - bits_float(113u << 23));
        }
        return bits_float(sign | b);
    }

    /// To nearest, ties to even.
    static Half from(float x) {
        const std::uint32_t sign = float_bits(x) & 0x80000000u;
        std::uint32_t b = float_bits(x) ^ sign;
        if (b > 0x7f800000u) {  // NaN
            b = 0x7e00;
        } else if (b >= 143u << 23) {  // 2^16 and more
            b = 0x7c00;
        } else if (b < 113u << 23) {  // subnormal in binary16: let an addition round at 2^-24
            b = float_bits(bits_float(b) + 0.5f) - float_bits(0.5f);
        } else {
            b = (b - (112u << 23) + 0xfff + ((b >> 13) & 1)) >> 13;
        }
        return {std::uint16_t(sign >> 16 | b)};
    }

    bool is_infinite() const { return (bits & 0x7fff) == 0x7c00; }
};

/// A bfloat16 number, the upper half of a binary32 one; storage only.
struct Bfloat16 {
    std::uint16_t bits;

    /// Exact.
    explicit operator float() const { return bits_float(std::uint32_t(bits) << 16); }

    /// To nearest, ties to even.
    static Bfloat16 from(float x) {
        const std::uint32_t b = float_bits(x);
        return {std::uint16_t(x == x ? (b + 0x7fff + (b >> 16 & 1)) >> 16 : 0x7fc0)};
    }

    bool is_infinite() const { return (bits & 0x7fff) == 0x7f80; }
};

}  // namespace logbessel::cpu
