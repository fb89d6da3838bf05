"""The languages that code is printed in: a printer each, all of them in :data:`TARGETS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from symact.emit.build import Family
from symact.emit.compiled import Missing
from symact.emit.targets.library import load

__all__ = ["TARGETS", "Missing", "Target", "target"]


@dataclass(frozen=True)
class Target:
    """``module`` names the printer; ``needs`` a package without which its code does not run.

    ``whole`` says that a module always has all derivatives, since each is the gradient of the one before.
    """

    name: str
    suffix: str
    needs: str = ""
    whole: bool = False

    @property
    def printer(self) -> Any:
        return import_module(f"symact.emit.targets.{self.name.replace('-', '_')}")

    @property
    def module(self) -> Callable[..., str]:
        made: Callable[..., str] = self.printer.module
        return made

    def load(self, text: str, where: str, family: Family) -> dict[str, Any]:
        """The functions of a module by their names."""
        own = getattr(self.printer, "loaded", None)
        made: dict[str, Any] = own(text, where, family) if own else load(text, where)
        return made

    def check(self) -> None:
        """Raises Missing."""
        if self.needs and find_spec(self.needs) is None:
            raise Missing(f"the target {self.name} needs {self.needs}, which is not installed; `pip install {self.needs}` brings it")


TARGETS = {
    t.name: t
    for t in (
        Target("numpy", "py"),
        Target("numpy-fast", "py"),
        Target("python", "py"),
        Target("c", "c"),
        Target("c-fast", "c"),
        Target("torch", "py", "torch", whole=True),
        Target("jax", "py", "jax", whole=True),
    )
}


def target(name: str) -> Target:
    """The target of that name. Raises ValueError."""
    if name not in TARGETS:
        raise ValueError(f"there is no target {name!r}; there are {', '.join(TARGETS)}")
    return TARGETS[name]
