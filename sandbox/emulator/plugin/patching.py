"""How the plug-in replaces functions of ministack."""

from collections.abc import Callable
from types import ModuleType
from typing import Any


def wrap(modules: ModuleType | list[ModuleType], name: str, make: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    """Replaces the function *name* by ``make(original)``, in every module that holds it under that name."""
    targets = modules if isinstance(modules, list) else [modules]
    original = getattr(targets[0], name)
    replacement = make(original)
    for module in targets:
        if getattr(module, name) is not original:
            raise RuntimeError(f"ministack has changed: {module.__name__}.{name} is not {targets[0].__name__}.{name}")
        setattr(module, name, replacement)
