// A joint function on a GPU: its three results lie one after the other in memory, each as long as the output of one function.
#pragma once

#include "logbessel/functions/value_and_grad.h"

namespace logbessel {
namespace gpu {

template <class F, class = void>
constexpr bool is_joint = false;
template <class F>
constexpr bool is_joint<F, decltype(void(sizeof(typename F::dv)))> = true;

}  // namespace gpu
}  // namespace logbessel
