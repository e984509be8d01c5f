// The choice of the instruction set.
#pragma once

#include <string>
#include <vector>

#include "native/cpu/operands.h"

namespace logbessel::cpu {

/// The kernels in use: the widest that this machine runs until `use_isa` chooses others.
const Kernels& kernels();

/// Those that this machine runs, widest first.
std::vector<std::string> available_isas();

/// False, and nothing changed, when this machine does not run `name`.
bool use_isa(const std::string& name);

}  // namespace logbessel::cpu
