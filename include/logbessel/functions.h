// Every function of the registry.
#pragma once

#include "functions/log_i.h"
#include "functions/log_i_dv.h"
#include "functions/log_i_dx.h"
#include "functions/log_i_second.h"
#include "functions/log_k.h"
#include "functions/log_k_dv.h"
#include "functions/log_k_dx.h"
#include "functions/log_k_second.h"
#include "functions/ratios.h"
