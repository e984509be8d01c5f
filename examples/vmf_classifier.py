"""A von Mises-Fisher classifier that learns its concentrations by gradient, in 2048 dimensions and single precision.

    python examples/vmf_classifier.py [PICTURE.png]

Text embeddings go through a random layer of 2048 rectified units and onto the unit sphere.  Each class has a direction and a concentration,
trained together by Adam on the log density, log C_p(kappa) + kappa mu.z.  The gradient in kappa is that of `vmf_log_normalizer`, or of what
metric-learning programs have in its place: a polynomial that was fitted once, for 1024 dimensions, and serves all higher ones
(mkirchhof/url, timm/utils/misc.py, after Kirchhof et al. 2023).  The exact answer is known: the maximum-likelihood fit of each class.
"""

import sys
from collections.abc import Callable

import torch

from logbessel.datasets import load_debian_embeddings
from logbessel.stats import VonMisesFisher
from logbessel.torch import vmf_log_normalizer

DIM, STEPS = 2048, 400


def exact(kappa: torch.Tensor) -> torch.Tensor:
    return vmf_log_normalizer(kappa, DIM, relative_to_uniform=True)


def polynomial(kappa: torch.Tensor) -> torch.Tensor:
    return -0.01204 * kappa - 0.0007967 * kappa**1.9


def textbook(kappa: torch.Tensor) -> torch.Tensor:
    """The formula as it stands, in the precision of kappa."""
    import logbessel

    order = torch.tensor(DIM / 2 - 1, dtype=kappa.dtype)
    return order * torch.log(kappa / 2) - torch.lgamma(order + 1) - logbessel.log_iv(order, kappa)


def train(
    log_normalizer: Callable[[torch.Tensor], torch.Tensor], points: torch.Tensor, labels: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Directions and concentrations of the classes, from the first point of each and from e^5."""
    members = [points[labels == label] for label in labels.unique()]
    means = torch.stack([member.mean(0) for member in members])  # all that the likelihood knows of the points
    directions = torch.stack([member[0] for member in members]).requires_grad_()
    log_kappa = torch.full((len(members),), 5.0, requires_grad=True)
    optimizer = torch.optim.Adam([{"params": [directions], "lr": 0.003}, {"params": [log_kappa], "lr": 0.05}])
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, STEPS)
    for _ in range(STEPS):
        optimizer.zero_grad()
        kappa, unit = log_kappa.exp(), torch.nn.functional.normalize(directions, dim=1)
        loss = -(log_normalizer(kappa) + kappa * (unit * means).sum(1)).mean()
        loss.backward()
        optimizer.step()
        schedule.step()
    return torch.nn.functional.normalize(directions.detach(), dim=1), log_kappa.detach().exp()


def main(picture: str | None) -> None:
    torch.manual_seed(0)
    data = load_debian_embeddings()
    features, labels = torch.from_numpy(data.features).float(), torch.from_numpy(data.labels).long()
    layer = torch.nn.Linear(features.shape[1], DIM).requires_grad_(False)
    points = torch.nn.functional.normalize(torch.relu(layer(torch.nn.functional.normalize(features, dim=1))), dim=1)
    chosen = torch.rand(len(points)) < 0.5
    fits = [VonMisesFisher.fit(points[chosen & (labels == label)].numpy()) for label in range(len(data.sections))]
    likeliest = torch.tensor([fit.concentration for fit in fits])

    print(f"log C_p(kappa) - log C_p(0) in {DIM} dimensions, errors in nats; the first three in float32\n")
    print(f"{'kappa':>8}{'value':>12}{'logbessel':>12}{'textbook':>12}{'polynomial':>12}")
    for kappa in (1.0, 10.0, 100.0, 1000.0, 3000.0):
        true = exact(torch.tensor(kappa, dtype=torch.float64)).item()
        errors = [function(torch.tensor(kappa)).item() - true for function in (exact, textbook, polynomial)]
        print(f"{kappa:>8g}{true:>12.4g}" + "".join(f"{error:>12.1e}" for error in errors))

    print(f"\n{len(points[chosen]):,} embeddings of {len(data.sections)} classes to learn from, the rest to test\n")
    print(f"{'log C_p':<12}{'concentrations':>26}{'wrong by':>12}{'test accuracy':>16}{'test log density':>18}")
    learned = {}
    for name, log_normalizer in {"logbessel": exact, "polynomial": polynomial}.items():
        unit, kappa = train(log_normalizer, points[chosen], labels[chosen])
        learned[name] = kappa
        cosine = points[~chosen] @ unit.T
        accuracy = (log_normalizer(kappa) + kappa * cosine).argmax(1).eq(labels[~chosen]).float().mean().item()
        density = (exact(kappa) + kappa * cosine).gather(1, labels[~chosen, None]).mean().item()
        wrong = (kappa / likeliest - 1).abs().max().item()
        print(f"{name:<12}{f'{kappa.min():.1f} to {kappa.max():.1f}':>26}{wrong:>12.2%}{accuracy:>16.1%}{density:>18.1f}")
    print(f"{'exact fits':<12}{f'{likeliest.min():.1f} to {likeliest.max():.1f}':>26}")
    print("\nTest log density: the mean of log p(z | class), relative to the uniform distribution, in nats, by the right normaliser.")
    if picture is not None:
        draw(picture, likeliest, learned)


def draw(picture: str, likeliest: torch.Tensor, learned: dict[str, torch.Tensor]) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4), layout="constrained")
    kappa = torch.logspace(-1, 4, 300)
    true = exact(kappa.double())
    for name, function in {"polynomial": polynomial, "textbook formula, float32": textbook, "logbessel, float32": exact}.items():
        left.loglog(kappa, ((function(kappa).double() - true) / true).abs().clamp(min=1e-9), label=name)
    left.set(xlabel="concentration", ylabel="relative error", title=f"log C(κ)/C(0) in {DIM} dimensions")
    left.legend()
    for name, marker in (("polynomial", "x"), ("logbessel", "o")):
        right.plot(likeliest, learned[name], marker, label=f"learned with {name}")
    right.plot([likeliest.min(), likeliest.max()], [likeliest.min(), likeliest.max()], "k:", linewidth=1)
    right.set(xlabel="maximum-likelihood concentration", ylabel="learned concentration", title="One point a class")
    right.legend()
    figure.savefig(picture, dpi=110)


if __name__ == "__main__":
    main(*sys.argv[1:2] or [None])
