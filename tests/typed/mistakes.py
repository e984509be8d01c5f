"""A user's mistakes: a type checker must see the one on each line that says so.  `test_typing.py` checks it; nothing runs it."""

import logbessel
from logbessel import log_vi  # noqa: F401  # mistake: attr-defined

logbessel.log_vi(1.0, 2.0)  # mistake: attr-defined
logbessel.stat.VonMisesFisher  # noqa: B018  # mistake: attr-defined
logbessel.log_iv(1.0)  # mistake: call-overload
logbessel.log_iv(None, 1.0)  # mistake: call-overload
logbessel.log_iv(v=1.0, x=2.0)  # mistake: call-overload
logbessel.log_iv([1.0], 2.0, axis=0)  # mistake: call-overload
logbessel.set_num_threads("2")  # mistake: arg-type
