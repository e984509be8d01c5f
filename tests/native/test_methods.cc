// What the loops take for granted of every function: common(v, x) says whether method(v, x) is 0; it is not at v = x = 0, with which a GPU
// fills up beyond the end.
#include <cmath>
#include <iterator>
#include <limits>
#include <random>

#include "check.h"
#include "logbessel/functions.h"

namespace {

template <class F, class S>
void check_common(const char* name) {
    constexpr S infinity = std::numeric_limits<S>::infinity(), nan = std::numeric_limits<S>::quiet_NaN();
    const S corners[] = {0,
                         -S(0),
                         S(0.5),
                         1,
                         S(1.5),
                         16,
                         34,
                         -3,
                         infinity,
                         -infinity,
                         nan,
                         logbessel::format<S>::huge,
                         logbessel::format<S>::tiny,
                         1 / logbessel::format<S>::huge,
                         std::numeric_limits<S>::denorm_min()};
    std::mt19937 random(7);
    std::uniform_real_distribution<double> exponent(-40, 40), usual(-10, 60);
    const auto number = [&]() -> S {
        switch (random() % 4) {
            case 0: return corners[random() % std::size(corners)];
            case 1: return S(std::exp2(exponent(random)));
            case 2: return S(usual(random) / 60);  // a ratio
            default: return S(usual(random));
        }
    };
    CHECK(!F::common(S(0), S(0)), "%s at v = x = 0", name);
    for (int i = 0; i < 20000; ++i) {
        const S v = number(), x = number();
        CHECK(F::common(v, x) == (F::method(v, x) == 0), "%s at v = %a, x = %a", name, double(v), double(x));
    }
}

}  // namespace

int main() {
#define LOGBESSEL_FUNCTION(name, arity, unit, outside, inside)  \
    check_common<logbessel::name, double>(#name " of doubles"); \
    check_common<logbessel::name, float>(#name " of floats");
#include "logbessel/functions.def"
}
