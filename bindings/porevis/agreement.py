# SPDX-License-Identifier: Apache-2.0
"""How far repeated measurements of unchanged skin differ: the statistics of one measure in one region.

Errors grow with what is measured, so all is computed on logarithms and given as relative numbers, exp(x) - 1.

COSMIN: Mokkink et al. 2020, doi:10.1186/s12874-020-01179-5 (what to report: SEM, smallest detectable change, limits of
agreement, ICC with its form). Bland & Altman 1986, doi:10.1016/S0140-6736(86)90837-8 (limits of agreement) and 1996,
doi:10.1136/bmj.313.7049.106 (error in proportion to the mean). McGraw & Wong 1996, doi:10.1037/1082-989X.1.1.30 (ICC).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from math import expm1, inf, isfinite, log, log1p, nan, sqrt

_Z95 = 1.96
_ICC_FORM = "ICC(A,1)"
_ICC_MIN_SUBJECTS = 3


@dataclass(frozen=True)
class Pair:
    """One measure of one region in two photographs of a subject, measured together."""

    subject: str
    first: str
    second: str
    value_first: float
    value_second: float
    change: float
    """value_second / value_first - 1; above -1."""

    @property
    def log_ratio(self) -> float:
        """log(second / first): additive, the same in both directions but for its sign."""
        return log1p(self.change)


@dataclass(frozen=True)
class Icc:
    """Intraclass correlation: the share of the variance of log figures that lies between subjects."""

    form: str
    """ICC(A,1) of McGraw & Wong: two-way random, absolute agreement, single photograph."""
    value: float
    """NaN where it cannot be told; reason says why."""
    ci95: tuple[float, float]
    reason: str
    subjects: int
    replicates: int
    """Of each subject, the first ones."""


@dataclass(frozen=True)
class Agreement:
    """Error of one measure in one region; relative numbers, NaN where there are too few pairs."""

    sem: float
    """Standard error of measurement, systematic differences included."""
    sem_ci95: tuple[float, float]
    smallest_detectable_change: float
    """What an increase exceeds by chance 1 time in 40; a decrease needs less, so that one number serves both."""
    limits_of_agreement: tuple[float, float]
    """95 % of the changes of unchanged skin lie between."""
    bias: float
    """Mean change from the earlier to the later photograph of the manifest."""
    icc: Icc
    pairs: int
    subjects: int
    degrees_of_freedom: int
    """Replicates less one, summed over subjects."""


def agree(pairs: Sequence[Pair]) -> Agreement:
    """The agreement of one measure in one region over all pairs of photographs of each subject.

    With d = log(second / first), SEM = sqrt(mean(d^2) / 2): nothing changed, so a mean difference is error as well. The
    smallest detectable change is 1.96 * sqrt(2) * SEM, the limits of agreement are mean(d) +- 1.96 SD(d), all on
    logarithms. Pairs of a subject share photographs: a subject's mean over its pairs estimates its variance without
    bias and counts with its degrees of freedom, replicates - 1; their sum is that of SD(d) and of the chi-square
    interval of the SEM.
    Needs SciPy and pingouin.
    """
    by_subject = _by_subject(pairs)
    freedom = {subject: _independent(own) for subject, own in by_subject.items()}
    total = sum(freedom.values())
    icc = _icc(by_subject)
    if total == 0:
        return Agreement(nan, (nan, nan), nan, (nan, nan), nan, icc, 0, 0, 0)
    weighted = [(freedom[s] / len(own) / total, pair.log_ratio) for s, own in by_subject.items() for pair in own]
    mean = sum(weight * d for weight, d in weighted)
    mean_square = sum(weight * d**2 for weight, d in weighted)
    sem = sqrt(mean_square / 2)
    spread = sqrt(max(0.0, mean_square - mean**2) * total / (total - 1)) if total > 1 else nan
    low, high = _chi_square_interval(sem, total)
    return Agreement(
        sem=_relative(sem),
        sem_ci95=(_relative(low), _relative(high)),
        smallest_detectable_change=_relative(_Z95 * sqrt(2) * sem),
        limits_of_agreement=(_relative(mean - _Z95 * spread), _relative(mean + _Z95 * spread)),
        bias=_relative(mean),
        icc=icc,
        pairs=len(pairs),
        subjects=len(by_subject),
        degrees_of_freedom=total,
    )


def _by_subject(pairs: Sequence[Pair]) -> dict[str, list[Pair]]:
    grouped: dict[str, list[Pair]] = {}
    for pair in pairs:
        grouped.setdefault(pair.subject, []).append(pair)
    return grouped


def _independent(pairs: Sequence[Pair]) -> int:
    """Independent differences among the pairs of a subject: replicates - 1, summed over groups that no pair links."""
    groups: list[set[str]] = []
    for pair in pairs:
        ends = {pair.first, pair.second}
        groups = [group for group in groups if not group & ends] + [ends.union(*(g for g in groups if g & ends))]
    return sum(len(group) - 1 for group in groups)


def _chi_square_interval(sem: float, freedom: int) -> tuple[float, float]:
    from scipy.stats import chi2

    return sem * sqrt(freedom / chi2.ppf(0.975, freedom)), sem * sqrt(freedom / chi2.ppf(0.025, freedom))


def _icc(by_subject: dict[str, list[Pair]]) -> Icc:
    """The ICC of the first replicates of each subject, as many as the subject with the fewest has."""
    rows = [_log_figures(own) for own in by_subject.values()]
    replicates = min(map(len, rows), default=0)

    def told(reason: str, value: float = nan, ci95: tuple[float, float] = (nan, nan)) -> Icc:
        return Icc(_ICC_FORM, value, ci95, reason, len(rows), replicates)

    if len(rows) < _ICC_MIN_SUBJECTS:
        return told(f"needs at least {_ICC_MIN_SUBJECTS} subjects, has {len(rows)}")
    figures = [row[:replicates] for row in rows]
    if all(len(set(row)) == 1 for row in figures):
        return told("no difference between the replicates of any subject: no interval can be given", 1.0)
    import pandas
    import pingouin

    table = pandas.DataFrame(
        [(s, r, figure) for s, row in enumerate(figures) for r, figure in enumerate(row)],
        columns=["subject", "replicate", "figure"],
    )
    rounding = pingouin.options.copy()
    pingouin.options["round.column.CI95"] = None  # else two digits
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # divisions by zero; the figures are checked below
            every = pingouin.intraclass_corr(table, targets="subject", raters="replicate", ratings="figure")
    finally:
        pingouin.options.update(rounding)
    chosen = every.set_index("Type").loc[_ICC_FORM]
    value, low, high = float(chosen["ICC"]), *map(float, chosen["CI95"])
    if not isfinite(value):
        return told("the figures do not differ enough")
    return told("", value, (low, high))


def _log_figures(pairs: Sequence[Pair]) -> list[float]:
    """Log figures of a subject's replicates: of the first, and of those compared with it from their change.

    The first is measured with each of them anew, at a common blur; its figures are averaged.
    """
    first = pairs[0].first
    own = [pair for pair in pairs if pair.first == first]
    level = sum(log(pair.value_first) for pair in own) / len(own)
    return [level, *(level + pair.log_ratio for pair in own)]


def _relative(logarithm: float) -> float:
    """exp(x) - 1; infinite where it is too large to be told."""
    return expm1(logarithm) if not logarithm > 700 else inf
