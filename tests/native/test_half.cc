// binary16 and bfloat16 to binary32 and back: every number, and both sides of every point where the rounding changes.
#include <cmath>
#include <initializer_list>
#include <limits>

#include "check.h"
#include "native/cpu/half.h"

using logbessel::cpu::Bfloat16;
using logbessel::cpu::Half;

namespace {

float widen(unsigned bits) { return float(Half{std::uint16_t(bits)}); }
unsigned narrow(float x) { return Half::from(x).bits; }

/// The value by its definition.
double value(unsigned bits) {
    const int exponent = (bits >> 10) & 31, mantissa = bits & 1023;
    return exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(1024 + mantissa, exponent - 25);
}

}  // namespace

int main() {
    const float infinity = std::numeric_limits<float>::infinity();
    for (unsigned bits = 0; bits < 0x7c00; ++bits) {
        for (unsigned sign : {0u, 0x8000u}) {
            const double expected = sign != 0 ? -value(bits) : value(bits);
            CHECK(double(widen(sign | bits)) == expected && std::signbit(widen(sign | bits)) == (sign != 0), "0x%04x", sign | bits);
            CHECK(narrow(float(expected)) == (sign | bits), "0x%04x", sign | bits);
        }
        // Between neighbours, infinity standing for 2^16: the middle goes to the even one.
        const double next = bits == 0x7bff ? 65536.0 : value(bits + 1);
        const float middle = float(0.5 * (value(bits) + next));
        CHECK(narrow(middle) == bits + (bits & 1), "above 0x%04x", bits);
        CHECK(narrow(std::nextafter(middle, 0.0f)) == bits, "above 0x%04x", bits);
        CHECK(narrow(std::nextafter(middle, infinity)) == bits + 1, "above 0x%04x", bits);
    }
    CHECK(widen(0x7c00) == infinity && widen(0xfc00) == -infinity && std::isnan(widen(0x7e00)) && std::isnan(widen(0xfc01)));
    CHECK(narrow(infinity) == 0x7c00 && narrow(-infinity) == 0xfc00 && narrow(std::numeric_limits<float>::max()) == 0x7c00);
    CHECK((narrow(std::numeric_limits<float>::quiet_NaN()) & 0x7fff) > 0x7c00);
    CHECK(narrow(std::numeric_limits<float>::denorm_min()) == 0);

    const auto upper = [](float x) { return unsigned(Bfloat16::from(x).bits); };
    for (unsigned bits = 0; bits < 0x7f80; ++bits) {
        for (unsigned sign : {0u, 0x8000u}) {
            const float number = float(Bfloat16{std::uint16_t(sign | bits)});
            CHECK(std::signbit(number) == (sign != 0) && upper(number) == (sign | bits), "0x%04x", sign | bits);
        }
        // The middle between neighbours, of which the last has infinity above it, is the number with one more bit.
        const float low = float(Bfloat16{std::uint16_t(bits)}), middle = logbessel::cpu::bits_float(bits << 16 | 0x8000);
        CHECK(low < middle && upper(middle) == bits + (bits & 1), "above 0x%04x", bits);
        CHECK(upper(std::nextafter(middle, 0.0f)) == bits, "above 0x%04x", bits);
        CHECK(upper(std::nextafter(middle, infinity)) == bits + 1, "above 0x%04x", bits);
    }
    CHECK(float(Bfloat16{0x3fc0}) == 1.5f && float(Bfloat16{0xff80}) == -infinity && std::isnan(float(Bfloat16{0x7fc0})));
    CHECK(upper(infinity) == 0x7f80 && Bfloat16::from(-infinity).is_infinite() && !Bfloat16::from(1e38f).is_infinite());
    CHECK((upper(std::numeric_limits<float>::quiet_NaN()) & 0x7fff) > 0x7f80);
}
