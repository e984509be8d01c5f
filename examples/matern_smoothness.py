"""A Gaussian process whose Matérn kernel learns its smoothness nu, beside scikit-learn's with nu fixed.

    python examples/matern_smoothness.py [PICTURE.png]      # pip install scikit-learn vega-datasets==0.9.0 gpytorch

Five hundred daily maximum temperatures in Seattle, less their yearly course.  The kernel is

    k(d) = sigma^2 2^(1-nu) / Gamma(nu) z^nu K_nu(z),   z = sqrt(2 nu) d/l

whose logarithm has a gradient in nu, through `log_kv`.  scikit-learn has closed forms for nu = 1/2, 3/2, 5/2 and optimises the rest.
"""

import csv
import math
import sys
import warnings
from importlib import resources

import gpytorch
import numpy as np
import torch
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

import logbessel

DAYS = 500


def matern(distance: torch.Tensor, nu: torch.Tensor, length: torch.Tensor | float = 1.0) -> torch.Tensor:
    """The correlation at a distance, differentiable in all three."""
    z = torch.sqrt(2 * nu) * distance / length
    apart = z > 1e-8
    z = torch.where(apart, z, 1.0)  # K has a pole at 0, where the correlation is 1
    log_correlation = (1 - nu) * math.log(2) - torch.lgamma(nu) + nu * torch.log(z) + logbessel.log_kv(nu, z)
    return torch.where(apart, torch.exp(log_correlation), 1.0)


class MaternOfAnySmoothness(gpytorch.kernels.Kernel):
    """The same for GPyTorch, with nu as a parameter."""

    has_lengthscale = True

    def __init__(self, nu: float = 1.5) -> None:
        super().__init__()
        self.register_parameter("raw_nu", torch.nn.Parameter(torch.zeros(1, dtype=torch.float64)))
        self.register_constraint("raw_nu", gpytorch.constraints.Positive())
        self.initialize(raw_nu=self.raw_nu_constraint.inverse_transform(torch.tensor([nu], dtype=torch.float64)))

    @property
    def nu(self) -> torch.Tensor:
        return self.raw_nu_constraint.transform(self.raw_nu)

    def forward(self, x1: torch.Tensor, x2: torch.Tensor, diag: bool = False, **options: object) -> torch.Tensor:
        return matern(self.covar_dist(x1 / self.lengthscale, x2 / self.lengthscale, diag=diag), self.nu)


def temperatures() -> tuple[np.ndarray, np.ndarray]:
    """Days, and the deviation from the yearly course in units of its standard deviation."""
    with (resources.files("vega_datasets") / "_data" / "seattle-weather.csv").open() as file:
        values = np.array([float(row["temp_max"]) for row in csv.DictReader(file)])[:DAYS]
    day = np.arange(DAYS, dtype=float)
    yearly = 2 * np.pi * day[:, None] * np.arange(1, 3) / 365.25
    course = np.column_stack([np.ones(DAYS), np.cos(yearly), np.sin(yearly)])
    rest = values - course @ np.linalg.lstsq(course, values, rcond=None)[0]
    return day, rest / rest.std()


def log_likelihood(distance: torch.Tensor, y: torch.Tensor, log_parameters: torch.Tensor) -> torch.Tensor:
    """Of the data, given the logarithms of nu, the length, the variance and that of the noise."""
    nu, length, variance, noise = torch.exp(log_parameters)
    lags = torch.arange(len(y), dtype=y.dtype)  # all distances between equidistant days
    covariance = variance * matern(lags, nu, length)[distance.long()] + noise * torch.eye(len(y), dtype=y.dtype)
    factor = torch.linalg.cholesky(covariance)
    white = torch.linalg.solve_triangular(factor, y[:, None], upper=False)
    return -0.5 * white.square().sum() - factor.diagonal().log().sum() - len(y) / 2 * math.log(2 * math.pi)


def learn(distance: torch.Tensor, y: torch.Tensor, fixed_nu: float | None = None) -> tuple[torch.Tensor, float]:
    """The logarithms of the likeliest parameters, and the log-likelihood there."""
    log_nu = torch.log(torch.tensor([fixed_nu or 1.0], dtype=torch.float64)).requires_grad_(fixed_nu is None)
    rest = torch.log(torch.tensor([3.0, 1.0, 0.1], dtype=torch.float64)).requires_grad_()
    optimizer = torch.optim.LBFGS([rest] if fixed_nu else [log_nu, rest], max_iter=40, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = -log_likelihood(distance, y, torch.cat([log_nu, rest]))
        value.backward()
        return value

    optimizer.step(loss)
    return torch.cat([log_nu, rest]).detach(), -loss().item()


def main(picture: str | None) -> None:
    day, y = temperatures()
    distance = torch.from_numpy(np.abs(day[:, None] - day))
    target = torch.from_numpy(y)

    print(f"{DAYS} days of temperatures; Gaussian processes with a Matérn kernel and noise\n")
    print(f"{'':24}{'nu':>8}{'length':>9}{'variance':>10}{'noise':>8}{'log-likelihood':>16}{'ours there':>13}")
    for nu in (0.5, 1.5, 2.5):
        kernel = ConstantKernel(1.0) * Matern(3.0, nu=nu) + WhiteKernel(0.1, (1e-8, 10))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parameters at their bounds
            fit = GaussianProcessRegressor(kernel, alpha=0).fit(day[:, None], y)
        product, noise = fit.kernel_.k1, fit.kernel_.k2.noise_level
        found = (product.k2.length_scale, product.k1.constant_value, noise)
        ours = log_likelihood(distance, target, torch.log(torch.tensor([nu, *found], dtype=torch.float64))).item()
        theirs = fit.log_marginal_likelihood_value_
        print(f"{'scikit-learn, nu fixed':24}{nu:>8}{found[0]:>9.3f}{found[1]:>10.3f}{noise:>8.3f}{theirs:>16.6f}{ours:>13.6f}")
    log_parameters, best = learn(distance, target)
    nu, length, variance, noise = torch.exp(log_parameters).tolist()
    print(f"{'logbessel, nu learned':24}{nu:>8.3f}{length:>9.3f}{variance:>10.3f}{noise:>8.3f}{best:>16.6f}")

    kernel = gpytorch.kernels.ScaleKernel(MaternOfAnySmoothness(nu)).double()
    kernel.base_kernel.lengthscale, kernel.outputscale = length, variance
    difference = kernel(torch.from_numpy(day)[:, None]).to_dense() - variance * matern(
        distance, torch.tensor(nu, dtype=torch.float64), length
    )
    kernel(torch.from_numpy(day)[:, None]).to_dense().sum().backward()
    slope = kernel.base_kernel.raw_nu.grad.item()
    print(f"\nThe same kernel in GPyTorch differs by {difference.abs().max():.0e}, and its nu has a gradient ({slope:.4g}).")
    if picture is not None:
        draw(picture, distance, target, log_parameters)


def draw(picture: str, distance: torch.Tensor, y: torch.Tensor, log_parameters: torch.Tensor) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    best = torch.exp(log_parameters[0]).item()
    orders = np.geomspace(0.3, 5, 16)
    values = [learn(distance, y, nu)[1] for nu in orders]
    figure, axes = pyplot.subplots(figsize=(6, 4), layout="constrained")
    axes.plot(orders, values)
    axes.axvline(best, color="k", linestyle=":", linewidth=1, label="learned")
    for nu in (0.5, 1.5, 2.5):
        axes.axvline(nu, color="C1", linewidth=1, label="scikit-learn has" if nu == 0.5 else None)
    axes.set(xlabel="smoothness nu", ylabel="log-likelihood, the rest optimised", title=f"{DAYS} days of temperatures in Seattle")
    axes.legend()
    figure.savefig(picture, dpi=110)


if __name__ == "__main__":
    main(*sys.argv[1:2] or [None])
