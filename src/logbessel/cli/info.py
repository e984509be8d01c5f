"""``logbessel info``: what is installed and what it runs on."""

import argparse
import platform

import numpy as np

import logbessel
from logbessel import _core


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("info", help="version, instruction set, threads", description="Describe the installation.")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    for name, value in (
        ("logbessel", logbessel.__version__),
        ("instruction set", f"{_core.isa()} (of {', '.join(_core.available_isas())})"),
        ("threads", logbessel.get_num_threads()),
        ("NumPy", np.__version__),
        ("Python", platform.python_version()),
        ("platform", platform.platform()),
    ):
        print(f"{name:<16} {value}")
