// The kernels that the functions of the registry ask for, one a line, as a demangler writes them: the driver's sweep, which holds
// method 0, a kernel for each of the others but the last, the edge, and a precise one where a function looks twice.
#include <cxxabi.h>

#include <cstdio>
#include <typeinfo>

#include "logbessel/functions.h"
#include "logbessel/functions/value_and_grad.h"

using namespace logbessel;

template <class F, class S>
void list(const char* scalar) {
    const char* function = abi::__cxa_demangle(typeid(F).name(), nullptr, nullptr, nullptr);
    std::printf("Driver<%s, %s>::sweep\n", function, scalar);
    for (int m = 1; m < F::methods - 1; ++m) std::printf("kernel<%s, %d, %s>\n", function, m, scalar);
    if (looks_twice<F, S>) std::printf("precise_kernel<%s, %s>\n", function, scalar);
}

template <class F, class S>
void list_joint(const char* scalar) {
    std::printf("JointDriver<%s, %s>::sweep\n", abi::__cxa_demangle(typeid(F).name(), nullptr, nullptr, nullptr), scalar);
}

int main() {
#define LOGBESSEL_JOINT(name, value, dv, dx) list_joint<name, float>("float"), list_joint<name, double>("double");
#define LOGBESSEL_FUNCTION(name, arity, unit, outside, inside) list<name, float>("float"), list<name, double>("double");
#include "logbessel/functions.def"
}
