"""What .ci/run checks, over the Pythons that are supported: ``nox`` runs it all, ``nox --list`` says what there is.

nox leaves out a Python that is not installed, and fails for it where the environment has CI set.
"""

from __future__ import annotations

import nox

PYTHONS = ["3.10", "3.11", "3.12", "3.13", "3.14"]


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The tests that need Python and nothing else."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session
def trial(session: nox.Session) -> None:
    """The same tests under Twisted's own runner."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "twisted.trial", *(session.posargs or ["tests"]))


@nox.session(python=PYTHONS)
def outside(session: nox.Session) -> None:
    """The tests that need a program from outside, under both runners; CONTRIBUTING.rst says which programs."""
    session.install("-e", ".[test,outside]")
    session.install("--no-deps", "axe-playwright-python")  # for the axe-core in it
    session.run("python", "-m", "pytest", "--no-cov", "tests_outside")
    session.run("python", "-m", "twisted.trial", "tests_outside")


@nox.session
def lint(session: nox.Session) -> None:
    """Style and common mistakes."""
    session.install("ruff")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Types, strictly."""
    session.install("-e", ".[lint]")
    session.run("mypy")


@nox.session
def docs(session: nox.Session) -> None:
    """The pages, where a warning is an error."""
    session.install("-e", ".[test]")
    session.run("sphinx-build", "-W", "-b", "html", "docs", "docs/_build")
