// Where each method serves: every threshold at which one method hands over to another, with the figure behind it, and the predicates of
// the logarithms (those of the ratios: functions/ratio_regions.h).  Where a method takes fewer terms is told with its terms.
#pragma once

#include "twofold.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace region {

// ---- logarithms and ratios -----------------------------------------------------------------------------------------------------

/// Outside this radius the uniform expansion has an absolute error below 8e-17 (float: 7e-9); see coefficients/log_debye.h.
template <class S>
constexpr S disc_radius = format<S>::is_double ? S(34) : S(16);

/// So has that of each logarithm alone outside these, with rows of its own (float: 2e-8), and that of its first derivatives is below a third
/// of an ulp there.  Nearer to the origin log I differs from every series in 1/R by exp(-2 R).
template <class S>
constexpr S log_i_radius = format<S>::is_double ? S(21) : S(10);
template <class S>
constexpr S log_k_radius = format<S>::is_double ? S(16) : S(6);

/// There the derivative of log I in the order has them from this order on: nearer to 0, where it vanishes, K_0/I_0 < 2e-18 counts in it
/// (float: 7e-9).
template <class S>
constexpr S smallest_ring_order = S(1);

/// Below this argument the power series need few terms: 9 of them leave 3e-18 at x = 1 (float: 6 leave 5e-10).
template <class S>
constexpr S corner_argument = S(1);

/// Below this argument K_(v-1)/K_v has Temme's series, of which 7 terms leave 2e-17 here (float: 4 leave 4e-9); from here on it has
/// Steed's continued fraction, which converges the more slowly the smaller x is.
template <class S>
constexpr S temme_ratio_argument = S(0.5);

/// Below this argument the derivative of log K in the argument has Temme's series as well; plus 1 it would lose digits above.
template <class S>
constexpr S temme_slope_argument = S(0.25);

/// Below this argument the derivative of log K in the order has Temme's series, with 6 terms (float: 4); from here on the trapezoidal rule,
/// which needs the more nodes the smaller x is.
template <class S>
constexpr S temme_order_argument = S(0.125);

/// From the first of these arguments or the second of these orders on, second derivatives of log K have the trapezoidal rule
/// (coefficients/quadrature_second.h); below both of them, series of which 8 terms leave 1e-18 (float: 5 leave 2e-9).
template <class S>
constexpr S second_series_argument = S(0.375);
template <class S>
constexpr S second_series_order = S(8);

/// Outside the disc K_0/I_0, at most 3e-30 there (float: 4e-14), counts in the derivative of log I in the order, v/x and more, for orders
/// below this one.
template <class S>
constexpr S smallest_odd_order = format<S>::is_double ? S(0x1p-30) : S(0x1p-10);

/// An a with a quotient a/b of which 1 + a/b = 1: below 2^-60, of a half ulp 2^-54 (float: 2^-30, 2^-25).
template <class S>
constexpr S negligible_quotient = format<S>::is_double ? S(0x1p-60) : S(0x1p-30);

// ---- 1 - I_v/I_(v-1) near the order 1/2, with the factor v - 1/2 taken out ------------------------------------------------------

/// Outside the disc below this order: from it on the complement by the uniform expansion is a sum of positive terms.
template <class S>
constexpr S half_order_limit = S(1.5);

/// Inside the disc the recurrence keeps its digits down to a complement of 3e-14 (float: 4e-6), about (v - 1/2)/x + 2 exp(-2 x): that
/// is from the first of these on, and for x below the second.
template <class S>
constexpr S half_order_excess = format<S>::is_double ? S(0x1p-30) : S(0x1p-14);
template <class S>
constexpr S half_order_argument = format<S>::is_double ? S(16) : S(6);

/// The same for the second derivative in the argument, where the recurrence loses a factor of x more, and the sums to the first order in
/// v - 1/2 are good for v - 1/2 up to the first of these where x is not below the second (measured; either side keeps 16 ulp).
template <class S>
constexpr S half_order_bend_excess = format<S>::is_double ? S(0x1p-26) : S(0x1p-11);
template <class S>
constexpr S half_order_bend_argument = format<S>::is_double ? S(18) : S(8);

// ---- the inverses of I_v/I_(v-1) = r = 1 - c ------------------------------------------------------------------------------------

/// Below this ratio x = 2 v r to within r^2, 2^-200 (float: 2^-60).
template <class S>
constexpr S inverse_small_ratio = format<S>::is_double ? S(0x1p-100) : S(0x1p-30);

/// Below this complement x = (v - 1/2)/c to within the relative error c, for orders from half_order_limit on; below that limit
/// c may be as small as exp(-2 x) and the iteration goes on to the second, x < 2^900 (float: 2^90), from where c ~ exp(-2 x) for v = 1/2 only.
template <class S>
constexpr S inverse_small_complement = format<S>::is_double ? S(0x1p-60) : S(0x1p-30);
template <class S>
constexpr S inverse_smallest_complement = format<S>::is_double ? S(0x1p-900) : S(0x1p-90);

/// From this order on x = 2 v r/(1 - r^2) to within 1/v; below it the squares of v and of x < 2^61 v (float: 2^31 v) do not overflow.
template <class S>
constexpr S inverse_largest_order = format<S>::is_double ? S(0x1p400) : S(0x1p28);

/// In that formula 1 - r^2 comes from r below this ratio, and from it on as c (1 + r): so from whichever of them is exact.
template <class S>
constexpr S inverse_exact_ratio = S(0.125);

/// The iteration starts within 5% of x (near v = 1/2 12%): these margins keep it outside the disc, and within reach of the half order,
/// where the start is so.
template <class S>
constexpr S inverse_margin_inwards = S(0.9375);
template <class S>
constexpr S inverse_margin_outwards = S(1.0625);

// ---- a second look at log I and log K near their zeros: results of a smaller size may be wrong by more than an ulp -------------------

/// Outside the disc the error is below half an ulp of max(1, (v + x) times this) (measured; R = 0.73 (v + x) near the zeros).
template <class S>
constexpr S doubtful_outside = S(1.0 / 1024);

/// In the disc the error is below 5e-16, 1.2 ulp of results of this size (measured; above 1 ulp in 2 of 10,000 points up to twice this
/// size); in its corner, that of log K is below half an ulp of 1 + v where that is less,
template <class S>
constexpr S doubtful_inside = S(2);

/// and that of log I below half an ulp of v times this plus x^2 times a quarter of it: its two terms cancel, the smaller is x^2/4.
template <class S>
constexpr S doubtful_corner = S(0.5);

// ---- predicates ------------------------------------------------------------------------------------------------------------------

/// Orders and arguments whose squares and products neither overflow nor lose the argument: 0 <= v < huge, tiny <= x < huge.
template <class T>
LOGBESSEL_HD mask_of<T> ordinary(T v, T x) {
    using F = format<T>;
    return within(v, T(0), T(F::huge)) & within(x, T(F::tiny), T(F::huge));
}

/// R = sqrt(v^2 + x^2) >= radius, for v, x >= 0
template <class T>
LOGBESSEL_HD mask_of<T> outside(scalar_of<T> radius, T v, T x) {
    return at_least(sum_of_squares(v, x).hi, T(radius * radius));
}
template <class T>
LOGBESSEL_HD mask_of<T> outside_disc(T v, T x) {
    return outside(disc_radius<scalar_of<T>>, v, x);
}

/// Within the disc: x too small for the recurrences and the quadrature.
template <class T>
LOGBESSEL_HD mask_of<T> corner(T x) {
    return x < T(corner_argument<scalar_of<T>>);
}

/// The regions of the four logarithms, by number: outside the disc, in the ring between it and the logarithm's own radius, within that,
/// there in the corner x < 1, and the edge cases.
enum { outer, ring, disc, small_argument, edge, count };

/// Is a point outside the disc and ordinary, as almost all are?
template <class T>
LOGBESSEL_HD mask_of<T> common_logarithm(T v, T x) {
    return ordinary(v, x) & outside_disc(v, x);
}

/// The same where x/v and R^2, that of methods/saddle_point.h, are normal numbers as well
template <class T>
LOGBESSEL_HD mask_of<T> common_saddle_point(T v, T x) {
    using F = format<T>;
    const scalar_of<T> r = disc_radius<scalar_of<T>>, huge = F::huge;
    return within(muladd(v, v, x * x), T(r * r), T(huge * huge)) & at_least(x, T(1 / huge)) & within(v, T(0), T(huge));
}

template <class T>
LOGBESSEL_HD T of_logarithm(scalar_of<T> radius, T v, T x) {
    T inside = select(outside(radius, v, x), T(ring), select(corner(x), T(small_argument), T(disc)));
    return select(ordinary(v, x), select(outside_disc(v, x), T(outer), inside), T(edge));
}

}  // namespace region
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
