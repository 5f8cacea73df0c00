"""Records what the real Optuna computes for given histories; TpeGoldenTest compares ours with it.

    pip install optuna==5.0.0
    python record_tpe.py ../resources/io/espalier/optimizers/sampler/tpe-golden.json

Each case: a space, a history, and per group of parameters (all of them for the multivariate form, each alone for the
univariate one) the split, the mixture weights, the kernels, and log l - log g at some candidate points.
NumPy leaves open in which order equal observations are sorted, and decides it by the processor; here they keep their order.
"""
import functools
import json
import sys
import types
import warnings

import numpy
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe import parzen_estimator, probability_distributions as kinds, sampler as tpe
from optuna.trial import TrialState, create_trial

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)

stable = types.ModuleType("numpy")
stable.__dict__.update(numpy.__dict__)
stable.argsort = functools.partial(numpy.argsort, kind="stable")
parzen_estimator.np = stable

SPACES = {
    "mixed": {
        "choice": CategoricalDistribution(["a", "b", "c", "d"]),
        "count": IntDistribution(1, 5),
        "stride": IntDistribution(-6, 30, step=4),
        "rank": IntDistribution(1, 64, log=True),
        "share": FloatDistribution(0.0, 1.0),
        "rate": FloatDistribution(1e-5, 1e-1, log=True),
        "tenths": FloatDistribution(-1.0, 1.0, step=0.1),
    },
    "choices": {name: CategoricalDistribution([str(i) for i in range(c)])
                for name, c in {"demos": 6, "instruction": 9}.items()},
    "reals": {"x": FloatDistribution(-5.0, 5.0), "y": FloatDistribution(0.5, 8.0)},
}


def draw(distribution, random):
    if isinstance(distribution, CategoricalDistribution):
        return distribution.choices[random.integers(len(distribution.choices))]
    low, high = distribution.low, distribution.high
    value = numpy.exp(random.uniform(numpy.log(low), numpy.log(high))) if distribution.log else random.uniform(low, high)
    if isinstance(distribution, IntDistribution):
        return int(min(high, low + round((value - low) / distribution.step) * distribution.step))
    if distribution.step:
        return min(high, low + round((value - low) / distribution.step) * distribution.step)
    return float(value)


def history(space, size, seed, states, missing):
    """states: how often each occurs; missing: how often a parameter was not in force."""
    random = numpy.random.default_rng(seed)
    trials = []
    for number in range(size):
        names = [n for n in space if random.random() >= missing] or [next(iter(space))]
        state = random.choice(list(states), p=[v / sum(states.values()) for v in states.values()])
        more = {}
        if state in ("complete", "infeasible"):
            more["value"] = round(float(random.normal()), 1)         # equal values on purpose
        if state == "infeasible":
            more["constraints"] = {"limit": round(float(random.random()), 2) + 0.01, "other": -0.5}
        if state == "pruned" and random.random() < 0.8:
            last = int(random.integers(1, 4))
            more["intermediate_values"] = {s: float("nan") if random.random() < 0.1 else round(float(random.normal()), 1) for s in range(1, last + 1)}
        kind = {"complete": TrialState.COMPLETE, "infeasible": TrialState.COMPLETE, "pruned": TrialState.PRUNED, "running": TrialState.RUNNING}[state]
        trials.append((state, create_trial(state=kind, params={n: draw(space[n], random) for n in names},
                                           distributions={n: space[n] for n in names}, **more)))
    return trials


def inner(space, params):
    return {n: float(space[n].to_internal_repr(v)) for n, v in params.items()}


def told(state, trial):
    if state == "complete":
        return {"complete": trial.value}
    if state == "infeasible":
        return {"infeasible": sum(v for v in trial.constraints.values() if v > 0)}
    if state == "pruned":
        step = max(trial.intermediate_values, default=-1)
        value = trial.intermediate_values.get(step, float("nan"))
        return {"pruned": step, "value": None if numpy.isnan(value) else value}
    return {"running": True}


def density(estimator):
    mixture = estimator._mixture_distribution
    kernels = []
    for d in mixture.distributions:
        if isinstance(d, kinds._BatchedCategoricalDistributions):
            kernels.append({"rows": d.weights.tolist()})
        else:
            kernels.append({"mus": d.mu.tolist(), "sigmas": d.sigma.tolist()})
    return {"weights": mixture.weights.tolist(), "kernels": kernels}


def record(label, space_name, size, seed, states, missing=0.0, points=24, forms=(True, False)):
    space = SPACES[space_name]
    trials = history(space, size, seed, states, missing)
    result = {"case": label, "space": space_name, "trials": [{"params": inner(space, t.params), **told(s, t)} for s, t in trials], "groups": []}
    for multivariate in forms:
        sampler = optuna.samplers.TPESampler(seed=seed, multivariate=multivariate)
        study = optuna.create_study(direction="maximize", sampler=sampler)
        for _, t in trials:
            study.add_trial(t)
        known = study.get_trials(deepcopy=False)
        finished = sum(t.state != TrialState.RUNNING for t in known)
        below, above = tpe._split_trials(study, known, tpe.default_gamma(finished))
        result["below"], result["above"] = [t.number for t in below], [t.number for t in above]
        for names in [sorted(space)] if multivariate else [[n] for n in sorted(space)]:
            part = {n: space[n] for n in names}
            good = sampler._build_parzen_estimator(study, part, below, handle_below=True)
            rest = sampler._build_parzen_estimator(study, part, above, handle_below=False)
            random = numpy.random.RandomState(seed)
            drawn = good.sample(random, points)
            ratios = sampler._compute_acquisition_func(drawn, good, rest)
            result["groups"].append({"names": names, "below": density(good), "above": density(rest),
                                     "points": [[float(drawn[n][i]) for n in names] for i in range(points)], "ratios": ratios.tolist()})
    return result


def described(d):
    if isinstance(d, CategoricalDistribution):
        return {"choices": list(d.choices)}
    return {"kind": "int" if isinstance(d, IntDistribution) else "real", "low": d.low, "high": d.high, "step": d.step, "log": d.log}




if __name__ == "__main__":
    all_states = {"complete": 6, "pruned": 2, "infeasible": 1, "running": 1}
    cases = [
        record("nothing", "mixed", 0, 1, all_states, points=6),
        record("one", "mixed", 1, 2, {"complete": 1}, points=6),
        record("dozen", "mixed", 12, 3, {"complete": 1}, points=12),
        record("liar", "mixed", 24, 4, all_states, points=12),
        record("conditional", "mixed", 40, 5, all_states, missing=0.15, points=12),
        record("pruned only", "reals", 30, 6, {"pruned": 4, "running": 1}),
        record("infeasible mostly", "reals", 26, 7, {"infeasible": 8, "complete": 1, "running": 2}),
        record("prompts", "choices", 30, 8, {"complete": 4, "running": 1}),
        record("ramp", "reals", 60, 9, all_states),
        record("many", "choices", 300, 10, {"complete": 8, "running": 1}, forms=(True,)),
    ]
    golden = {"optuna": optuna.__version__, "spaces": {s: {n: described(d) for n, d in space.items()} for s, space in SPACES.items()}, "cases": cases}
    with open(sys.argv[1], "w") as out:
        json.dump(golden, out, separators=(",", ":"))
        out.write("\n")
