"""Names: the random part, prefix and suffix, and where they come from."""

from __future__ import annotations

import math
import operator
from collections import Counter
from collections.abc import Iterator
from itertools import chain, combinations
from typing import Any

from tempfile_platforms.protocol import Raised

from tempfile_conformance.checks.making import NAMED, accepts, base, in_bytes, make
from tempfile_conformance.checks.registry import check
from tempfile_conformance.checks.strategies import fragments, plain_fragments, several
from tempfile_conformance.expect import require
from tempfile_conformance.trial import File, Trial
from tempfile_conformance.trials import Trials

TAIL = 30.0
"""Each statistical test's bound is exceeded by an unbiased source with a probability below exp(-30), 1e-13, on either
side; the hundred or so tests of one run (some 600 for names of 32 characters) together stay below 2e-10."""

FEW = 100
"""How many names are drawn by those functions that create what they name."""

PLAIN = ["txt", "!#$", "%&'", "()+", ",-;", "=@[", "]^_", "`{}~"]
"""A word, and every character that stands for itself in file names everywhere; few at a time, so that one at fault is
seen.
"""

TOO_LONG = "long" * 75
"""More than most file systems take; without an error a name begins with it all the same."""

LONG = "long" * 44
"""As much as leaves room for the rest of a name, where that may have 255 bytes."""

RESERVED = [":*?", '"<>', "|"]
"""The characters that Windows reserves, and others do not."""


def offered(trials: Trials) -> list[str]:
    """Those of the functions that make names which the implementation has."""
    return [api for api in NAMED if api in trials.session.hello.functions]


def _random_part(trial: Trial, path: str, prefix: str = "p-", suffix: str = "-s") -> str:
    name = str(trial.paths.basename(path))
    require(name.startswith(prefix) and name.endswith(suffix), f"a name {prefix!r} … {suffix!r}", name)
    return name[len(prefix) : len(name) - len(suffix)]


def _draw(trial: Trial, count: int, api: str = "mktemp") -> list[str]:
    """Random parts of names drawn one after the other."""
    request = {
        "op": "call",
        "function": api,
        "arguments": [],
        "keywords": {"prefix": "p-", "suffix": "-s", "dir": trial.directory},
    }
    replies = trial.do("repeat", count=count, request=request, timeout=120.0)
    values = [trial.value(reply) for reply in replies]
    if api == "NamedTemporaryFile":
        return [_random_part(trial, File(trial, value).name) for value in values]
    # mkstemp gives a descriptor as well.
    return [_random_part(trial, trial.text(value[1] if isinstance(value, tuple) else value)) for value in values]


@check("names.six-random-characters", prefix=plain_fragments, suffix=plain_fragments)
def six_characters(trials: Trials, prefix: str, suffix: str) -> None:
    """Takes prefix and suffix off the names that each function makes, and counts what is left."""
    with trials.open() as trial:
        for api in offered(trials):
            for _ in range(4):
                part = _random_part(trial, make(trial, api, prefix=prefix, suffix=suffix).path, prefix, suffix)
                require(len(part) == 6, "six characters between prefix and suffix", f"{len(part)}: {part!r} by {api}")


@check("names.no-process-id")
def no_process_id(trials: Trials) -> None:
    """Draws twenty names by each function and looks for the process id, in any usual form, in every one of them."""
    with trials.open() as trial:
        pid = int(trial.do("getpid"))
        for api in offered(trials):
            names = [base(trial, make(trial, api, prefix="p-", suffix="-s")) for _ in range(20)]
            for form in (str(pid), f"{pid:x}", f"{pid:X}", f"{pid:o}", str(pid)[::-1]):
                require(
                    not all(form in name for name in names), "names without the process id", f"{form} in {names[:3]}"
                )


@check("names.random")
def looks_random(trials: Trials) -> None:
    """Draws thousands of names, tests all characters together, each position and each pair of neighbours for even use
    and any two for being the same too often or too rarely, and looks for an order in them; draws a hundred names by
    each of the other functions too.
    """
    with trials.open() as trial:
        parts = _draw(trial, trials.sample)
    _varied(trials, parts, "mktemp")
    # Names may differ in length; what stands at the end of one is elsewhere in another.
    length = Counter(map(len, parts)).most_common(1)[0][0]
    parts = [part for part in parts if len(part) == length]
    columns = [[part[position] for part in parts] for position in range(length)]
    for (one, first), (two, second) in combinations(enumerate(columns, 1), 2):
        _independent(first, second, f"characters {one} and {two}")
    for characters in _pooled(columns):
        counted = Counter(characters)
        _even(counted, len(counted), len(characters), "all characters")
        _none_preferred(counted)
    for position, column in enumerate(columns):
        size = len(set(column))
        _even(Counter(column), size, len(parts), f"character {position + 1}")
        _unordered(column, f"character {position + 1}")
        following = columns[position + 1] if position + 1 < length else []
        for other, what in ((following, "the one after it"), (column[1:], "that of the next name")):
            cells = size * len(set(other))
            if len(parts) >= 20 * cells > 0:
                pairs = Counter(map("".join, zip(column, other, strict=False)))
                _even(pairs, cells, pairs.total(), f"character {position + 1} and {what}")
    for api in offered(trials):
        if api != "mktemp":
            with trials.open() as trial:
                _varied(trials, _draw(trial, FEW, api), api)


def _varied(trials: Trials, parts: list[str], api: str) -> None:
    """Requires many possible names, as few repeats as chance allows, and where the edition promises nothing but random
    characters no place without chance.
    """
    length = min(map(len, parts))
    require(length > 0, "a random part in every name", f"a name of {api} without one")
    seen = [len({part[position] for part in parts}) for position in range(length)]
    space = math.prod(seen)
    # Of a hundred names, not every character has to be seen at each position.
    wanted = 100_000_000 if len(parts) > FEW else 1_000_000
    require(space >= wanted, f"at least {wanted:,} possible names", f"{space:,} of {length} characters by {api}")
    repeats = len(parts) - len(set(parts))
    allowed = _poisson_bound(len(parts) ** 2 / (2 * space))
    require(repeats <= allowed, f"at most {allowed} repeated names in {len(parts)}", f"{repeats} by {api}")
    if trials.edition == "2.7":
        # That a hundred characters drawn evenly from an alphabet show no more than this many has a probability below
        # 1e-18, however large the alphabet is.
        least = min(20, len(set("".join(parts))) // 2)
        require(min(seen) > least, f"more than {least} characters at each position", f"{seen} by {api}")


def _unordered(column: list[str], what: str) -> None:
    """Requires a character to come as often before as after the one drawn next, with Hoeffding's bound."""
    pairs = [(one, two) for one, two in zip(column[::2], column[1::2], strict=False) if one != two]
    rising = sum(one < two for one, two in pairs)
    bound = math.sqrt(len(pairs) * TAIL / 2)
    require(
        abs(rising - len(pairs) / 2) <= bound,
        f"{what} rising about as often as falling ({bound:.0f} of {len(pairs)} off at most)",
        f"{rising} of {len(pairs)} rising",
    )


def _independent(one: list[str], two: list[str], what: str) -> None:
    """Requires two characters of a name to be the same about as often as chance has it, with Bernstein's bound."""
    often, times = Counter(one), Counter(two)
    expected = sum(count * times[character] for character, count in often.items()) / len(one)
    bound = TAIL / 3 + math.sqrt((TAIL / 3) ** 2 + 2 * expected * TAIL)
    same = sum(map(operator.eq, one, two))
    require(
        abs(same - expected) <= bound,
        f"{what} the same in {expected:.0f} of {len(one)} names ({bound:.0f} off at most)",
        f"the same in {same}",
    )


def _even(counts: Counter[str], cells: int, total: int, what: str) -> None:
    """A chi-squared test against even use, with the tail bound of Laurent and Massart."""
    expected = total / cells
    statistic = sum((seen - expected) ** 2 / expected for seen in counts.values())
    statistic += (cells - len(counts)) * expected
    degrees = cells - 1
    bound = degrees + 2 * math.sqrt(degrees * TAIL) + 2 * TAIL
    require(statistic <= bound, f"even use of {what} (chi-squared at most {bound:.0f})", f"{statistic:.0f}")


def _pooled(columns: list[list[str]]) -> list[list[str]]:
    """The characters of all positions that have the same alphabet, together."""
    pools: dict[frozenset[str], list[str]] = {}
    for column in columns:
        pools.setdefault(frozenset(column), []).extend(column)
    return list(pools.values())


def _none_preferred(counts: Counter[str]) -> None:
    """Requires no character to be much rarer or much more frequent than all are on average, with Bernstein's bound."""
    expected = counts.total() / len(counts)
    tail = TAIL + math.log(len(counts))
    bound = tail / 3 + math.sqrt((tail / 3) ** 2 + 2 * expected * tail)
    for character, seen in sorted(counts.items()):
        require(
            abs(seen - expected) <= bound,
            f"{character!r} {expected:.0f} times of {counts.total()} ({bound:.0f} off at most)",
            f"{seen} times",
        )


def _poisson_bound(mean: float) -> int:
    """The smallest number that a Poisson variable exceeds with a probability below exp(-TAIL)."""
    term, number = math.exp(-mean), 0
    tail = 1.0 - term
    while tail > math.exp(-TAIL) and number < 10_000:
        number += 1
        term *= mean / number
        tail -= term
        if term < math.exp(-TAIL) / 2 and number > mean:
            break
    return number


@check("names.differ-across-processes")
def differ_across_processes(trials: Trials) -> None:
    """Draws names in two processes that were started separately."""
    drawn: list[str] = []
    for _ in range(2):
        with trials.separate() as alone, alone.open() as trial:
            drawn += _draw(trial, 8, "mktemp" if "mktemp" in trials.session.hello.functions else "mkstemp")
    _different(drawn, "two processes")


def _different(drawn: list[str], where: str) -> None:
    """Requires names drawn in several places to differ; chance may repeat one."""
    again = sorted(name for name, times in Counter(drawn).items() if times > 1)
    require(len(again) <= 1, f"different names in {where}", f"drawn twice: {again[:5]}")


@check("names.differ-after-fork", needs=("fork",))
def differ_after_fork(trials: Trials) -> None:
    """Draws a name, forks children, which fork again, and draws names in all of them and in their parent; twice.

    Process ids begin anew when they have reached their limit: one child of each has an id below its parent's, and that
    is the same in both.
    """
    drawn: list[str] = []
    for _ in range(2):
        with trials.open() as trial:
            _draw(trial, 1)
            keywords = {"prefix": "p-", "suffix": "-s", "dir": trial.directory}
            request = {"op": "call", "function": "mktemp", "arguments": [], "keywords": keywords}
            again = {"op": "fork", "requests": [request] * 8, "count": 2}
            children = trial.fork(request, again, *[request] * 8, count=2)
            for child in list(children):
                children += [[trial.value(reply) for reply in one["replies"]] for one in child.pop(1)]
            if trials.able("low-id"):
                children += trial.fork(*[request] * 8, low_id=True)
            drawn += _draw(trial, 8)
            for child in children:
                drawn += [_random_part(trial, trial.text(name)) for name in child]
    _different(drawn, "parents and children")


@check("names.differ-across-threads")
def differ_across_threads(trials: Trials) -> None:
    """Draws names in eight threads at once."""
    with trials.open() as trial:
        keywords = {"prefix": "p-", "suffix": "-s", "dir": trial.directory}
        request = {"op": "call", "function": "mktemp", "arguments": [], "keywords": keywords}
        replies = trial.do("threads", count=8, requests=[request] * 25)
        drawn = [_random_part(trial, trial.text(trial.value(reply))) for thread in replies for reply in thread]
        _different(drawn, "every thread")


@check("TemporaryDirectory.random-name")
def random_name(trials: Trials, api: str) -> None:
    """Makes many in two processes, and compares the names.

    How long the random part is, and which characters it has, is left open.
    """
    drawn: list[list[str]] = []
    for _ in range(2):
        with trials.open() as trial:
            made = [make(trial, api, suffix="-s", prefix="p-", dir=trial.tmp) for _ in range(40)]
            drawn.append([_random_part(trial, one.path) for one in made])
    parts = drawn[0] + drawn[1]
    # Chance may repeat one name; a counter that begins anew, or a fixed seed, repeats them all.
    repeats = len(parts) - len(set(parts))
    require(repeats <= 1, "other names in another process", f"{repeats} of {len(parts)} again: {parts[:4]}")
    for names in drawn:
        order = sorted(names, key=lambda part: (len(part), part))
        require(names not in (order, order[::-1]), "names in no order", f"in order: {names[:4]}")
    space = math.prod(len(set(column)) for column in zip(*parts, strict=False))
    require(space > 1_000_000, "at least a million possible names", f"{space}: {parts[:4]}")


@check("mktemp.letters-and-digits")
def letters_and_digits(trials: Trials) -> None:
    """Draws hundreds of names and looks for anything but six letters and digits after the prefix."""
    with trials.open() as trial:
        for part in _draw(trial, 2000):
            require(
                len(part) == 6 and part.isascii() and part.isalnum(), "six letters and digits after the prefix", part
            )


def odd(trial: Trial) -> Iterator[str]:
    """Prefixes and suffixes that are as good as any other: with what this file system takes of odd characters."""
    yield from PLAIN
    if trial.trials.platform == "windows":
        return
    for some, name in ((RESERVED, "".join(RESERVED)), ([LONG], LONG + "and more" * 8)):
        try:
            trial.write_file(trial.path(name), b"")
        except Raised:
            continue
        yield from some


@check(
    "mkstemp.prefix",
    "mkdtemp.prefix",
    "mktemp.prefix",
    "NamedTemporaryFile.prefix",
    "TemporaryDirectory.prefix",
    prefixes=several(fragments),
)
def begins_with_prefix(trials: Trials, api: str, prefixes: list[str]) -> None:
    """Gives prefixes, and looks at the first characters of the names; one is what was the default until then."""
    with trials.open() as trial:
        for prefix in chain(prefixes, odd(trial)):
            name = base(trial, accepts(trial, api, prefix=prefix))
            require(name.startswith(prefix), f"a name that begins with {prefix!r}", repr(name))
        if trial.error(api, prefix=TOO_LONG) is None:
            name = base(trial, make(trial, api, prefix=TOO_LONG))
            require(name.startswith(TOO_LONG), "a name that begins with what was given, or an error", repr(name))
        usual = trial.text(trial.call("gettempprefix"))
        if usual:
            names = [base(trial, make(trial, api, prefix="")) for _ in range(12)]
            bare = not all(name.startswith(usual) for name in names)
            require(bare, "names without a prefix where it is the empty string", f"all begin with {usual!r}")
            if "template" in trials.session.hello.variables:
                trial.assign("template", "other-")
                name = base(trial, make(trial, api, prefix=usual))
                require(name.startswith(usual), f"a name that begins with {usual!r}, whatever template is", repr(name))


@check("mkstemp.suffix", "NamedTemporaryFile.suffix", suffixes=several(fragments))
def ends_with_suffix(trials: Trials, api: str, suffixes: list[str]) -> None:
    """Gives suffixes, and looks at the last characters of the names."""
    with trials.open() as trial:
        for suffix in chain(suffixes, odd(trial)):
            name = base(trial, accepts(trial, api, suffix=suffix))
            require(name.endswith(suffix), f"a name that ends with {suffix!r}", repr(name))


@check("mkdtemp.suffix", "mktemp.suffix", "TemporaryDirectory.suffix", suffixes=several(fragments))
def ends_with_suffix_alone(trials: Trials, api: str, suffixes: list[str]) -> None:
    """Gives suffixes, and looks at the last characters of the names and at what stands before them."""
    with trials.open() as trial:
        for suffix in chain(suffixes, odd(trial)):
            name = base(trial, accepts(trial, api, suffix=suffix, prefix="p"))
            require(name.endswith(suffix), f"a name that ends with {suffix!r}", repr(name))
            before = name[: len(name) - len(suffix)]
            require(not before.endswith("."), f"no dot put before {suffix!r}", repr(name))


@check(
    "mkstemp.no-dot-added",
    "NamedTemporaryFile.no-dot-added",
    suffixes=several(fragments.filter(lambda text: bool(text) and not text.startswith("."))),
)
def no_dot_added(trials: Trials, api: str, suffixes: list[str]) -> None:
    """Gives suffixes without a dot, and looks at the character before them."""
    with trials.open() as trial:
        for suffix in chain(suffixes, odd(trial)):
            name = base(trial, accepts(trial, api, suffix=suffix, prefix="p"))
            require(not name.endswith("." + suffix), f"no dot put before {suffix!r}", repr(name))


def ends(trial: Trial, api: str, **keywords: Any) -> tuple[str, str]:
    """What twelve names have in common at the beginning and at the end; of what is random, as good as nothing."""
    names = [base(trial, make(trial, api, **keywords)) for _ in range(12)]
    suffix = trial.paths.commonprefix([name[::-1] for name in names])[::-1]
    return str(trial.paths.commonprefix(names)), str(suffix)


@check("mkstemp.no-suffix", "NamedTemporaryFile.no-suffix")
def no_suffix(trials: Trials, api: str) -> None:
    """Compares names made without a suffix with those made with an empty one, and looks for a common end."""
    with trials.open() as trial:
        for keywords in ({}, {"prefix": "p"}, {"dir": trial.directory}):
            bare, empty = ends(trial, api, **keywords)[1], ends(trial, api, suffix="", **keywords)[1]
            require(not bare and not empty, "nothing after the random part", f"{bare!r}, and {empty!r} with suffix=''")
        bare = ends(trial, api, dir=in_bytes(trial, api, trial.tmp))[1]
        require(not bare, "nothing after the random part", f"{bare!r} where dir is bytes")


@check("mkstemp.default-prefix", "NamedTemporaryFile.default-prefix")
def default_prefix(trials: Trials, api: str) -> None:
    """Gives no prefix, and compares the names with gettempprefix() and with those that are given it as prefix."""
    with trials.open() as trial:
        prefix = trial.text(trial.call("gettempprefix"))
        for keywords in ({}, {"suffix": ".x"}, {"dir": trial.directory}):
            bare, given = ends(trial, api, **keywords)[0], ends(trial, api, prefix=prefix, **keywords)[0]
            require(bare.startswith(prefix), f"names that begin with {prefix!r}", repr(bare))
            require(bare == given, f"names that begin as those with prefix={prefix!r}: {given!r}", repr(bare))


@check("gettempprefix.used")
def prefix_is_used(trials: Trials) -> None:
    """Compares what gettempprefix() returns with what the names of several files have in common."""
    with trials.open() as trial:
        prefix = trial.text(trial.call("gettempprefix"))
        names = [base(trial, make(trial, "mkstemp")) for _ in range(12)]
        for name in names:
            require(name.startswith(prefix), f"names that begin with {prefix!r}", name)
        common = trial.paths.commonprefix(names)
        require(common == prefix, f"the common beginning of all names: {common!r}", f"gettempprefix() {prefix!r}")


@check("gettempprefix.no-directory")
def prefix_without_directory(trials: Trials) -> None:
    """Looks for a directory in the prefix."""
    with trials.open() as trial:
        prefix = trial.text(trial.call("gettempprefix"))
        require(trial.paths.basename(prefix) == prefix, "a prefix without a directory", repr(prefix))


@check("template.default-prefix")
def template_default(trials: Trials) -> None:
    """Compares the default prefix with the documented word."""
    with trials.open() as trial:
        prefix = trial.text(trial.call("gettempprefix"))
        require(prefix == "tmp", "the default prefix 'tmp'", repr(prefix))
        name = base(trial, make(trial, "mktemp"))
        require(name.startswith("tmp"), "a name that begins with 'tmp'", name)


@check("template.sets-prefix", templates=several(fragments.filter(bool)))
def template_sets_prefix(trials: Trials, templates: list[str]) -> None:
    """Sets template, and looks at the name that mktemp returns."""
    with trials.open() as trial:
        for template in chain(templates, odd(trial)):
            trial.assign("template", template)
            name = base(trial, make(trial, "mktemp"))
            require(name.startswith(template), f"a name that begins with {template!r}", repr(name))
