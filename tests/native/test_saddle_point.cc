// The expansion that a GPU takes in single precision, on the CPU: within the contract's unit, also where log I and log K vanish.
#include <algorithm>
#include <cmath>
#include <random>

#include "check.h"
#include "logbessel/portable.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
/// As inaccurate as it may be.
inline float binary_logarithm(float a) {
    static std::mt19937 random(3);
    const double y = std::log2(double(a));
    return float(y + (random() % 2 ? 0x1p-22 : -0x1p-22) * std::max(std::abs(y), 1.0));
}
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel

#include "logbessel/methods/saddle_point.h"
#include "logbessel/regions.h"

namespace {

using logbessel::uniform_expansion::kind;
using logbessel::uniform_expansion::scaling;

template <kind which>
double error(float v, float x) {
    const auto y = sum(logbessel::uniform_expansion::logarithm<which, scaling::none>(double(v), double(x)));
    const float size = float(std::max({std::abs(y), std::hypot(double(v), double(x)) / 64, 1.0}));
    return std::abs(logbessel::saddle_point::logarithm<which>(v, x) - y) / (std::nextafter(size, INFINITY) - size);
}

}  // namespace

int main() {
    CHECK(!logbessel::region::common_saddle_point(0.0F, 0.0F));
    std::mt19937 random(5);
    std::uniform_real_distribution<double> unit(0, 1);
    for (int i = 0; i < 400000; ++i) {
        const double octaves[] = {6, 16, 54}, R = 34 * std::exp2(unit(random) * octaves[i % 3]);
        const double zero = 0.985 + 0.03 * (unit(random) - 0.5), right = 1.5707963267948966;
        const double angle = i % 2 ? right * unit(random) : zero, tiny = std::exp2(-40 * unit(random));
        const float v = float(R * (i % 8 == 0 ? tiny : std::sin(angle)));
        const float x = float(R * (i % 8 == 1 ? tiny : std::cos(angle)));
        if (std::hypot(double(v), double(x)) < 34) {
            continue;
        }
        CHECK(logbessel::region::common_saddle_point(v, x) == (x >= 0x1p-60F), "v = %a, x = %a", double(v), double(x));
        CHECK(error<kind::first>(v, x) <= 1, "log I at v = %a, x = %a", double(v), double(x));
        CHECK(error<kind::second>(v, x) <= 1, "log K at v = %a, x = %a", double(v), double(x));
    }
}
