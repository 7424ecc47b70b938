"""Which check tries which guarantee."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Any

from hypothesis.strategies import SearchStrategy


@dataclass(frozen=True)
class Each:
    """An argument whose values are all tried, however few examples a profile has."""

    values: tuple[Any, ...]


@dataclass(frozen=True)
class Together:
    """An argument that is a list: of all these values in one example, which is cheaper than one example for each."""

    values: tuple[Any, ...]


def together(*values: Any) -> Together:
    """All of these values in a list, to be tried one after the other in a single trial.

    An example that breaks the promise is tried again with each value alone, so that the counterexample is short.
    """
    return Together(values)


def each(*values: Any) -> Each:
    """All of these values, one after the other; the examples are shared out among them."""
    return Each(values)


@dataclass(frozen=True)
class Check:
    """A property that tries to break exactly one guarantee.

    `function` takes the trials, where it asks for them the name of the function under trial (`api`) and the id
    (`guarantee`), and one value of each strategy in `arguments`; it raises `Broken`. `needs` are the abilities it
    cannot do without; `share` is the part of the profile's examples that it is worth.
    """

    guarantee: str
    function: Callable[..., None]
    arguments: Mapping[str, SearchStrategy[Any] | Each | Together]
    needs: tuple[str, ...]
    share: float

    @property
    def cases(self) -> tuple[dict[str, Any], ...]:
        """Every combination of the values that are all to be tried; one empty combination where there are none."""
        names = [name for name, values in self.arguments.items() if isinstance(values, Each)]
        lists = [values.values for values in self.arguments.values() if isinstance(values, Each)]
        whole = {name: list(values.values) for name, values in self.arguments.items() if isinstance(values, Together)}
        return tuple({**dict(zip(names, combination, strict=True)), **whole} for combination in product(*lists))

    @property
    def strategies(self) -> dict[str, SearchStrategy[Any]]:
        """The arguments that are drawn."""
        return {name: found for name, found in self.arguments.items() if not isinstance(found, Each | Together)}

    def narrowed(self, example: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The same example with one value alone in each list of values that were tried together."""
        lists = [name for name, values in self.arguments.items() if isinstance(values, Together)]
        for combination in product(*(example[name] for name in lists)) if lists else ():
            yield {**example, **{name: [value] for name, value in zip(lists, combination, strict=True)}}

    def halves(self, example: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The same example twice, with half of the values that were tried together in each; none with one value."""
        for name, values in example.items():
            if isinstance(self.arguments[name], Together) and len(values) > 1:
                middle = len(values) // 2
                return [{**example, name: values[:middle]}, {**example, name: values[middle:]}]
        return []

    @property
    def name(self) -> str:
        """Where the check is written, as module:function."""
        return f"{self.function.__module__.rpartition('.')[2]}:{self.function.__name__}"

    @property
    def doc(self) -> str:
        """What the check does, in a sentence."""
        return " ".join((self.function.__doc__ or "").split())

    def run(self, trials: Any, example: Mapping[str, Any]) -> None:
        """Tries one example."""
        offered = {"api": self.guarantee.partition(".")[0], "guarantee": self.guarantee}
        asked = {name: value for name, value in offered.items() if name in _parameters(self.function)}
        self.function(trials, **asked, **example)


_checks: dict[str, Check] = {}


def check(
    *guarantees: str,
    needs: tuple[str, ...] = (),
    share: float = 1.0,
    **arguments: SearchStrategy[Any] | Each | Together,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Registers a function as the check of each of the guarantees named.

    `needs` are abilities of the agent without which the check is inconclusive; `arguments` are the strategies of the
    function's parameters. Raises ValueError when a guarantee already has a check.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        for name in guarantees:
            if name in _checks:
                raise ValueError(f"{name} already has a check: {_checks[name].name}")
            _checks[name] = Check(name, function, arguments, needs, share)
        return function

    return register


@lru_cache(maxsize=1)
def load() -> Mapping[str, Check]:
    """Every check, by the guarantee it tries."""
    package = importlib.import_module(__package__ or "tempfile_conformance.checks")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return dict(_checks)


@cache
def _parameters(function: Callable[..., None]) -> frozenset[str]:
    return frozenset(inspect.signature(function).parameters)
