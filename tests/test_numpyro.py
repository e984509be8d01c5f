"""Distributions of NumPyro against NumPy's, their gradients against exact ones, the conventions of NumPyro, and inference with them."""

import doctest
import os
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logbessel
from logbessel import stats

pytestmark = [pytest.mark.frameworks, pytest.mark.filterwarnings("default")]  # what JAX warns about is not ours to fix
os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")  # other frameworks are tested in this process too
jax = pytest.importorskip("jax", reason="JAX is tested where it is installed")
numpyro = pytest.importorskip("numpyro", reason="NumPyro is tested where it is installed")

dist, infer = import_module("numpyro.distributions"), import_module("numpyro.infer")
ours, sampling = import_module("logbessel.numpyro"), import_module("logbessel.numpyro.cosine_sampling")
jnp = jax.numpy
SPHERES = [(2, 3.0), (3, 0.0), (3, 5.0), (10, 3.0), (128, 50.0), (2048, 500.0), (32768, 17000.0)]


@pytest.fixture(autouse=True)
def double() -> Iterator[None]:
    """Double precision, but for the tests of single precision."""
    jax.config.update("jax_enable_x64", True)
    yield
    jax.config.update("jax_enable_x64", False)


def direction(p: int, seed: int = 0) -> np.ndarray:
    vector = np.random.default_rng(seed).normal(size=p)
    return vector / np.linalg.norm(vector)


@pytest.mark.parametrize(("p", "kappa"), SPHERES)
def test_values_are_those_of_numpy(p: int, kappa: float) -> None:
    theirs, exact = ours.VonMisesFisher(jnp.asarray(direction(p)), kappa), stats.VonMisesFisher(direction(p), kappa)
    points = exact.rvs(20, rng=1)
    assert_allclose(theirs.log_prob(jnp.asarray(points)), exact.logpdf(points), rtol=1e-12, atol=1e-11)
    assert_allclose(theirs.entropy(), exact.entropy(), rtol=1e-12, atol=1e-11)
    assert_allclose(theirs.mean, exact.mean, rtol=1e-12, atol=1e-15)
    other, q = (module.VonMisesFisher(direction(p, 5), 2 * kappa + 1) for module in (ours, stats))
    assert_allclose(dist.kl_divergence(theirs, other), exact.kl_divergence(q), rtol=1e-10)
    uniform, flat = ours.HypersphericalUniform(p), stats.VonMisesFisher(direction(p), 0)
    assert_allclose(dist.kl_divergence(theirs, uniform), exact.kl_divergence(flat), rtol=1e-10, atol=1e-12)
    assert_allclose(dist.kl_divergence(uniform, theirs), flat.kl_divergence(exact), rtol=1e-10, atol=1e-12)
    assert_allclose(uniform.entropy(), flat.entropy(), rtol=1e-14)
    assert_allclose(uniform.log_prob(jnp.asarray(points)), flat.logpdf(points), rtol=1e-13)
    assert dist.kl_divergence(uniform, uniform) == 0


@pytest.mark.parametrize("p", [512, 32768])
def test_single_precision_is_stable(p: int) -> None:
    jax.config.update("jax_enable_x64", False)
    mean = jnp.asarray(direction(p))
    for kappa in (1e-3, 1.0, 100.0, 1e4, 1e6):
        d, exact = ours.VonMisesFisher(mean, kappa), stats.VonMisesFisher(direction(p), np.float32(kappa))
        drawn = d.sample(jax.random.key(0), (50,))
        assert drawn.dtype == d.concentration.dtype == jnp.float32
        assert_allclose(jnp.linalg.norm(drawn, axis=-1), 1, rtol=1e-5)
        assert_allclose(d.log_prob(mean), exact.logpdf(exact.mean_direction), rtol=1e-6, atol=1e-6 * kappa)
        assert_allclose(d.entropy(), exact.entropy(), rtol=1e-6, atol=1e-6 * kappa)
        uniform = stats.VonMisesFisher(direction(p), 0)
        assert_allclose(dist.kl_divergence(d, ours.HypersphericalUniform(p)), exact.kl_divergence(uniform), rtol=1e-3)
        step = sampling.cosine_slope
        q = np.linspace(0.02, 0.98, 9)
        complement = 1 - stats.CosineDistribution(p, kappa).ppf(q)
        single = step(jnp.full(9, kappa, jnp.float32), jnp.asarray(complement, jnp.float32), p)
        jax.config.update("jax_enable_x64", True)
        assert_allclose(single, step(jnp.full(9, kappa), jnp.asarray(complement), p), rtol=3e-5)
        jax.config.update("jax_enable_x64", False)


@pytest.mark.parametrize(("p", "kappa", "single"), [*((p, kappa, True) for p, kappa in SPHERES), (2, 3.0, False), (128, 50.0, False)])
def test_samples_have_the_distribution_of_the_cosine(p: int, kappa: float, single: bool) -> None:
    n = 20_000 if p < 100 else 2000
    jax.config.update("jax_enable_x64", not single)
    d, cosine = ours.VonMisesFisher(jnp.asarray(direction(p)), kappa), stats.CosineDistribution(p, kappa)
    drawn = np.asarray(d.sample(jax.random.key(3), (n,)), dtype=float)
    assert_allclose(np.linalg.norm(drawn, axis=-1), 1, rtol=1e-5)
    reached = np.sort(cosine.cdf(np.clip(drawn @ direction(p), -1, 1)))
    assert np.abs(reached - (np.arange(n) + 0.5) / n).max() < 1.95 / np.sqrt(n)  # Kolmogorov's bound of 0.1 %
    across = drawn - (drawn @ direction(p))[:, None] * direction(p)
    across /= np.linalg.norm(across, axis=1)[:, None]
    assert np.linalg.norm(across.mean(axis=0)) < 1 / np.sqrt(n) * (1 + 4 / np.sqrt(p))  # uniform around the mean direction
    assert_allclose(drawn.var(axis=0).sum(), d.variance.sum(), rtol=0.15)


@pytest.mark.parametrize(("p", "kappa"), [(2, 3.0), (3, 5.0), (10, 0.01), (10, 3.0), (10, 1e5), (128, 50.0), (2048, 500.0)])
def test_cosines_move_with_the_concentration_at_fixed_probability(p: int, kappa: float) -> None:
    q, step = np.linspace(0.02, 0.98, 9), 1e-4 * (kappa + 0.01)
    high, low = (stats.CosineDistribution(p, kappa + sign * step).ppf(q) for sign in (1, -1))
    complement = jnp.asarray(1 - stats.CosineDistribution(p, kappa).ppf(q))
    assert_allclose(sampling.cosine_slope(jnp.full(9, kappa), complement, p), (high - low) / (2 * step), rtol=2e-5)


@pytest.mark.parametrize(("p", "kappa"), [(2, 3.0), (3, 5.0), (512, 100.0)])
def test_gradients_of_samples_are_those_of_expectations(p: int, kappa: float) -> None:
    """E u . a = A_p(kappa) mu . a, which has derivatives in kappa and in mu; backward and forward."""
    axis = jnp.asarray(direction(p, 4))

    def mean(mu: Any, kappa: Any) -> Any:
        return (ours.VonMisesFisher(mu, kappa).rsample(jax.random.key(0), (8000,)) @ axis).mean()

    mu = jnp.asarray(direction(p))
    of_mu, of_kappa = jax.jit(jax.grad(mean, (0, 1)))(mu, kappa)
    cosine = float(axis @ mu)
    assert_allclose(of_kappa, logbessel.iv_ratio_dx(p / 2, kappa) * cosine, rtol=0.08, atol=3e-3 / kappa)
    tangent = of_mu - (of_mu @ mu) * mu
    expected = logbessel.iv_ratio(p / 2, kappa) * (axis - cosine * mu)
    assert jnp.linalg.norm(tangent - expected) < 0.15 * jnp.linalg.norm(expected)
    assert_allclose(jax.jvp(lambda kappa: mean(mu, kappa), (kappa,), (1.0,))[1], of_kappa, rtol=1e-10)


def test_gradients_of_values_are_right() -> None:
    check_grads, point = import_module("jax.test_util").check_grads, jnp.asarray(direction(6, 2))

    def values(mean: Any, concentration: Any) -> Any:
        d = ours.VonMisesFisher(mean, concentration, validate_args=False)
        return d.log_prob(point), d.entropy(), dist.kl_divergence(d, ours.VonMisesFisher(point, 2.0))

    check_grads(values, (jnp.asarray(direction(6)), jnp.asarray(4.0)), order=2, rtol=1e-6)


def test_conventions_of_numpyro() -> None:
    mean, key = jnp.asarray(np.stack([direction(5, k) for k in range(3)])), jax.random.key(0)
    d = ours.VonMisesFisher(mean, jnp.array([[1.0], [2.0]]), validate_args=True)
    assert (d.batch_shape, d.event_shape, d.has_rsample) == ((2, 3), (5,), True)
    assert ours.VonMisesFisher.infer_shapes((3, 5), (2, 1)) == ((2, 3), (5,))
    assert d.sample(key, (4,)).shape == (4, 2, 3, 5)
    assert d.log_prob(d.sample(key)).shape == (2, 3)
    assert d.expand((7, 2, 3)).sample(key).shape == (7, 2, 3, 5)
    assert d.to_event(1).log_prob(d.sample(key)).shape == (2,)
    assert d.mode.shape == d.variance.shape == d.mean.shape == (2, 3, 5)
    uniform = ours.HypersphericalUniform(4)
    assert uniform.expand((2,)).sample(key, (3,)).shape == (3, 2, 4)
    assert uniform.has_rsample
    assert_allclose(uniform.variance.sum(), 1)
    with pytest.raises(ValueError, match="concentration"):
        ours.VonMisesFisher(mean, -1.0, validate_args=True)
    with pytest.raises(ValueError, match="mean_direction"):
        ours.VonMisesFisher(2 * mean, 1.0, validate_args=True)
    with pytest.warns(UserWarning, match="within the support"):
        d.log_prob(2 * mean)
    with pytest.raises(ValueError, match="at least 2 components"):
        ours.VonMisesFisher(mean[:, :1], 1.0)
    with pytest.raises(ValueError, match="dim must be at least 2, not 1"):
        ours.HypersphericalUniform(1)
    with pytest.raises(ValueError, match="in 5 and in 4 dimensions"):
        dist.kl_divergence(d, uniform)
    assert np.isnan(ours.VonMisesFisher(mean[0], jnp.nan, validate_args=False).sample(key)).all()  # and does not wait for ever


def test_distributions_are_trees_that_jax_transforms() -> None:
    mean, kappa, key = jnp.asarray(np.stack([direction(5, k) for k in range(3)])), jnp.array([1.0, 2.0, 30.0]), jax.random.key(0)
    d = ours.VonMisesFisher(mean, kappa)
    again = jax.jit(lambda d: d)(d)
    assert (again.batch_shape, again.event_shape, again.dim) == ((3,), (5,), 5)
    assert_array_equal(again.sample(key), d.sample(key))
    assert jax.jit(lambda d: d)(ours.HypersphericalUniform(4)).dim == 4
    point = jnp.asarray(direction(5, 9))
    one_by_one = jax.vmap(lambda mean, kappa: ours.VonMisesFisher(mean, kappa).log_prob(point))(mean, kappa)
    assert_allclose(one_by_one, d.log_prob(point), rtol=1e-14)
    drawn = jax.vmap(lambda key, mean, kappa: ours.VonMisesFisher(mean, kappa).sample(key, (7,)))(jax.random.split(key, 3), mean, kappa)
    assert drawn.shape == (3, 7, 5)
    together = jax.vmap(lambda mean: dist.kl_divergence(ours.VonMisesFisher(mean, 3.0), ours.VonMisesFisher(point, 2.0)))(mean)
    assert_allclose(together, dist.kl_divergence(ours.VonMisesFisher(mean, 3.0), ours.VonMisesFisher(point, 2.0)), rtol=1e-12)


def test_examples() -> None:
    jax.config.update("jax_enable_x64", False)
    results = doctest.testmod(import_module("logbessel.numpyro.distributions"))
    assert results.attempted > 0
    assert results.failed == 0


def test_nuts_recovers_a_concentration() -> None:
    sample = stats.VonMisesFisher(direction(8), 20.0).rvs(200, rng=0)
    fit = stats.VonMisesFisher.fit(sample)

    def model(u: Any) -> None:
        kappa = numpyro.sample("kappa", dist.HalfNormal(100.0))
        mean = numpyro.sample("mean", dist.Normal(0, 1).expand((8,)).to_event(1))
        with numpyro.plate("rows", len(u)):
            numpyro.sample("u", ours.VonMisesFisher(mean / jnp.linalg.norm(mean), kappa), obs=u)

    mcmc = infer.MCMC(infer.NUTS(model), num_warmup=200, num_samples=300, progress_bar=False)
    mcmc.run(jax.random.key(0), jnp.asarray(sample))
    kappa = np.asarray(mcmc.get_samples()["kappa"])
    assert abs(kappa.mean() - fit.concentration_corrected) < fit.concentration_se
    assert_allclose(kappa.std(), fit.concentration_se, rtol=0.3)


def test_variational_inference_finds_a_direction() -> None:
    """A guide of directions is trained through its samples, and by the divergence from the uniform prior."""
    likelihood, n = 5.0, 30
    sample = stats.VonMisesFisher(direction(6), likelihood).rvs(n, rng=0)

    def model(u: Any) -> None:
        mean = numpyro.sample("mean", ours.HypersphericalUniform(6))
        with numpyro.plate("rows", len(u)):
            numpyro.sample("u", ours.VonMisesFisher(mean, likelihood), obs=u)

    def guide(u: Any) -> None:
        raw = numpyro.param("raw", jnp.ones(6))
        kappa = numpyro.param("kappa", 10.0, constraint=dist.constraints.positive)
        numpyro.sample("mean", ours.VonMisesFisher(raw / jnp.linalg.norm(raw), kappa))

    svi = infer.SVI(model, guide, numpyro.optim.Adam(0.05), infer.TraceMeanField_ELBO(num_particles=16))
    found = svi.run(jax.random.key(0), 1000, jnp.asarray(sample), progress_bar=False).params
    total = likelihood * sample.sum(axis=0)  # the posterior is a von Mises-Fisher distribution with that product of kappa and mu
    assert_allclose(found["kappa"], np.linalg.norm(total), rtol=0.15)
    assert found["raw"] @ total > 0.995 * np.linalg.norm(found["raw"]) * np.linalg.norm(total)
