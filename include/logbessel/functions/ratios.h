// Ratios of Bessel functions of neighbouring orders, their complement and their inverses.
#pragma once

#include "iv_ratio.h"
#include "iv_ratio_inverse.h"
#include "iv_ratio_second.h"
#include "iv_ratio_slope.h"
#include "kv_ratio.h"
#include "kv_ratio_second.h"
#include "kv_ratio_slope.h"
