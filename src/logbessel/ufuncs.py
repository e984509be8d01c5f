"""The functions of logbessel as `numpy.ufunc` objects.

The public functions `logbessel.log_iv`, ... choose by the type of their arguments, and on NumPy arrays they call these.  Here are the
methods of a ufunc (``outer``, ``at``, ``types``, ...) for those who need them.
"""

from logbessel._core import iv_ratio as iv_ratio
from logbessel._core import iv_ratio_c as iv_ratio_c
from logbessel._core import iv_ratio_c_inv as iv_ratio_c_inv
from logbessel._core import iv_ratio_inv as iv_ratio_inv
from logbessel._core import kv_ratio as kv_ratio
from logbessel._core import log_iv as log_iv
from logbessel._core import log_ive as log_ive
from logbessel._core import log_kv as log_kv
from logbessel._core import log_kve as log_kve
