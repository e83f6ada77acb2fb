"""How strict and how reliable each reviewer is, from all reviews together.

The model is PG1 of C. Piech et al., "Tuned models of peer assessment in MOOCs" (EDM 2013): a reading is the work's
true mark plus the reviewer's bias plus noise of the reviewer's own size. It is fitted by mean-field variational Bayes,
the hyperparameters estimated anew in each round (empirical Bayes): fixed order, fixed number of rounds, no random
numbers, so the same reviews always give the same numbers. Of examples the true mark is known (`true_marks`), so a
review of one says more about its reviewer than a review of a work.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma

from tools.peer_review.domain.aggregation.doubts import ALIKE_COUNTS, alike_markers
from tools.peer_review.domain.aggregation.readings import Readings, Vector, sums, true_marks

ROUNDS = 60
LEAST_SHAPE, MOST_SHAPE = 2.0, 60.0
"""Bounds of the Gamma's shape: how alike reviewers' reliabilities may be taken to be."""
LEAST_VARIANCE = 1e-3
LEAST_NOISE = 9.0
"""Nobody's noise is taken to be below 3 points."""
USUAL_BIAS, USUAL_WEIGHT = 5.0, 4.0
"""Points by which reviewers usually differ, and as how many reviewers that counts: one strict one is not noise."""
ENOUGH_REVIEWERS, ENOUGH_READINGS = 5, 15
"""Below this nothing is estimated: everybody is taken to be alike."""


@dataclass(frozen=True)
class Reviewers:
    """One entry per reviewer; biases and noises in points of 100."""

    bias: Vector
    """Positive: milder than the others."""
    bias_variance: Vector
    noise_variance: Vector
    estimated: bool
    """False where there was too little to go by: all biases are 0, all noises equal."""


def alike(readings: Readings) -> Reviewers:
    """Everybody without bias and with the same noise, that of the marks within works."""
    counts = np.maximum(np.bincount(readings.work, minlength=readings.works), 1)
    means = sums(readings.mark, readings.work, readings.works) / counts
    within = float(((readings.mark - means[readings.work]) ** 2).sum())
    freedom = len(readings.mark) - int((np.bincount(readings.work, minlength=readings.works) > 0).sum())
    noise = max(within / freedom, LEAST_NOISE) if freedom > 0 else 15.0**2
    zero = np.zeros(readings.reviewers)
    return Reviewers(zero, zero, np.full(readings.reviewers, noise), False)


def estimate(readings: Readings) -> Reviewers:
    """Fit the model; where evidence is thin everybody is taken to be alike."""
    active = np.unique(readings.reviewer)
    used = np.bincount(readings.work, minlength=readings.works) > 0
    told = true_marks(readings)
    examples, truths = np.array(list(told), dtype=np.int64), np.array(list(told.values()))
    used[examples] = False
    if len(active) < ENOUGH_REVIEWERS or len(readings.mark) < ENOUGH_READINGS or not used.any():
        return alike(readings)
    start = alike(readings)
    count = np.bincount(readings.reviewer, minlength=readings.reviewers)
    bias, bias_variance = start.bias.copy(), np.full(readings.reviewers, 25.0)
    noise = start.noise_variance[0]
    precision = np.full(readings.reviewers, 1 / noise)
    shape, scale = 4.0, 4.0 * noise
    mean, spread, bias_prior = float(readings.mark.mean()), float(max(readings.mark.var(), 25.0)), 25.0
    who, what, mark = readings.reviewer, readings.work, readings.mark
    counts = np.where(alike_markers(readings), ALIKE_COUNTS, 1.0)
    for _ in range(ROUNDS):
        given = (precision * counts)[who]
        weight = sums(given, what, readings.works) + 1 / spread
        true = (sums(given * (mark - bias[who]), what, readings.works) + mean / spread) / weight
        doubt = 1 / weight
        true[examples], doubt[examples] = truths, 0.0
        bias_weight = count * precision + 1 / bias_prior
        bias = sums(given * (mark - true[what]), who, readings.reviewers) / bias_weight
        bias_variance = 1 / bias_weight
        error = (mark - true[what] - bias[who]) ** 2 + doubt[what] + bias_variance[who]
        own_shape = shape + count / 2
        own_scale = scale + sums(error, who, readings.reviewers) / 2
        precision = own_shape / own_scale
        mean = float(true[used].mean())
        spread = max(float(((true[used] - mean) ** 2 + 1 / weight[used]).mean()), LEAST_VARIANCE)
        seen = float((bias[active] ** 2 + bias_variance[active]).sum())
        bias_prior = (seen + USUAL_WEIGHT * USUAL_BIAS**2) / (len(active) + USUAL_WEIGHT)
        log_mean = float((digamma(own_shape[active]) - np.log(own_scale[active])).mean())
        shape = _shape(float(precision[active].mean()), log_mean, shape)
        scale = shape / float(precision[active].mean())
    return Reviewers(bias, bias_variance, np.maximum(1 / precision, LEAST_NOISE) / counts, True)


def _shape(mean: float, log_mean: float, before: float) -> float:
    """One step towards the most likely shape of a Gamma with this mean and mean logarithm (Minka 2002)."""
    gap = max(float(np.log(mean)) - log_mean, 1e-6)
    found = (3 - gap + float(np.sqrt((gap - 3) ** 2 + 24 * gap))) / (12 * gap)
    return float(np.clip((before + found) / 2, LEAST_SHAPE, MOST_SHAPE))
