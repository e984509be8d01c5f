// A joint function on a GPU: its three results lie one after the other in memory, each as long as the output of one function.
#pragma once

#include "logbessel/functions/value_and_grad.h"

namespace logbessel {
namespace gpu {

template <class F, class = void>
constexpr bool is_joint = false;
template <class F>
constexpr bool is_joint<F, decltype(void(sizeof(typename F::dv)))> = true;

/// One of the three functions, for points that are not common to all of them: its method 0 is one of the others here.
template <class F>
struct by_itself {
    static constexpr int methods = F::methods + 1;

    template <class S>
    LOGBESSEL_HD static S method(S v, S x) {
        S m = F::method(v, x);
        return F::common(v, x) ? S(1) : m == S(0) ? S(methods - 1) : m + S(1);
    }
    template <int m, class S>
    LOGBESSEL_HD static S value(S v, S x) {
        return F::template value<m - 1>(v, x);
    }
    template <class S>
    LOGBESSEL_HD static S edge(S v, S x) {
        return F::edge(v, x);
    }
};

}  // namespace gpu
}  // namespace logbessel
