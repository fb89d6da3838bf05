"""symact reads a document that contains mathematics, decides every claim in it, and says so at the exact place.

>>> import symact
>>> symact.check("notes/activation.md").summary
>>> symact.decide(r"\\tanh'(x)", r"1 - \\tanh^2(x)").status

Nothing is imported before it is asked for.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symact.check import check, check_chain, decide
    from symact.derive import derive
    from symact.emit import lambdify
    from symact.study import activation
    from symact.verdict import Claim, Finding, Report, Verdict

__version__ = "0.1.0"

__all__ = [
    "check", "check_chain", "decide",
    "activation", "derive", "lambdify",
    "Report", "Claim", "Finding", "Verdict",
    "__version__",
]  # fmt: skip

_HOMES = {
    "check": "check", "check_chain": "check", "decide": "check",
    "activation": "study", "derive": "derive", "lambdify": "emit",
    "Report": "verdict", "Claim": "verdict", "Finding": "verdict", "Verdict": "verdict",
}  # fmt: skip


class _Package(ModuleType):
    """Three functions are named like the modules they stem from or a package beside them; the name means the function."""

    def __getattr__(self, name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module 'symact' has no attribute {name!r}")
        value = getattr(import_module(f"symact.{_HOMES[name]}"), name)
        super().__setattr__(name, value)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        # The import system binds a submodule in its package once it is loaded: `symact.check` would stop being callable.
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})


sys.modules[__name__].__class__ = _Package
