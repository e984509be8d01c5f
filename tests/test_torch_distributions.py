"""Distributions of PyTorch against NumPy's, their gradients against exact ones, and the conventions of torch.distributions."""

from importlib import import_module
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

import logbessel
from logbessel import stats

pytestmark = [pytest.mark.frameworks, pytest.mark.filterwarnings("default")]
torch = pytest.importorskip("torch", reason="PyTorch is tested where it is installed")

ours = import_module("logbessel.torch.distributions")
cosine_slope = import_module("logbessel.torch.cosine_sampling").cosine_slope
kl_divergence = torch.distributions.kl_divergence
DEVICES = ["cpu", *(["cuda"] if torch.cuda.is_available() else [])]
SPHERES = [(2, 3.0), (3, 0.0), (3, 5.0), (10, 3.0), (128, 50.0), (2048, 500.0), (32768, 17000.0)]


@pytest.fixture(params=DEVICES)
def device(request: pytest.FixtureRequest) -> str:
    return request.param


def direction(p: int, seed: int = 0) -> np.ndarray:
    vector = np.random.default_rng(seed).normal(size=p)
    return vector / np.linalg.norm(vector)


def pair(p: int, kappa: float, device: str = "cpu", dtype: Any = torch.float64) -> tuple[Any, stats.VonMisesFisher]:
    mean = direction(p)
    return ours.VonMisesFisher(torch.tensor(mean, dtype=dtype, device=device), kappa), stats.VonMisesFisher(mean, kappa)


@pytest.mark.parametrize(("p", "kappa"), SPHERES)
def test_values_are_those_of_numpy(p: int, kappa: float, device: str) -> None:
    theirs, exact = pair(p, kappa, device)
    points = exact.rvs(20, rng=1)
    assert_allclose(theirs.log_prob(torch.tensor(points, device=device)).cpu(), exact.logpdf(points), rtol=1e-12, atol=1e-11)
    assert_allclose(theirs.entropy().cpu(), exact.entropy(), rtol=1e-12, atol=1e-11)
    assert_allclose(theirs.mean.cpu(), exact.mean, rtol=1e-12, atol=1e-15)
    other, q = (
        ours.VonMisesFisher(torch.tensor(direction(p, 5), device=device), 2 * kappa + 1),
        stats.VonMisesFisher(direction(p, 5), 2 * kappa + 1),
    )
    assert_allclose(kl_divergence(theirs, other).cpu(), exact.kl_divergence(q), rtol=1e-10)
    uniform = ours.HypersphericalUniform(p, dtype=torch.float64, device=device)
    flat = stats.VonMisesFisher(direction(p), 0)
    assert_allclose(kl_divergence(theirs, uniform).cpu(), exact.kl_divergence(flat), rtol=1e-10, atol=1e-12)
    assert_allclose(kl_divergence(uniform, theirs).cpu(), flat.kl_divergence(exact), rtol=1e-10, atol=1e-12)
    assert_allclose(uniform.entropy().cpu(), flat.entropy(), rtol=1e-14)
    assert kl_divergence(uniform, uniform) == 0


@pytest.mark.parametrize("p", [512, 32768])
def test_single_precision_is_stable(p: int, device: str) -> None:
    for kappa in (1e-3, 1.0, 100.0, 1e4, 1e6):
        single, exact = pair(p, kappa, device, torch.float32)
        point = torch.tensor(exact.mean_direction, dtype=torch.float32, device=device)
        uniform = ours.HypersphericalUniform(p, device=device)
        flat = stats.VonMisesFisher(exact.mean_direction, 0)
        assert_allclose(single.log_prob(point).item(), exact.logpdf(exact.mean_direction), rtol=1e-6, atol=1e-6 * kappa)
        assert_allclose(kl_divergence(single, uniform).item(), exact.kl_divergence(flat), rtol=1e-3)
        drawn = single.sample((50,))
        assert torch.isfinite(drawn).all()
        assert ours.unit_sphere.check(drawn).all()


@pytest.mark.parametrize(("p", "kappa"), SPHERES[:-1])
def test_samples_have_the_distribution(p: int, kappa: float, device: str) -> None:
    scipy_stats = import_module("scipy.stats")
    torch.manual_seed(3)
    theirs, exact = pair(p, kappa, device)
    drawn = theirs.sample((3000,)).cpu().numpy()
    cosine = drawn @ exact.mean_direction
    assert scipy_stats.kstest(exact.cosine_distribution().cdf(cosine), "uniform").pvalue > 1e-3
    axis = direction(p, 9)
    axis -= (axis @ exact.mean_direction) * exact.mean_direction
    across = drawn @ (axis / np.linalg.norm(axis)) / np.sqrt(1 - np.minimum(cosine**2, 1 - 1e-15))
    assert abs(across.mean()) < 5 * across.std() / np.sqrt(3000)
    assert_allclose((across**2).mean(), 1 / (p - 1), rtol=0.15)
    assert_allclose(drawn.var(axis=0).sum(), float(theirs.variance.sum()), rtol=0.1)


@pytest.mark.parametrize(("p", "kappa"), [(2, 3.0), (3, 5.0), (10, 0.01), (10, 3.0), (10, 1e5), (128, 50.0), (2048, 500.0)])
def test_cosines_move_with_the_concentration_at_fixed_probability(p: int, kappa: float) -> None:
    q, step = np.linspace(0.02, 0.98, 9), 1e-4 * (kappa + 0.01)
    high, low = (stats.CosineDistribution(p, kappa + sign * step).ppf(q) for sign in (1, -1))
    complement = torch.tensor(1 - stats.CosineDistribution(p, kappa).ppf(q))
    slope = cosine_slope(torch.full((9,), kappa, dtype=torch.float64), complement, p)
    assert_allclose(slope, (high - low) / (2 * step), rtol=2e-5)


@pytest.mark.parametrize(("p", "kappa"), [(2, 3.0), (3, 5.0), (16, 10.0), (512, 100.0)])
def test_gradients_of_samples_are_those_of_expectations(p: int, kappa: float, device: str) -> None:
    """E u . a = A_p(kappa) mu . a, which has derivatives in kappa and in mu."""
    torch.manual_seed(0)
    mean = torch.tensor(direction(p), device=device, requires_grad=True)
    concentration = torch.tensor(kappa, dtype=torch.float64, device=device, requires_grad=True)
    drawn = ours.VonMisesFisher(mean, concentration).rsample((8000,))
    axis = torch.tensor(direction(p, 4), device=device)
    (drawn @ axis).mean().backward()
    cosine = float(direction(p, 4) @ direction(p))
    assert_allclose(concentration.grad.item(), logbessel.iv_ratio_dx(p / 2, kappa) * cosine, rtol=0.08, atol=3e-3 / kappa)
    tangent = mean.grad - (mean.grad @ mean.detach()) * mean.detach()
    expected = logbessel.iv_ratio(p / 2, kappa) * (axis - cosine * mean.detach())
    assert torch.linalg.vector_norm(tangent - expected) < 0.15 * torch.linalg.vector_norm(expected)


def test_conventions_of_torch_distributions(device: str) -> None:
    mean = torch.tensor(np.stack([direction(5, k) for k in range(3)]), device=device)
    d = ours.VonMisesFisher(mean, torch.tensor([[1.0], [2.0]], dtype=torch.float64, device=device))
    assert d.batch_shape == (2, 3)
    assert d.event_shape == (5,)
    assert d.sample((4,)).shape == (4, 2, 3, 5)
    assert d.rsample().requires_grad is False
    assert d.log_prob(d.sample()).shape == (2, 3)
    wide = d.expand((7, 2, 3))
    assert wide.sample().shape == (7, 2, 3, 5)
    assert torch.equal(wide.mean_direction[0], d.mean_direction)
    assert ours.HypersphericalUniform(4).expand((2,)).sample((3,)).shape == (3, 2, 4)
    assert d.mode.shape == d.variance.shape == (2, 3, 5)
    independent = torch.distributions.Independent(d, 1)
    assert independent.log_prob(d.sample()).shape == (2,)
    with pytest.raises(ValueError, match="concentration"):
        ours.VonMisesFisher(mean, -1.0, validate_args=True)
    with pytest.raises(ValueError, match="mean_direction"):
        ours.VonMisesFisher(2 * mean, 1.0, validate_args=True)
    with pytest.raises(ValueError, match="within the support"):
        ours.VonMisesFisher(mean, 1.0, validate_args=True).log_prob(2 * mean)
    with pytest.raises(ValueError, match="at least 2 components"):
        ours.VonMisesFisher(mean[:, :1], 1.0)
    with pytest.raises(ValueError, match="in 5 and in 4 dimensions"):
        kl_divergence(d, ours.HypersphericalUniform(4))


def test_gradients_of_values_are_right() -> None:
    mean = torch.tensor(direction(6), requires_grad=True)
    concentration = torch.tensor(4.0, dtype=torch.float64, requires_grad=True)
    point = torch.tensor(direction(6, 2))

    def values(mean: Any, concentration: Any) -> Any:
        d = ours.VonMisesFisher(mean, concentration, validate_args=False)
        return d.log_prob(point), d.entropy(), kl_divergence(d, ours.VonMisesFisher(point, 2.0, validate_args=False))

    assert torch.autograd.gradcheck(values, (mean, concentration))


def test_training_a_variational_posterior_reaches_the_prior() -> None:
    """Minimising KL(q || p) by samples alone finds p: the gradients have no bias."""
    torch.manual_seed(1)
    target = ours.VonMisesFisher(torch.tensor(direction(8)), 20.0)
    raw, log_kappa = torch.tensor(direction(8, 3), requires_grad=True), torch.tensor(0.0, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([raw, log_kappa], lr=0.1)
    for _ in range(150):
        optimizer.zero_grad()
        q = ours.VonMisesFisher(raw / raw.norm(), log_kappa.exp())
        u = q.rsample((32,))
        (q.log_prob(u) - target.log_prob(u)).mean().backward()
        optimizer.step()
    assert kl_divergence(q, target) < 0.05
    assert_allclose(q.concentration.item(), 20, rtol=0.2)
