"""Records how many candidates and metric calls the real GEPA makes on made-up tasks; GepaParityTest compares ours with it.

    pip install dspy==3.4.1 gepa==0.1.4
    python record_gepa.py ../resources/io/espalier/optimizers/gepa/gepa-counts.json

An instruction is "level N"; a reflection always answers with the next level; a task turns levels into scores. "exact" are runs of
dspy.GEPA, with a language model that repeats its instruction, on tasks whose counts depend on no draw. "spread" are runs of the
engine below it, from many seeds, on a task with trade-offs: there the mean counts are compared.
"""
import json
import logging
import re
import statistics
import sys
import types
import warnings

warnings.filterwarnings("ignore")
import dspy
import gepa
from dspy.clients.base_lm import BaseLM

logging.disable(logging.CRITICAL)

TOP = 6


def score(task, index, levels):
    """Also in GepaParityTest."""
    if task == "flat":
        return 0.5
    if task == "perfect":
        return 1.0
    if task == "climb":
        return min(1.0, sum(levels) / (TOP * len(levels)))
    first, second = levels
    kind = index % 3
    if kind == 0:
        return min(1.0, first / 3)
    if kind == 1:
        return min(1.0, second / 3)
    return max(0.0, 1 - (first + second) / 4)


def level(text):
    return int(re.search(r"level (\d+)", text).group(1))


class Parrot(BaseLM):
    """Answers every field with the level that its instruction names."""

    def __init__(self):
        super().__init__("parrot", "chat", 0.0, 1000, False)

    def forward(self, prompt=None, messages=None, **kwargs):
        text = messages[0]["content"]
        field = re.search(r"Your output fields are:\n1\. `(\w+)`", text).group(1)
        content = f"[[ ## {field} ## ]]\n{level(text)}\n\n[[ ## completed ## ]]"
        choice = types.SimpleNamespace(message=types.SimpleNamespace(content=content), finish_reason="stop")
        return types.SimpleNamespace(choices=[choice], usage={}, model="parrot")


class Program(dspy.Module):
    def __init__(self, predictors):
        super().__init__()
        self.one = dspy.Predict(dspy.Signature("place -> one", "level 0"))
        if predictors == 2:
            self.other = dspy.Predict(dspy.Signature("place -> other", "level 0"))

    def forward(self, place):
        levels = [self.one(place=place).one]
        if hasattr(self, "other"):
            levels.append(self.other(place=place).other)
        return dspy.Prediction(levels=[int(l) for l in levels])


def next_level(candidate, reflective_dataset, components_to_update):
    return {name: f"level {level(candidate[name]) + 1}" for name in components_to_update}


def exact(task, predictors, train, val, **budget):
    def metric(gold, pred, trace=None, pred_name=None, pred_trace=None):
        return score(task, int(gold.place), pred.levels)

    rows = lambda n: [dspy.Example(place=str(i)).with_inputs("place") for i in range(n)]
    tuner = dspy.GEPA(metric, reflection_lm=Parrot(), instruction_proposer=next_level, track_stats=True, num_threads=2, **budget)
    result = tuner.compile(Program(predictors), trainset=rows(train), valset=rows(val)).detailed_results
    return {"task": task, "predictors": predictors, "train": train, "val": val, "budget": budget,
            "candidates": len(result.candidates), "metric_calls": result.total_metric_calls,
            "full_evaluations": result.num_full_val_evals}


class Adapter(gepa.GEPAAdapter):
    def __init__(self, task):
        self.task = task
        self.propose_new_texts = next_level

    def evaluate(self, batch, candidate, capture_traces=False):
        levels = [level(text) for text in candidate.values()]
        scores = [score(self.task, i, levels) for i in batch]
        return gepa.EvaluationBatch(outputs=batch, scores=scores, trajectories=list(batch) if capture_traces else None)

    def make_reflective_dataset(self, candidate, eval_batch, components_to_update):
        return {name: [{"score": s} for s in eval_batch.scores] for name in components_to_update}


def spread(task, train, val, calls, seeds):
    candidates, merges, spent = [], [], []
    for seed in range(seeds):
        result = gepa.optimize(
            seed_candidate={"one": "level 0", "other": "level 0"}, trainset=list(range(train)), valset=list(range(val)),
            adapter=Adapter(task), max_metric_calls=calls, reflection_minibatch_size=3, use_merge=True, max_merge_invocations=5,
            skip_perfect_score=True, perfect_score=1.0, seed=seed, logger=types.SimpleNamespace(log=lambda text: None))
        candidates.append(len(result.candidates))
        merges.append(sum(len(parents) == 2 for parents in result.parents))
        spent.append(result.total_metric_calls)
    mean = lambda values: {"mean": statistics.mean(values), "deviation": statistics.pstdev(values)}
    return {"task": task, "train": train, "val": val, "metric_calls": calls, "seeds": seeds,
            "candidates": mean(candidates), "merges": mean(merges), "spent": mean(spent)}


if __name__ == "__main__":
    dspy.configure(lm=Parrot())
    golden = {
        "dspy": dspy.__version__,
        "gepa": "0.1.4",
        "auto": [
            {"effort": effort, "predictors": p, "val": val,
             "metric_calls": dspy.GEPA(lambda a, b, c, d, e: 0, auto=effort, reflection_lm=Parrot()).auto_budget(p, n, val)}
            for effort, n in (("light", 6), ("medium", 12), ("heavy", 18)) for p in (1, 2, 5) for val in (20, 50, 100, 300)
        ],
        "exact": [
            exact("climb", 1, 12, 20, auto="light"),
            exact("climb", 2, 12, 20, auto="light"),
            exact("climb", 1, 10, 7, max_metric_calls=100),
            exact("climb", 2, 10, 7, max_metric_calls=150),
            exact("flat", 1, 12, 20, max_metric_calls=200),
            exact("flat", 2, 5, 10, max_metric_calls=99),
            exact("perfect", 1, 12, 20, max_metric_calls=101),
            exact("climb", 1, 2, 4, max_full_evals=9),
        ],
        "spread": [spread("trade", 30, 30, 1000, 150), spread("trade", 9, 12, 300, 150)],
    }
    with open(sys.argv[1], "w") as file:
        json.dump(golden, file, indent=1)
        file.write("\n")
