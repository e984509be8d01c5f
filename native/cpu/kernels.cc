// The loops of one instruction set; the build compiles this file once per instruction set, which LOGBESSEL_ISA names.
#include "native/cpu/direction_kernels.h"
#include "native/cpu/joint_driver.h"

#define LOGBESSEL_NAME(isa) #isa
#define LOGBESSEL_NAME_OF(isa) LOGBESSEL_NAME(isa)

namespace logbessel::cpu {
inline namespace LOGBESSEL_ISA {

extern const Kernels kernels;
const Kernels kernels = {
    LOGBESSEL_NAME_OF(LOGBESSEL_ISA),
    {
#define LOGBESSEL_FUNCTION(name, arity, unit, outside, inside) drive<name, float>,
#include "logbessel/functions.def"
    },
    {
#define LOGBESSEL_FUNCTION(name, arity, unit, outside, inside) drive<name, double>,
#include "logbessel/functions.def"
    },
    {
#define LOGBESSEL_JOINT(name, value, dv, dx) drive_jointly<name, float>,
#include "logbessel/functions.def"
    },
    {
#define LOGBESSEL_JOINT(name, value, dv, dx) drive_jointly<name, double>,
#include "logbessel/functions.def"
    },
    sum_sample<float>,
    sum_sample<double>,
    sum_groups<float>,
    sum_groups<double>,
};

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel::cpu
