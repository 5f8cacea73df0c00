"""Records how many scorings, metric calls and proposals the real COPRO takes; CoproParityTest compares ours with it.

    pip install dspy==3.4.1
    python record_copro.py ../resources/io/espalier/optimizers/copro/copro-counts.json

The language model is made up: it answers by a hash of what it is asked and of the rollout, so no two proposals are equal.
"""
import hashlib
import json
import logging
import re
import sys
import types
import warnings

warnings.filterwarnings("ignore")
import dspy
from dspy.clients.base_lm import BaseLM

logging.disable(logging.CRITICAL)


def draw(*parts):
    return int(hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:6], 16)


class Dice(BaseLM):
    """Answers every field by a hash of the messages; several completions are several answers."""

    def __init__(self):
        super().__init__("dice", "chat", 0.0, 1000, False)
        self.proposals = 0

    def forward(self, prompt=None, messages=None, n=1, **kwargs):
        names = re.findall(r"^\d+\. `(\w+)`", messages[0]["content"].split("Your output fields are:")[1], re.M)
        self.proposals += n * ("proposed_instruction" in names)
        choices = []
        for i in range(n):
            number = draw(json.dumps(messages), i)
            blocks = [f"[[ ## {name} ## ]]\n{f'Way {number}.' if name.startswith('proposed') else number % 2}" for name in names]
            content = "\n\n".join(blocks + ["[[ ## completed ## ]]"])
            choices.append(types.SimpleNamespace(message=types.SimpleNamespace(content=content), finish_reason="stop"))
        return types.SimpleNamespace(choices=choices, usage={}, model="dice")


class Steps(dspy.Module):
    def __init__(self, predictors):
        super().__init__()
        self.steps = [dspy.Predict("word -> kind") for _ in range(predictors)]

    def forward(self, word):
        for step in self.steps:
            last = step(word=word)
        return last


def run(train, predictors, breadth, depth):
    calls = 0

    def metric(example, prediction, trace=None):
        nonlocal calls
        calls += 1
        return float(str(prediction.kind) == str(draw(example.word) % 2))

    lm = Dice()
    dspy.configure(lm=lm)
    rows = [dspy.Example(word=f"train{i}", kind="?").with_inputs("word") for i in range(train)]
    tuner = dspy.COPRO(metric=metric, breadth=breadth, depth=depth)
    best = tuner.compile(Steps(predictors), trainset=rows, eval_kwargs=dict(num_threads=1, display_progress=False))
    return {"train": train, "predictors": predictors, "breadth": breadth, "depth": depth,
            "metric_calls": calls, "scorings": best.total_calls, "proposals": lm.proposals}


if __name__ == "__main__":
    cases = [run(*sizes) for sizes in [(30, 1, 10, 3), (20, 1, 8, 3), (12, 2, 10, 3), (10, 2, 4, 4), (15, 1, 2, 1)]]
    json.dump({"versions": {"dspy": dspy.__version__}, "cases": cases}, open(sys.argv[1], "w"), indent=1)
