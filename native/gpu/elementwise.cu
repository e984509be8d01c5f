// The kernel of one function, storage format and layout, which the options -DLOGBESSEL_KERNEL, _STORAGE and _LAYOUT name.
#include "elementwise.h"

using namespace logbessel::gpu;

extern "C" __global__ void __launch_bounds__(
    threads, blocks<sizeof(LOGBESSEL_STORAGE), LOGBESSEL_LAYOUT, needs_registers<logbessel::LOGBESSEL_KERNEL>>)
    elementwise(const __grid_constant__ Arguments arguments, const __grid_constant__ Strides strides) {
    const Stretch stretch(arguments);
    const Arrays<LOGBESSEL_LAYOUT, LOGBESSEL_STORAGE> arrays(arguments, strides, stretch.first);
    evaluate<logbessel::LOGBESSEL_KERNEL>(arrays, stretch.length);
}
