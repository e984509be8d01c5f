"""The functions of logbessel as `numpy.ufunc` objects.

Only these are ufuncs, with the methods of one (``outer``, ``at``, ``types``, ...).  The public functions of the same names,
`logbessel.log_iv`, ..., are plain Python functions, which choose by the type of their arguments and on NumPy arrays call these.
"""

from logbessel._core import iv_ratio as iv_ratio
from logbessel._core import iv_ratio_c as iv_ratio_c
from logbessel._core import iv_ratio_c_inv as iv_ratio_c_inv
from logbessel._core import iv_ratio_dv as iv_ratio_dv
from logbessel._core import iv_ratio_dv2 as iv_ratio_dv2
from logbessel._core import iv_ratio_dvdx as iv_ratio_dvdx
from logbessel._core import iv_ratio_dx as iv_ratio_dx
from logbessel._core import iv_ratio_dx2 as iv_ratio_dx2
from logbessel._core import iv_ratio_inv as iv_ratio_inv
from logbessel._core import kv_ratio as kv_ratio
from logbessel._core import kv_ratio_dv as kv_ratio_dv
from logbessel._core import kv_ratio_dv2 as kv_ratio_dv2
from logbessel._core import kv_ratio_dvdx as kv_ratio_dvdx
from logbessel._core import kv_ratio_dx as kv_ratio_dx
from logbessel._core import kv_ratio_dx2 as kv_ratio_dx2
from logbessel._core import log_iv as log_iv
from logbessel._core import log_iv_dv as log_iv_dv
from logbessel._core import log_iv_dv2 as log_iv_dv2
from logbessel._core import log_iv_dvdx as log_iv_dvdx
from logbessel._core import log_iv_dx as log_iv_dx
from logbessel._core import log_iv_dx2 as log_iv_dx2
from logbessel._core import log_ive as log_ive
from logbessel._core import log_ive_dx as log_ive_dx
from logbessel._core import log_kv as log_kv
from logbessel._core import log_kv_dv as log_kv_dv
from logbessel._core import log_kv_dv2 as log_kv_dv2
from logbessel._core import log_kv_dvdx as log_kv_dvdx
from logbessel._core import log_kv_dx as log_kv_dx
from logbessel._core import log_kv_dx2 as log_kv_dx2
from logbessel._core import log_kve as log_kve
from logbessel._core import log_kve_dx as log_kve_dx
