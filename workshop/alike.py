"""What looks alike among answers: only ever a suggestion, worked out on this computer from the words alone.

Words that few answers share say more than words that many do, and a slip of the finger is no other word (RapidFuzz).
How well this does on made-up answers is in ``tests/test_alike.py``.
"""

import heapq
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

#: From this score of 100 on, answers are suggested as alike; it holds on the average between two groups.
ALIKE = 25
#: From this score of RapidFuzz on, two long words are one word written in two ways.
SAME_WORD = 85
#: Words that say nothing of what an answer is about.
_EMPTY = frozenset(
    """
    a about all also an and any anyone are as ask at be been but by can come could do does don first for from get give
    go had happen happens has have help how i if in into is it its just know like make many may maybe me more most my
    need needs next no nobody not of on one or our out over people said say says see should so some somebody someone
    something start such t take talk than that the their them then there these they thing things this those to up us
    use used very want was we were what when where which who will with would you your yourself
    """.split()  # noqa: SIM905 (a list of a hundred words is read as text)
)
_ENDS = ("ings", "ing", "ies", "ers", "er", "es", "ed", "s")


def alike(texts: Mapping[str, str]) -> list[list[str]]:
    """Return groups of keys whose texts say something alike, the largest first; most texts are in none."""
    keys = list(texts)
    words = _one_spelling([_meaning(texts[key]) for key in keys])
    groups = _grouped(_scores(words), len(keys))
    found = [[keys[place] for place in sorted(group)] for group in groups if len(group) > 1]
    return sorted(found, key=lambda group: (-len(group), keys.index(group[0])))


def _meaning(text: str) -> set[str]:
    """Return the words of a text that mean something, without the ends that plurals and verbs have."""
    words = "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()
    return {_stem(word) for word in words if word not in _EMPTY}


def _stem(word: str) -> str:
    for end in _ENDS:
        if word.endswith(end) and len(word) - len(end) >= 4:
            return word[: -len(end)]
    return word


def _one_spelling(words: Sequence[set[str]]) -> list[set[str]]:
    """Return the words of each text with every slip of the finger written as the word that it looks like."""
    # Imported late: only the facilitator's pages need it.
    from rapidfuzz import fuzz, process

    known: list[str] = []
    written = {}
    for word in sorted({word for each in words for word in each}):
        likes = (
            process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=SAME_WORD)
            if len(word) > 3
            else None
        )
        written[word] = likes[0] if likes else word
        if not likes:
            known.append(word)
    return [{written[word] for word in each} for each in words]


def _scores(words: Sequence[set[str]]) -> dict[tuple[int, int], float]:
    """Return how much two texts share, of 100: by the weight of their words, the shorter one's counting twice over."""
    found = Counter(word for each in words for word in each)
    weight = {word: math.log((len(words) + 1) / count) for word, count in found.items()}
    whole = [sum(weight[word] for word in each) for each in words]
    scores = {}
    for one, other in combinations(range(len(words)), 2):
        shared = sum(weight[word] for word in words[one] & words[other])
        if shared:
            within = shared / min(whole[one], whole[other])
            scores[one, other] = 50 * (within + 2 * shared / (whole[one] + whole[other]))
    return scores


def _grouped(scores: Mapping[tuple[int, int], float], count: int) -> list[set[int]]:
    """Join the two groups that are most alike on the average, until none are alike enough."""
    groups = {place: {place} for place in range(count)}
    total: dict[int, dict[int, float]] = {place: {} for place in groups}
    for (one, other), score in scores.items():
        total[one][other] = total[other][one] = score
    heap = [(-score, one, other) for (one, other), score in scores.items() if score >= ALIKE]
    heapq.heapify(heap)
    new = count
    while heap:
        _, one, other = heapq.heappop(heap)
        if one not in groups or other not in groups:
            continue  # one of them was joined with another meanwhile
        groups[new] = groups.pop(one) | groups.pop(other)
        sums = Counter(total.pop(one)) + Counter(total.pop(other))
        total[new] = {place: sums[place] for place in sums if place in groups}
        for place, sum_of in total[new].items():
            total[place][new] = sum_of
            average = sum_of / (len(groups[new]) * len(groups[place]))
            if average >= ALIKE:
                heapq.heappush(heap, (-average, new, place))
        new += 1
    return list(groups.values())
