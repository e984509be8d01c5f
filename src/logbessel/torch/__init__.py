"""What PyTorch programs need beyond the functions themselves, which take tensors as they take arrays.

Importing this module imports PyTorch; importing `logbessel` does not.
"""

from logbessel.torch import distributions as distributions
from logbessel.torch.log_normalizer import vmf_log_normalizer as vmf_log_normalizer

__all__ = ["distributions", "vmf_log_normalizer"]
