// The loops of every function, type and instruction set: however the operands lie in memory, the results are the same bits.
#include <cfenv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "check.h"
#include "native/cpu/dispatch.h"
#include "native/cpu/evaluate.h"
#include "native/cpu/float_environment.h"
#include "native/cpu/half.h"

using namespace logbessel::cpu;

namespace {

constexpr const char* names[] = {
#define LOGBESSEL_FUNCTION(name, arity, unit, outside, inside) #name,
#include "logbessel/functions.def"
};

template <class S>
constexpr Type type_of = sizeof(S) == 8 ? float64 : float32;

template <class S>
char* bytes(S* p) {
    return reinterpret_cast<char*>(p);
}
template <class S>
const char* bytes(const S* p) {
    return reinterpret_cast<const char*>(p);
}

/// Bitwise equal, all NaNs being one.
template <class S>
bool same(S a, S b) {
    return std::memcmp(&a, &b, sizeof a) == 0 || (std::isnan(a) && std::isnan(b));
}

/// Orders and arguments of all regions, extreme and illegal ones among them.
template <class S>
std::vector<S> numbers(std::size_t n, unsigned seed) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> uniform(0, 1);
    const S infinity = std::numeric_limits<S>::infinity();
    const S special[] = {S(0),
                         -S(0),
                         S(0.5),
                         S(1),
                         -S(1.5),
                         infinity,
                         -infinity,
                         std::numeric_limits<S>::quiet_NaN(),
                         std::numeric_limits<S>::denorm_min(),
                         std::numeric_limits<S>::max(),
                         std::numeric_limits<S>::min()};
    std::vector<S> result(n);
    for (S& s : result) {
        const double kind = uniform(random), u = uniform(random);
        if (kind < 0.5)
            s = S(150 * u);
        else if (kind < 0.7)
            s = S(2 * u);
        else if (kind < 0.8)
            s = S(std::exp(80 * u - 40));
        else if (kind < 0.9)
            s = S(1e4 * u);
        else
            s = special[random() % (sizeof special / sizeof *special)];
    }
    return result;
}

template <class S>
std::vector<S> contiguous(Function f, const std::vector<S>& v, const std::vector<S>& x, int* raised = nullptr) {
    std::vector<S> out(v.size());
    const int r = evaluate(f, type_of<S>, {bytes(v.data()), sizeof(S), bytes(x.data()), sizeof(S), bytes(out.data()), sizeof(S)},
                           std::ptrdiff_t(v.size()));
    if (raised != nullptr) *raised = r;
    return out;
}

template <class S>
void check_layouts(Function f, std::size_t n) {
    const std::vector<S> v = numbers<S>(n, unsigned(n)), x = numbers<S>(n, unsigned(n) + 1);
    const std::ptrdiff_t size = sizeof(S), count = std::ptrdiff_t(n);
    int raised = 0, raised_alone = 0;
    const std::vector<S> expected = contiguous(f, v, x, &raised);

    for (std::size_t i = 0; i < n; ++i) {
        S alone;
        raised_alone |= evaluate(f, type_of<S>, {bytes(&v[i]), 0, bytes(&x[i]), 0, bytes(&alone), 0}, 1);
        CHECK(same(alone, expected[i]), "%s(%a, %a) = %a alone, %a in a row", names[f], double(v[i]), double(x[i]), double(alone),
              double(expected[i]));
    }
    CHECK(raised == raised_alone, "%s raises %d in a row of %zu, %d alone", names[f], raised, n, raised_alone);

    // Every layout: forwards with gaps, backwards; what lies in the gaps stays.
    for (std::ptrdiff_t step : {1, 2, 3, -1, -2}) {
        const std::size_t room = n * 3 + 1;
        std::vector<S> wide_v(room, S(-7)), wide_x(room, S(-7)), wide_out(room, S(-7));
        const std::ptrdiff_t start = step > 0 ? 0 : (count - 1) * -step;
        for (std::ptrdiff_t i = 0; i < count; ++i) {
            wide_v[start + i * step] = v[i];
            wide_x[start + i * step] = x[i];
        }
        const std::ptrdiff_t stride = step * size;
        evaluate(f, type_of<S>, {bytes(&wide_v[start]), stride, bytes(&wide_x[start]), stride, bytes(&wide_out[start]), stride}, count);
        std::size_t untouched = 0;
        for (S s : wide_out) untouched += s == S(-7);
        std::size_t legal = 0;
        for (std::ptrdiff_t i = 0; i < count; ++i) {
            CHECK(same(wide_out[start + i * step], expected[i]), "%s, stride %td, element %td", names[f], step, i);
            legal += expected[i] == S(-7);
        }
        CHECK(untouched == room - n + legal, "%s, stride %td", names[f], step);
    }

    // In place, over either input.
    std::vector<S> over_v = v, over_x = x;
    evaluate(f, type_of<S>, {bytes(over_v.data()), size, bytes(x.data()), size, bytes(over_v.data()), size}, count);
    evaluate(f, type_of<S>, {bytes(v.data()), size, bytes(over_x.data()), size, bytes(over_x.data()), size}, count);
    for (std::size_t i = 0; i < n; ++i) CHECK(same(over_v[i], expected[i]) && same(over_x[i], expected[i]), "%s in place", names[f]);

    // One order for all arguments, one argument for all orders.
    if (n == 0) return;
    std::vector<S> out(n);
    evaluate(f, type_of<S>, {bytes(v.data()), 0, bytes(x.data()), size, bytes(out.data()), size}, count);
    const std::vector<S> one_order = contiguous(f, std::vector<S>(n, v[0]), x);
    for (std::size_t i = 0; i < n; ++i) CHECK(same(out[i], one_order[i]), "%s, one order", names[f]);
    evaluate(f, type_of<S>, {bytes(v.data()), size, bytes(x.data()), 0, bytes(out.data()), size}, count);
    const std::vector<S> one_argument = contiguous(f, v, std::vector<S>(n, x[0]));
    for (std::size_t i = 0; i < n; ++i) CHECK(same(out[i], one_argument[i]), "%s, one argument", names[f]);
}

/// ufunc.accumulate: each element reads the result before it.
void check_accumulation(Function f) {
    const std::size_t n = 50;
    std::vector<double> x = numbers<double>(n, 5), out(n);
    out[0] = 0.5;
    evaluate(f, float64, {bytes(&out[0]), 8, bytes(&x[1]), 8, bytes(&out[1]), 8}, n - 1);
    for (std::size_t i = 1; i < n; ++i) {
        double expected;
        evaluate(f, float64, {bytes(&out[i - 1]), 0, bytes(&x[i]), 0, bytes(&expected), 0}, 1);
        CHECK(same(out[i], expected), "%s, accumulated element %zu", names[f], i);
    }
}

/// Small integers as float64, float16 and bfloat16 as float32.
template <class In, class S, class Out>
void check_conversion(Function f, Type type) {
    const std::size_t n = 3000;
    std::mt19937 random(3);
    std::vector<In> v(n), x(n);
    std::vector<S> wide_v(n), wide_x(n);
    for (std::size_t i = 0; i < n; ++i) {
        const unsigned bits[] = {unsigned(random()), unsigned(random())};
        std::memcpy(&v[i], &bits[0], sizeof(In));
        std::memcpy(&x[i], &bits[1], sizeof(In));
        wide_v[i] = S(v[i]);
        wide_x[i] = S(x[i]);
    }
    std::vector<Out> out(n);
    evaluate(f, type, {bytes(v.data()), sizeof(In), bytes(x.data()), sizeof(In), bytes(out.data()), sizeof(Out)}, n);
    const std::vector<S> expected = contiguous(f, wide_v, wide_x);
    for (std::size_t i = 0; i < n; ++i) {
        if constexpr (sizeof(Out) == 2) {
            CHECK(out[i].bits == Out::from(expected[i]).bits, "%s half %zu", names[f], i);
        } else {
            CHECK(same(out[i], expected[i]), "%s integer %zu", names[f], i);
        }
    }
}

/// The caller's rounding mode and pending exceptions neither change nor matter.
void check_environment() {
    const std::vector<double> v = numbers<double>(500, 8), x = numbers<double>(500, 9);
    const std::vector<double> expected = contiguous(Function(0), v, x);
    std::fesetround(FE_UPWARD);
    std::feclearexcept(FE_ALL_EXCEPT);
    std::feraiseexcept(FE_UNDERFLOW);
    const int pending = std::fetestexcept(FE_ALL_EXCEPT);  // on ARM an underflow is inexact as well
    const std::vector<double> upward = contiguous(Function(0), v, x);
    CHECK(std::fegetround() == FE_UPWARD && std::fetestexcept(FE_ALL_EXCEPT) == pending);
    std::fesetround(FE_TONEAREST);
    for (std::size_t i = 0; i < v.size(); ++i) CHECK(same(upward[i], expected[i]), "rounding mode");
}

void check_exceptions() {
    const double infinity = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
    const auto raised = [](const char* name, double v, double x) {
        int f = 0;
        while (std::string(names[f]) != name) ++f;
        int result = 0;
        contiguous<double>(Function(f), {v}, {x}, &result);
        return result;
    };
    CHECK(raised("log_iv", 1, 2) == 0 && raised("log_iv", nan, 2) == 0 && raised("log_iv", 1, infinity) == 0);
    CHECK(raised("log_iv", 1, 0) == FE_DIVBYZERO && raised("log_iv", 1, -1) == FE_INVALID);
    CHECK(raised("log_iv", infinity, infinity) == FE_INVALID);
}

}  // namespace

int main() {
    for (const std::string& isa : available_isas()) {
        CHECK(use_isa(isa));
        for (int f = 0; f < function_count; ++f) {
            for (std::size_t n : {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 255, 256, 257, 1000}) {
                check_layouts<float>(Function(f), n);
                check_layouts<double>(Function(f), n);
            }
            check_accumulation(Function(f));
            check_conversion<std::int8_t, double, double>(Function(f), int8);
            check_conversion<std::uint8_t, double, double>(Function(f), uint8);
            check_conversion<std::int16_t, double, double>(Function(f), int16);
            check_conversion<std::uint16_t, double, double>(Function(f), uint16);
            check_conversion<Half, float, Half>(Function(f), float16);
            check_conversion<Bfloat16, float, Bfloat16>(Function(f), bfloat16);
        }
        check_environment();
        check_exceptions();
    }
    CHECK(!use_isa("no such instruction set"));
}
