"""Every file of include/logbessel/coefficients is what its generator writes, errors included."""

import pytest

from tools.coefficients import HEADERS, generate, names


def test_every_header_has_a_generator() -> None:
    assert {path.stem for path in HEADERS.glob("*.h")} == set(names())


@pytest.mark.parametrize("name", names())
def test_header_is_what_the_generator_writes(name: str) -> None:
    assert (HEADERS / f"{name}.h").read_text() == generate(name), f"python -m tools.coefficients {name}"
