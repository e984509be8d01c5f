r"""The special functions: logarithms of the modified Bessel functions, their derivatives, ratios, and the inverses of those.

They are plain Python functions, which choose by the type of their arguments who computes; the `numpy.ufunc` objects, with methods such as
``outer``, are those of `logbessel.ufuncs`.  All of them act on each element of their arguments, with NumPy's rules:

* arguments broadcast; scalars give a scalar, arrays an array; what implements ``__array_ufunc__`` (a Dask array) stays what it is;
* CuPy arrays, PyTorch tensors and JAX arrays give their like, computed on their device; their types promote as their framework has it;
  PyTorch and JAX differentiate them in both arguments; of the keywords CuPy takes ``out`` and ``dtype``, PyTorch ``out``, JAX none;
* integers give float64; float16, float32 and float64 give themselves, mixtures the wider (float16 is computed in float32);
* the keywords are those of a `numpy.ufunc`: ``out``, ``where``, ``dtype``, ``casting``, ``order``, ``subok``, ``signature``.

NaN gives NaN.  A point outside the domain gives NaN and NumPy's warning "invalid value", a pole an infinity and "divide by zero", a value
too large for the type an infinity and "overflow"; `numpy.errstate` silences them or makes them errors.  Nothing else warns.

The error bounds in the docstrings are those of ``functions.def``, which the tests hold; they are the same for float32 and float64, each
in its own ulp.  The *disc* is :math:`R = \sqrt{v^2 + x^2} < 34`, for float32 :math:`R < 16`.
"""

# In the functions `out` goes on by keyword, which takes every form that NumPy knows, and only if there is one: a keyword costs a tenth of a
# short call.

from logbessel.special.derivatives import log_iv_dv as log_iv_dv
from logbessel.special.derivatives import log_iv_dx as log_iv_dx
from logbessel.special.derivatives import log_ive_dx as log_ive_dx
from logbessel.special.derivatives import log_kv_dv as log_kv_dv
from logbessel.special.derivatives import log_kv_dx as log_kv_dx
from logbessel.special.derivatives import log_kve_dx as log_kve_dx
from logbessel.special.k_ratio_derivatives import kv_ratio_dv as kv_ratio_dv
from logbessel.special.k_ratio_derivatives import kv_ratio_dv2 as kv_ratio_dv2
from logbessel.special.k_ratio_derivatives import kv_ratio_dvdx as kv_ratio_dvdx
from logbessel.special.k_ratio_derivatives import kv_ratio_dx as kv_ratio_dx
from logbessel.special.k_ratio_derivatives import kv_ratio_dx2 as kv_ratio_dx2
from logbessel.special.logarithms import log_iv as log_iv
from logbessel.special.logarithms import log_ive as log_ive
from logbessel.special.logarithms import log_kv as log_kv
from logbessel.special.logarithms import log_kve as log_kve
from logbessel.special.ratio_derivatives import iv_ratio_dv as iv_ratio_dv
from logbessel.special.ratio_derivatives import iv_ratio_dx as iv_ratio_dx
from logbessel.special.ratio_second_derivatives import iv_ratio_dv2 as iv_ratio_dv2
from logbessel.special.ratio_second_derivatives import iv_ratio_dvdx as iv_ratio_dvdx
from logbessel.special.ratio_second_derivatives import iv_ratio_dx2 as iv_ratio_dx2
from logbessel.special.ratios import iv_ratio as iv_ratio
from logbessel.special.ratios import iv_ratio_c as iv_ratio_c
from logbessel.special.ratios import iv_ratio_c_inv as iv_ratio_c_inv
from logbessel.special.ratios import iv_ratio_inv as iv_ratio_inv
from logbessel.special.ratios import kv_ratio as kv_ratio
from logbessel.special.second_derivatives import log_iv_dv2 as log_iv_dv2
from logbessel.special.second_derivatives import log_iv_dvdx as log_iv_dvdx
from logbessel.special.second_derivatives import log_iv_dx2 as log_iv_dx2
from logbessel.special.second_derivatives import log_kv_dv2 as log_kv_dv2
from logbessel.special.second_derivatives import log_kv_dvdx as log_kv_dvdx
from logbessel.special.second_derivatives import log_kv_dx2 as log_kv_dx2
from logbessel.special.value_and_grad import ValueAndGrad as ValueAndGrad
from logbessel.special.value_and_grad import log_iv_value_and_grad as log_iv_value_and_grad
from logbessel.special.value_and_grad import log_kv_value_and_grad as log_kv_value_and_grad
