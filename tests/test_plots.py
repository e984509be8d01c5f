"""The pictures: what is in them."""

import subprocess
import sys
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from logbessel.datasets import load_debian_embeddings
from logbessel.stats import VonMisesFisher

pytestmark = pytest.mark.frameworks
matplotlib = pytest.importorskip("matplotlib", reason="pictures are tested where matplotlib is installed")
matplotlib.use("Agg")
pyplot, plots = import_module("matplotlib.pyplot"), import_module("logbessel.plots")


@pytest.fixture(autouse=True)
def _close():
    yield
    pyplot.close("all")


@pytest.fixture(scope="module")
def data() -> Any:
    return load_debian_embeddings()


@pytest.fixture(scope="module")
def classifier(data: Any) -> Any:
    return import_module("logbessel.sklearn").VonMisesFisherClassifier().fit(data.features[::2], data.labels[::2].astype(int))


@pytest.fixture(scope="module")
def mixture(data: Any) -> Any:
    return import_module("logbessel.sklearn").VonMisesFisherMixture(5, random_state=0).fit(data.features[::5])


def texts(labels: Any) -> list[str]:
    return [label.get_text() for label in labels]


def test_mean_directions_keep_their_distances_as_far_as_a_plane_can(mixture: Any) -> None:
    ax = plots.plot_mean_directions(mixture)
    (marks,) = ax.collections
    points, directions = np.asarray(marks.get_offsets()), mixture.mean_directions_
    shares = mixture.weights_ / mixture.weights_.sum()
    variance = shares @ np.square(points - shares @ points)
    scatter = (directions - shares @ directions).T * shares @ (directions - shares @ directions)
    assert_allclose(variance, np.linalg.eigvalsh(scatter)[:-3:-1], rtol=1e-10)
    near = np.linalg.norm(points[:, None] - points, axis=2) <= np.linalg.norm(directions[:, None] - directions, axis=2) + 1e-12
    assert near.all()
    assert_allclose(marks.get_sizes() / marks.get_sizes().max(), mixture.weights_ / mixture.weights_.max())
    assert_array_equal(marks.get_array(), mixture.concentrations_)
    assert texts(ax.texts) == ["0", "1", "2", "3", "4"]
    assert f"({variance[0] / np.trace(scatter):.0%} of the variance)" in ax.get_xlabel()


def test_mean_directions_of_classes_have_names(classifier: Any, data: Any) -> None:
    ax = plots.plot_mean_directions(classifier, labels=data.sections)
    assert texts(ax.texts) == list(data.sections)
    assert texts(plots.plot_mean_directions(classifier).texts) == [str(k) for k in range(12)]
    with pytest.raises(ValueError, match="labels must be 12, one for each, not 2"):
        plots.plot_mean_directions(classifier, labels=["a", "b"])


def test_one_mean_direction_is_a_point() -> None:
    mixture = import_module("logbessel.sklearn").VonMisesFisherMixture().fit(np.eye(3) + 0.1)
    assert_allclose(plots.plot_mean_directions(mixture).collections[0].get_offsets(), [[0, 0]], atol=1e-15)


def test_concentrations_have_their_intervals(data: Any) -> None:
    fits = {name: VonMisesFisher.fit(data.features[data.labels == k]) for k, name in enumerate(data.sections)}
    ax = plots.plot_concentrations(fits, level=0.5)
    (container,) = ax.containers
    points, _, (bars,) = container
    assert_allclose(points.get_xdata(), [fit.concentration_corrected for fit in fits.values()])
    assert_allclose([bar[:, 0] for bar in bars.get_segments()], [fit.concentration_interval(0.5) for fit in fits.values()], rtol=1e-12)
    assert texts(ax.get_yticklabels()) == list(data.sections)
    assert ax.yaxis_inverted()
    assert "50 % confidence" in ax.get_xlabel()


def test_probability_plot_has_the_points_and_the_line() -> None:
    truth = VonMisesFisher(np.eye(1, 2048)[0], 1000.0)
    X = truth.rvs(300, rng=0)
    ax = plots.plot_probability(truth, X)
    points, line = ax.lines
    assert_array_equal(points.get_xydata(), np.column_stack(truth.probplot(X)))
    assert_array_equal(line.get_xdata(), line.get_ydata())
    assert line.get_xdata()[0] <= points.get_xydata().min() < points.get_xydata().max() <= line.get_xdata()[1]
    assert "300 rows, p = 2,048, κ = 1000" in ax.get_title()


def test_posterior_confusion_is_the_mean_posterior(classifier: Any, mixture: Any, data: Any) -> None:
    X, y = data.features[1::2], data.labels[1::2].astype(int)
    ax = plots.plot_posterior_confusion(classifier, X, y, labels=data.sections)
    shown = np.asarray(ax.images[0].get_array())
    assert_allclose(shown.sum(axis=1), 1, rtol=1e-6)
    assert_allclose(shown[3], classifier.predict_proba(X[y == 3]).mean(axis=0), rtol=1e-6)
    assert texts(ax.get_xticklabels()) == texts(ax.get_yticklabels()) == list(data.sections)
    assert f"{100 * shown[0, 0]:.0f}" in texts(ax.texts)
    # A class that does not occur has no row, and components have numbers
    ax = plots.plot_posterior_confusion(classifier, X[y > 9], y[y > 9], labels=data.sections)
    assert texts(ax.get_yticklabels()) == ["php", "text"]
    ax = plots.plot_posterior_confusion(mixture, X, y, labels=data.sections)
    assert (texts(ax.get_xticklabels()), texts(ax.get_yticklabels())) == (list("01234"), list(data.sections))
    assert np.asarray(ax.images[0].get_array()).shape == (12, 5)


def test_scores_are_counted(classifier: Any, data: Any) -> None:
    inside = classifier.score_samples(data.features)
    outside = classifier.score_samples(np.random.default_rng(0).normal(size=(500, 384)))
    ax = plots.plot_scores({"Debian": inside, "noise": outside}, bins=20, threshold=550.0)
    edges = np.histogram_bin_edges(np.concatenate([inside, outside]), 20)
    for patch, values in zip(ax.patches, (inside, outside), strict=True):
        heights = patch.get_xy()[1:-1:2, 1]  # the outline of the steps, there and back
        assert_allclose(heights[:20], np.histogram(values, edges)[0] / len(values), rtol=1e-12)
    assert texts(ax.get_legend().get_texts()) == ["Debian (4,725)", "noise (500)", "threshold 550"]
    assert_array_equal(ax.lines[0].get_xdata(), [550, 550])


def test_axes_are_those_that_are_given(classifier: Any, mixture: Any, data: Any) -> None:
    fit = VonMisesFisher.fit(data.features)
    calls = [
        lambda ax: plots.plot_mean_directions(mixture, ax=ax),
        lambda ax: plots.plot_concentrations({"all": fit}, ax=ax),
        lambda ax: plots.plot_probability(fit, data.features[:9], ax=ax),
        lambda ax: plots.plot_posterior_confusion(classifier, data.features, data.labels, ax=ax),
        lambda ax: plots.plot_scores({"all": [1.0, 2.0]}, ax=ax),
    ]
    assert len(calls) == len(plots.__all__)
    figure, axes = pyplot.subplots(1, len(calls))
    for call, ax in zip(calls, axes, strict=True):
        assert call(ax) is ax
        assert ax.get_xlabel()
        assert ax.get_ylabel()
    assert pyplot.get_fignums() == [figure.number]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda _: plots.plot_concentrations({}), "fits must hold at least one fit, and it is empty"),
        (lambda _: plots.plot_scores({}), "scores must hold at least one sample, and it is empty"),
        (lambda _: plots.plot_scores({"a": [1.0], "b": []}), "scores of 'b' must be finite numbers, at least one"),
        (lambda _: plots.plot_scores({"a": [np.nan]}), "scores of 'a' must be finite"),
        (lambda _: plots.plot_probability(VonMisesFisher([1.0, 0.0], 1.0), np.empty((0, 2))), "X must have rows to plot"),
        (lambda it: plots.plot_posterior_confusion(it, np.ones((3, 384)), [0, 1]), r"y must have shape \(3,\), .* not \(2,\)"),
    ],
)
def test_bad_calls_are_explained(call: Any, message: str, classifier: Any) -> None:
    with pytest.raises(ValueError, match=message):
        call(classifier)
    assert not pyplot.get_fignums()


def test_without_matplotlib_the_error_names_the_extra() -> None:
    program = "import sys; sys.modules['matplotlib'] = None; import logbessel.plots"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 1
    assert "ImportError: logbessel.plots needs matplotlib: pip install 'logbessel[plots]'" in done.stderr
