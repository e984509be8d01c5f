"""The command line and its commands."""

import argparse
from typing import NoReturn

import logbessel
from logbessel.cli import classify, evaluate, fit, info, sample


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors take one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def make_parser() -> Parser:
    """The parser of the whole command; each command adds its own below it, and a function `run` for what was parsed."""
    parser = Parser(prog="logbessel", description="Log-Bessel functions and von Mises-Fisher distributions.")
    parser.add_argument("--version", action="version", version=f"logbessel {logbessel.__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in (fit, classify, sample, evaluate, info):
        command.add_parser(commands)
    return parser
