// A function of one point: find the region, take its method.  The machines do the same for many points at a time.
#pragma once

#include "../twofold.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

template <class F, int m = 0, class S>
LOGBESSEL_HD S evaluate_from(int method, S v, S x) {
    if constexpr (m + 1 == F::methods) {
        return F::edge(v, x);
    } else {
        return method == m ? F::template value<m>(v, x) : evaluate_from<F, m + 1>(method, v, x);
    }
}

/// log F(v, x) in two words at a finite point other than a zero or a pole.
template <class F, int m = 0, class S>
LOGBESSEL_METHOD twofold<S> evaluate_words(S v, S x) {
    if constexpr (m + 1 == F::methods) {
        return F::extreme_words(v, x);
    } else {
        return int(F::method(v, x)) == m ? F::template words<m>(v, x) : evaluate_words<F, m + 1>(v, x);
    }
}

/// Has F results that are doubtful, F::second_look(v, x, y), and a slow method for them, F::precise(v, x)?  Of double precision only.
template <class F, class S, class = void>
inline constexpr bool looks_twice = false;
template <class F, class S>
inline constexpr bool looks_twice<F, S, decltype(void(F::looks_twice))> = F::looks_twice && format<S>::is_double && second_looks;

template <class F, class S>
LOGBESSEL_METHOD S evaluate(S v, S x) {
    S y = evaluate_from<F>(int(F::method(v, x)), v, x);
    if constexpr (looks_twice<F, S>) {
        if (any(F::second_look(v, x, y))) {
            y = F::precise(v, x);
        }
    }
    return y;
}

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
