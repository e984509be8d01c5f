// Every function of the registry.
#pragma once

#include "functions/log_i.h"
#include "functions/log_k.h"
#include "functions/ratios.h"
