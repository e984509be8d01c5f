"""What can be wrong with a command line that the parser cannot see."""


class UsageError(Exception):
    """The command line asks for something that there is not: exit code 2."""
