// The kernel of one function, storage format and layout, which the options -DLOGBESSEL_FUNCTION, _STORAGE and _LAYOUT name.
#include "elementwise.h"

using namespace logbessel::gpu;

extern "C" __global__ void __launch_bounds__(threads) elementwise(const __grid_constant__ Arguments arguments
#if defined(LOGBESSEL_STRIDED)
                                                                  ,
                                                                  const __grid_constant__ Strides strides
#endif
) {
    const long long first = (long long)blockIdx.x * arguments.tile, left = arguments.n - first;
#if defined(LOGBESSEL_STRIDED)
    const Arrays<strided, LOGBESSEL_STORAGE> arrays(arguments, strides);
#else
    const Arrays<LOGBESSEL_LAYOUT, LOGBESSEL_STORAGE> arrays(arguments);
#endif
    evaluate_tile<logbessel::LOGBESSEL_KERNEL>(arrays, first, left < arguments.tile ? int(left) : arguments.tile);
}
