"""Write the generated headers: ``python -m tools.coefficients [NAME ...]`` (all of them without a name)."""

import sys

from . import HEADERS, generate, names

for name in sys.argv[1:] or names():
    path = HEADERS / f"{name}.h"
    path.write_text(generate(name))
    print(f"{path.name}: {path.stat().st_size} bytes")
