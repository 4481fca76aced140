"""Makes the solver's problem smaller without changing its answer.

What only one component can meet is settled, and with it what that one alone requires; a component that another one can
replace in every use, for no more hours, is put out of question. Most of a stack is settled so, in about a millisecond;
what is left are real alternatives, such as one language or another.

Sets of components are integers here, one bit a component: a step of the search is then some hundred machine operations,
and a question's value, which takes twenty stacks, can be had while somebody waits.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import inf
from weakref import WeakKeyDictionary

from advisor.domain.catalog import Catalog
from advisor.domain.vocabulary import LEARNABLE, Level

Row = tuple[int, int]
"""A demand: the set of components any of which meets it, and the rank of the level that is needed."""
WORKING = Level.WORKING.rank
_RANKS = tuple(level.rank for level in LEARNABLE)
_LEVELS: Mapping[int, Level] = {level.rank: level for level in LEARNABLE}


class InfeasibleError(Exception):
    """A demand that nothing is left to meet."""


class Space:
    """The components of a catalogue as bits, with what each requires from `working` on."""

    def __init__(self, catalog: Catalog) -> None:
        self.ids = tuple(sorted(catalog.components))
        self.place = {c: i for i, c in enumerate(self.ids)}
        self.requires: tuple[tuple[Row, ...], ...] = tuple(
            tuple((self.set_of(r.any_of), r.level.rank) for r in catalog.components[c].requires) for c in self.ids
        )

    @classmethod
    def of(cls, catalog: Catalog) -> "Space":
        """The space of a catalogue, made once."""
        if catalog not in _spaces:
            _spaces[catalog] = cls(catalog)
        return _spaces[catalog]

    def set_of(self, components: Iterable[str]) -> int:
        """The set of those components that exist."""
        return sum(1 << self.place[c] for c in dict.fromkeys(components) if c in self.place)


_spaces: "WeakKeyDictionary[Catalog, Space]" = WeakKeyDictionary()


class Costs:
    """What having each component at each level costs: hours, and once for each component a tie-break."""

    def __init__(self, space: Space, hours: Mapping[tuple[str, Level], float], ties: Mapping[str, float]) -> None:
        self._at: dict[int, tuple[float, ...]] = {
            space.place[c]: (0.0, *(hours[c, level] + tie for level in LEARNABLE)) for c, tie in ties.items()
        }

    def of(self, place: int) -> tuple[float, ...]:
        """The cost of the component from nothing to each level, by rank."""
        return self._at[place]


class Reduced:
    """Demands over components, step by step reduced to what is settled and to `open` rows, which are not yet."""

    def __init__(self, space: Space, costs: Costs, able: int) -> None:
        """`able`: the components that may be had at any level."""
        self.space, self.costs = space, costs
        self.open: tuple[Row, ...] = ()
        self._had = [0, 0, 0, 0]
        """By rank: the components settled at that level or better."""
        self._settled = bytearray(len(space.ids))
        """By place: the rank at which the component is settled; the same once more, since this is asked the most."""
        self._spent = 0.0
        """What is settled costs so much."""
        self._able = [able] * 4
        """By rank: the components that may be had at that level or better."""

    def copy(self) -> "Reduced":
        """One that can be reduced further on its own."""
        other = Reduced(self.space, self.costs, 0)
        other.open, other._had, other._able = self.open, self._had.copy(), self._able.copy()
        other._settled, other._spent = self._settled.copy(), self._spent
        return other

    @property
    def levels(self) -> dict[str, Level]:
        """What is settled."""
        return {self.space.ids[i]: _LEVELS[self.settled(i)] for i in bits(self._had[1])}

    @property
    def least(self) -> float:
        """What any solution costs at least: what is settled, and open rows that share no component, each met cheaply.

        What a row's components require counts too, where that shares nothing either with what was counted before.
        """
        total, taken = self._spent, 0
        for resting, alone, support, any_of in sorted([self._price(*row) for row in self.open], reverse=True):
            if not support & taken:
                taken |= support
                total += resting
            elif not any_of & taken:
                taken |= any_of
                total += alone
        return total

    def _price(self, any_of: int, rank: int) -> tuple[float, float, int, int]:
        """What meeting a row costs at least, with something that it rests on and without; and among which components."""
        resting = alone = inf
        support = any_of
        for i in bits(any_of):
            cost = self.beyond(i, rank)
            alone = min(alone, cost)
            below = 0.0
            for others, level in self.needs(i) if rank >= WORKING > self._settled[i] else ():
                support |= others
                if not others >> i & 1:
                    below = max(below, min([self.beyond(o, level) for o in bits(others)], default=inf))
            resting = min(resting, cost + below)
        return resting, alone, support, any_of

    def demand(self, rows: Iterable[Row]) -> None:
        """Adds demands and reduces. Raises InfeasibleError."""
        self.open = (*self.open, *rows)
        self._propagate()
        while self.open and self._drop_dominated():
            self._propagate()

    def exclude(self, place: int, rank: int) -> None:
        """Rules out that the component is had at that level. Raises InfeasibleError."""
        for higher in range(rank, 4):
            self._able[higher] &= ~(1 << place)
        self.demand(())

    def settled(self, place: int) -> int:
        """The rank at which the component is settled; 0 if it is not."""
        return self._settled[place]

    def beyond(self, place: int, rank: int) -> float:
        """The cost of that level beyond what is settled."""
        cost = self.costs.of(place)
        return max(0.0, cost[rank] - cost[self._settled[place]])

    def needs(self, place: int) -> list[Row]:
        """What the component requires, from `working` on, and nothing settled meets."""
        had, able = self._had, self._able
        return [(any_of & able[rank], rank) for any_of, rank in self.space.requires[place] if not any_of & had[rank]]

    def in_question(self) -> dict[int, list[Row]]:
        """The components that could meet an open demand, or something that one of these may rest on; each with its needs."""
        todo, seen = 0, 0
        for any_of, _ in self.open:
            todo |= any_of
        found: dict[int, list[Row]] = {}
        while todo:
            seen |= todo
            further = 0
            for place in bits(todo):
                found[place] = self.needs(place)
                for any_of, _ in found[place]:
                    further |= any_of
            todo = further & ~seen
        return {place: found[place] for place in sorted(found)}

    def branching(self) -> tuple[int, int]:
        """A component and the rank of a level on which much depends: had or not, more gets settled."""
        uses: dict[tuple[int, int], int] = {}
        for any_of, rank in (*self.open, *(row for rows in self.in_question().values() for row in rows)):
            for i in bits(any_of):
                uses[i, rank] = uses.get((i, rank), 0) + 1
        now = {(i, rank) for any_of, rank in self.open for i in bits(any_of)}
        return min(now, key=lambda use: (-uses[use], self.beyond(*use), use))

    def _propagate(self) -> None:
        """Settles what only one component can meet, until nothing more follows."""
        changed = True
        while changed:
            rows, changed = self.open, False
            left: list[Row] = []
            for any_of, rank in rows:
                if any_of & self._had[rank]:
                    continue
                able = any_of & self._able[rank]
                if not able:
                    raise InfeasibleError("a demand that nothing is left to meet")
                if able & (able - 1):
                    left.append((able, rank))
                    continue
                left.extend(self._settle(able.bit_length() - 1, rank))
                changed = True
            self.open = tuple(dict.fromkeys(left))

    def _settle(self, place: int, rank: int) -> Iterable[Row]:
        """What the component, had at that level, brings with it."""
        before = self.settled(place)
        for lower in range(before + 1, rank + 1):
            self._had[lower] |= 1 << place
        self._spent += self.beyond(place, rank)
        self._settled[place] = max(before, rank)
        return self.space.requires[place] if before < WORKING <= rank else ()

    def _drop_dominated(self) -> bool:
        """Puts out of question what another component can replace wherever it is of use; says whether there was any."""
        needs = {i: frozenset(rows) for i, rows in self.in_question().items()}
        together: dict[int, int] = {}
        ranks: dict[int, set[int]] = {}
        for any_of, rank in {*self.open, *(row for rows in needs.values() for row in rows)}:
            for i in bits(any_of):
                together[i] = together.get(i, any_of) & any_of
                ranks.setdefault(i, set()).add(rank)
        dropped = 0
        for i, others in together.items():
            if self._settled[i]:
                continue
            for other in bits(others & ~(dropped | 1 << i)):
                if self._replaces(other, i, ranks[i], needs):
                    dropped |= 1 << i
                    break
        for rank in _RANKS:
            self._able[rank] &= ~dropped
        return bool(dropped)

    def _replaces(self, other: int, place: int, ranks: Iterable[int], needs: Mapping[int, frozenset[Row]]) -> bool:
        """Whether `other`, had instead, costs no more at any of the levels and requires nothing further."""
        for rank in ranks:
            if self.beyond(other, rank) > self.beyond(place, rank):
                return False
        works = max(ranks) >= WORKING and self.settled(other) < WORKING
        return not works or needs[other] <= needs[place]


@lru_cache(maxsize=16384)
def bits(members: int) -> tuple[int, ...]:
    """The places of the components in a set, lowest first. Remembered: the same few sets come up all the time."""
    places: list[int] = []
    while members:
        lowest = members & -members
        places.append(lowest.bit_length() - 1)
        members ^= lowest
    return tuple(places)
