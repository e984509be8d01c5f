// The method of arXiv 2409.08729, rivals/paper.h, on a CPU.
#include "debye.h"
#include "loop.h"
#include "paper.h"

EXPORT_LOOP(log_iv, (paper::value<paper::LogI<double>>))
EXPORT_LOOP(log_kv, (paper::value<paper::LogK<double>>))
EXPORT_LOOP(expression, (paper::value<paper::Expression<double>>))
extern "C" const char* version() { return "arXiv 2409.08729"; }
