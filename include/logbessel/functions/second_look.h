// A second look at doubtful results.
#pragma once

#include "../portable.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

/// Has F results that are doubtful, F::second_look(v, x, y), and a slow method for them, F::precise(v, x)?  Of double precision only.
template <class F, class S, class = void>
inline constexpr bool looks_twice = false;
template <class F, class S>
inline constexpr bool looks_twice<F, S, decltype(void(F::looks_twice))> = F::looks_twice && format<S>::is_double && second_looks;

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
