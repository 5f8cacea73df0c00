"""Records how many metric calls, scorings and requests the real InferRules takes; InferRulesParityTest compares ours with it.

    pip install dspy==3.4.1
    python record_infer_rules.py ../resources/io/espalier/optimizers/rules/infer-rules-counts.json

The language model is made up: it answers by a hash of what it is asked. The metric is right for every third word, so that the
bootstrap does not end at once.
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
from dspy.teleprompt.infer_rules import InferRules

logging.disable(logging.CRITICAL)


class Dice(BaseLM):
    """Answers every field by a hash of the messages."""

    def __init__(self):
        super().__init__("dice", "chat", 0.0, 1000, False)
        self.requests = []

    def copy(self, **kwargs):
        return self

    def forward(self, prompt=None, messages=None, **kwargs):
        names = re.findall(r"^\d+\. `(\w+)`", messages[0]["content"].split("Your output fields are:")[1], re.M)
        if "natural_language_rules" in names:
            self.requests.append(messages[-1]["content"].count("Output Fields:"))
        number = int(hashlib.sha256(f"{json.dumps(messages)}{len(self.requests)}".encode()).hexdigest()[:6], 16)
        blocks = [f"[[ ## {name} ## ]]\nWay {number}." for name in names]
        content = "\n\n".join(blocks + ["[[ ## completed ## ]]"])
        message = types.SimpleNamespace(content=content)
        choice = types.SimpleNamespace(message=message, finish_reason="stop")
        return types.SimpleNamespace(choices=[choice], usage={}, model="dice")


class Steps(dspy.Module):
    def __init__(self, predictors):
        super().__init__()
        self.steps = [dspy.Predict("word -> kind") for _ in range(predictors)]

    def forward(self, word):
        for step in self.steps:
            last = step(word=word)
        return last


def rows(prefix, count):
    return [dspy.Example(word=f"{prefix}{i}", kind="?").with_inputs("word") for i in range(count)]


def run(train, validation, predictors, candidates, demos):
    calls = {"train": 0, "validation": 0}

    def metric(example, prediction, trace=None):
        where, number = re.fullmatch(r"([a-z]+)(\d+)", example.word).groups()
        calls[where] += 1
        return float(int(number) % 3 == 0)

    lm = Dice()
    dspy.configure(lm=lm)
    tuner = InferRules(metric=metric, num_candidates=candidates, num_threads=1, max_bootstrapped_demos=demos)
    valset = rows("validation", validation) if validation else None
    tuner.compile(Steps(predictors), trainset=rows("train", train), valset=valset)
    return {"train": train, "validation": validation, "predictors": predictors, "candidates": candidates, "demos": demos,
            "metric_calls": sum(calls.values()), "requests": len(lm.requests), "examples_in_each": max(lm.requests)}


if __name__ == "__main__":
    sizes = [(30, 20, 1, 10, 4), (30, 0, 1, 10, 4), (21, 0, 2, 10, 4), (12, 10, 2, 3, 2), (8, 5, 1, 1, 4)]
    cases = [run(*size) for size in sizes]
    json.dump({"versions": {"dspy": dspy.__version__}, "cases": cases}, open(sys.argv[1], "w"), indent=1)
