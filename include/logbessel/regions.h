// Where each method serves: named predicates only, every threshold of the library with the figure behind it.
#pragma once

#include "portable.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace region {

/// Outside this radius the uniform expansion has an absolute error below 6e-17 (float: 8e-9); see coefficients/log_debye.h.
template <class S>
constexpr S disc_radius = format<S>::is_double ? S(34) : S(16);

/// Below this argument the power series need few terms: 9 of them leave 3e-18 at x = 1 (float: 6 leave 5e-10).
template <class S>
constexpr S corner_argument = S(1);

/// Orders and arguments whose squares and products neither overflow nor lose the argument: 0 <= v < huge, tiny <= x < huge.
template <class T>
LOGBESSEL_HD mask_of<T> ordinary(T v, T x) {
    using F = format<T>;
    return within(v, T(0), T(F::huge)) & within(x, T(F::tiny), T(F::huge));
}

/// R = sqrt(v^2 + x^2) >= disc_radius
template <class T>
LOGBESSEL_HD mask_of<T> outside_disc(T v, T x) {
    const scalar_of<T> r = disc_radius<scalar_of<T>>;
    return v * v + x * x >= T(r * r);
}

/// Within the disc: x too small for the recurrences and the quadrature.
template <class T>
LOGBESSEL_HD mask_of<T> corner(T x) {
    return x < T(corner_argument<scalar_of<T>>);
}

/// The regions of the four logarithms, by number: outside the disc, in the disc, in its corner x < 1, and the edge cases.
enum { outer, disc, small_argument, edge, count };

template <class T>
LOGBESSEL_HD T of_logarithm(T v, T x) {
    T inside = select(corner(x), T(small_argument), T(disc));
    return select(ordinary(v, x), select(outside_disc(v, x), T(outer), inside), T(edge));
}

}  // namespace region
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
