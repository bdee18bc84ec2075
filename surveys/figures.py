"""What may be told of the answers about one office to one question, so that nobody learns what one body said. Pure.

Four rules, each against one way of undoing a figure.

1. At least FEWEST answers to this very question about this very office. "Cannot say" is no answer here.
2. No totals: each answer is counted in one figure and in no other, so no figure can be taken from another. Bodies
   answer about the centre and about their region apart: these are other answers, and the one is no sum of the other.
3. Neither how many answered nor how many could not say is told. Shares are rounded to tens, and cut off at both ends:
   "80% or more" may be all of them or not. Where many answered (MANY) they are cut off nearer to the ends.
4. What is told must fit another story: that one body at least did not answer, and that not all said the same. So of no
   body can it be concluded what it said, or even that it answered, though its whole region did. Where no other story
   fits, nothing is told; about an office of FEWEST bodies or fewer that is always so.

The number 5 and the two ends are our own policy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.words import VALUES

FEWEST = 5
"""Answers about an office to a question below which nothing of them is told."""
MANY = 20
"""Answers from which shares are cut off nearer to the ends."""

NOT_SHOWN = "Not shown"


@dataclass(frozen=True)
class Coarseness:
    """How shares are told from `floor` answers on: in per cent, none below `edge` and none above 100 less `edge`."""

    floor: int
    edge: int

    def share(self, count: int, answers: int) -> int:
        """The share of a count in per cent: the nearest ten (half up), within the edges."""
        nearest = 10 * ((20 * count + answers) // (2 * answers))
        return min(max(nearest, self.edge), 100 - self.edge)

    def counts(self, share: int, answers: int) -> tuple[int, int]:
        """The least and the most that such a share may stand for, unless all said the same."""
        tens = share // 10
        least = 0 if share == self.edge else _least(tens, answers)
        most = answers - 1 if share == 100 - self.edge else _least(tens + 1, answers) - 1
        return least, min(most, answers - 1)


FINER, COARSER = Coarseness(MANY, 10), Coarseness(FEWEST, 20)


@dataclass(frozen=True)
class Told:
    """What is told of one question about one office: a share for each of VALUES, in per cent."""

    coarseness: Coarseness
    shares: tuple[int, ...]

    @property
    def base(self) -> str:
        """How many answered, as far as that is told."""
        return f"{self.coarseness.floor} or more"

    @property
    def words(self) -> tuple[str, ...]:
        """Each share in words."""
        return tuple(share_words(share, self.coarseness.edge) for share in self.shares)


def share_words(share: int, edge: int) -> str:
    """Such as "about 40%", "20% or less" and "80% or more"."""
    if share == edge:
        return f"{edge}% or less"
    return f"{share}% or more" if share == 100 - edge else f"about {share}%"


def told(counts: Mapping[int, int], bodies: int) -> Told | None:
    """What may be told, if anything. `counts`: answers by value, others than VALUES are left out.

    `bodies`: how many bodies could have answered. Raises ValueError for a count below none.
    """
    given = [counts.get(value, 0) for value in VALUES]
    if min(given) < 0:
        raise ValueError("a count is none or more")
    for coarseness in (FINER, COARSER):
        if sum(given) >= coarseness.floor:
            shares = tuple(coarseness.share(count, sum(given)) for count in given)
            if fits_another_story(shares, coarseness, bodies):
                return Told(coarseness, shares)
    return None


def fits_another_story(shares: tuple[int, ...], coarseness: Coarseness, bodies: int) -> bool:
    """Whether fewer than all of the bodies, not all of one mind, may have answered so."""
    for answers in range(coarseness.floor, bodies):
        ranges = [coarseness.counts(share, answers) for share in shares]
        if all(least <= most for least, most in ranges):
            lowest, highest = (sum(ends) for ends in zip(*ranges, strict=True))
            if lowest <= answers <= highest:
                return True
    return False


def _least(tens: int, answers: int) -> int:
    """The least count whose share, rounded half up, is so many tens per cent."""
    return max(0, -(-(2 * tens - 1) * answers // 20))
