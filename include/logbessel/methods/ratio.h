// What a method for r = I_v/I_(v-1) can tell: the ratio and its complement c = 1 - r to full relative accuracy, and the slope
//
//   d log r/d log x = x c (1 + r)/r - (2 v - 1)                                                (Riccati's equation, from DLMF 10.29.2)
#pragma once

#include "../portable.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

template <class T>
struct ratio {
    T r, c, slope;
};

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
