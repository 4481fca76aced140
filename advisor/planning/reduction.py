"""Makes the solver's problem smaller without changing its answer.

What only one component can meet is settled, and with it what that one alone requires; a component that another one can
replace in every use, for no more hours, is put out of question. Most of a stack is settled so, in about a millisecond;
what is left are real alternatives, such as one language or another.

Sets of components are integers here, one bit a component: a step of the search is then some hundred machine operations,
and a question's value, which takes twenty stacks, can be had while somebody waits.
"""

from collections.abc import Iterable, Iterator, Mapping
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

    def at(self, place: int, rank: int) -> float:
        """The cost of the component from nothing to the level of that rank."""
        return self._at[place][rank]


class Reduced:
    """Demands over components, step by step reduced to what is settled and to `open` rows, which are not yet."""

    def __init__(self, space: Space, costs: Costs, able: int) -> None:
        """`able`: the components that may be had at any level."""
        self.space, self.costs = space, costs
        self.open: tuple[Row, ...] = ()
        self._had = [0, 0, 0, 0]
        """By rank: the components settled at that level or better."""
        self._able = [able] * 4
        """By rank: the components that may be had at that level or better."""

    def copy(self) -> "Reduced":
        """One that can be reduced further on its own."""
        other = Reduced(self.space, self.costs, 0)
        other.open, other._had, other._able = self.open, self._had.copy(), self._able.copy()
        return other

    @property
    def levels(self) -> dict[str, Level]:
        """What is settled."""
        return {self.space.ids[i]: _LEVELS[self.settled(i)] for i in bits(self._had[1])}

    @property
    def least(self) -> float:
        """What any solution costs at least: what is settled, and open rows that share no component, each met cheaply."""
        total = sum(self.costs.at(i, self.settled(i)) for i in bits(self._had[1]))
        taken = 0
        for extra, any_of in sorted(((min(self.beyond(i, rank) for i in bits(any_of)), any_of) for any_of, rank in self.open), reverse=True):
            if not any_of & taken:
                taken |= any_of
                total += extra
        return total

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
        return next((rank for rank in (3, 2, 1) if self._had[rank] >> place & 1), 0)

    def beyond(self, place: int, rank: int) -> float:
        """The cost of that level beyond what is settled."""
        return max(0.0, self.costs.at(place, rank) - self.costs.at(place, self.settled(place)))

    def needs(self, place: int) -> list[Row]:
        """What the component requires, from `working` on, and nothing settled meets."""
        return [(any_of & self._able[rank], rank) for any_of, rank in self.space.requires[place] if not any_of & self._had[rank]]

    def in_question(self) -> int:
        """The components that could meet an open demand, or something that one of these may rest on."""
        todo, seen = 0, 0
        for any_of, _ in self.open:
            todo |= any_of
        while todo:
            seen |= todo
            further = 0
            for place in bits(todo):
                for any_of, _ in self.needs(place):
                    further |= any_of
            todo = further & ~seen
        return seen

    def branching(self) -> tuple[int, int]:
        """A component and the rank of a level on which much depends: had or not, more gets settled."""
        uses: dict[tuple[int, int], int] = {}
        for any_of, rank in (*self.open, *(row for i in bits(self.in_question()) for row in self.needs(i))):
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
        for lower in range(1, rank + 1):
            self._had[lower] |= 1 << place
        return self.space.requires[place] if before < WORKING <= rank else ()

    def _drop_dominated(self) -> bool:
        """Puts out of question what another component can replace wherever it is of use; says whether there was any."""
        needs = {i: frozenset(self.needs(i)) for i in bits(self.in_question())}
        together: dict[int, int] = {}
        ranks: dict[int, set[int]] = {}
        for any_of, rank in {*self.open, *(row for rows in needs.values() for row in rows)}:
            for i in bits(any_of):
                together[i] = together.get(i, any_of) & any_of
                ranks.setdefault(i, set()).add(rank)
        dropped = 0
        for i, others in together.items():
            others &= ~(dropped | 1 << i)
            if not self._had[1] >> i & 1 and any(self._replaces(o, i, ranks[i], needs) for o in bits(others)):
                dropped |= 1 << i
        for rank in _RANKS:
            self._able[rank] &= ~dropped
        return bool(dropped)

    def _replaces(self, other: int, place: int, ranks: Iterable[int], needs: Mapping[int, frozenset[Row]]) -> bool:
        """Whether `other`, had instead, costs no more at any of the levels and requires nothing further."""
        if any(self.beyond(other, rank) > self.beyond(place, rank) for rank in ranks):
            return False
        works = any(rank >= WORKING for rank in ranks) and self.settled(other) < WORKING
        return not works or needs[other] <= needs[place]


def bits(members: int) -> Iterator[int]:
    """The places of the components in a set, lowest first."""
    while members:
        lowest = members & -members
        yield lowest.bit_length() - 1
        members ^= lowest
