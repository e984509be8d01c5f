"""Says in one line what this machine lacks to build logbessel: ``python3 tools/check_machine.py``.

Runs on old Pythons too, so that they are told.
"""

import os
import shutil
import sys
import sysconfig


def missing():
    if sys.version_info < (3, 11):  # noqa: UP036
        return "Python {}.{} is too old, 3.11 is needed: make PYTHON=python3.12, say".format(*sys.version_info)
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return "Python has no venv: sudo apt-get install python3-venv"
    if not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")):
        return "Python has no headers: sudo apt-get install python3-dev"
    if not shutil.which(os.environ.get("CXX", "c++")):
        return "there is no C++ compiler: sudo apt-get install g++"
    return None


if __name__ == "__main__":
    hint = missing()
    sys.exit("logbessel cannot be built: " + hint if hint else 0)
