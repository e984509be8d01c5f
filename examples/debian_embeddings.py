"""Fit von Mises-Fisher distributions to real text embeddings, and ask SciPy too: ``make demo``."""

import time
import warnings

import numpy as np
import scipy
from scipy.stats import vonmises_fisher

import logbessel
from logbessel.datasets import load_debian_embeddings
from logbessel.stats import VonMisesFisher

features, labels, sections = load_debian_embeddings()
samples = {"all": features} | {name: features[labels == label] for label, name in enumerate(sections)}

start = time.perf_counter()
fits = {name: VonMisesFisher.fit(sample) for name, sample in samples.items()}
ours = time.perf_counter() - start

start = time.perf_counter()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    theirs = {}
    for name, sample in samples.items():
        unit = sample / np.linalg.norm(sample.astype(float), axis=1, keepdims=True)
        _, theirs[name] = vonmises_fisher.fit(unit)
scipys = time.perf_counter() - start

n, dim = features.shape
print(f"von Mises-Fisher fits of {n:,} embeddings of Debian package descriptions in {dim} dimensions\n")
rule = "-" * 26 + "  " + "-" * 47 + "  " + "-" * 12
print(f"{'archive section':<20}{'n':>6}  {'logbessel ' + logbessel.__version__:^47}  {'SciPy ' + scipy.__version__:>12}")
print(f"{'':26}  {'R':>8}{'kappa':>10} +- {'se':<6}{'log-likelihood':>19}  {'kappa':>12}\n{rule}")
for name, fit in fits.items():
    print(
        f"{name:<20}{fit.n:>6,}  {fit.mean_resultant_length:>8.4f}{fit.concentration:>10.2f} +- {fit.concentration_se:<6.2f}"
        f"{fit.log_likelihood:>19,.1f}  {theirs[name]:>12.3g}"
    )
    if name == "all":
        print(rule)
print(rule)

whole = fits["all"]
density = {kappa: VonMisesFisher(whole.mean_direction, kappa).logpdf(features).mean() for kappa in (whole.concentration, theirs["all"])}
print("R: mean resultant length; kappa: concentration; se: its standard error.")
print(f"Mean log density of all rows at our kappa {density[whole.concentration]:.1f}, at SciPy's {density[theirs['all']]:.1f} nats.")
print(f"Time for all fits: logbessel {1e3 * ours:.0f} ms, SciPy {1e3 * scipys:.0f} ms.")
for warning in sorted({str(warning.message) for warning in caught}):
    print(f"SciPy's only hint: {warning}.")
