"""Records how many programs and metric calls the real SIMBA takes; SimbaParityTest compares ours with it.

    pip install dspy==3.4.1 numpy
    python record_simba.py ../resources/io/espalier/optimizers/simba/simba-counts.json

The language model is made up: it answers by a hash of what it is asked, so runs differ between draws and between programs, and no
strategy fails. All counts follow from the sizes then.
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
    """Answers every field by a hash of the messages and the rollout."""

    def __init__(self, **kwargs):
        super().__init__("dice", "chat", 0.0, 1000, False)
        self.kwargs.update(kwargs)

    def copy(self, **kwargs):
        return Dice(**{**self.kwargs, **kwargs})

    def forward(self, prompt=None, messages=None, **kwargs):
        number = draw(json.dumps(messages), self.kwargs.get("rollout_id"))
        names = re.findall(r"^\d+\. `(\w+)`", messages[0]["content"].split("Your output fields are:")[1], re.M)
        advice = json.dumps({"self": f"Hint {number}."})
        blocks = [f"[[ ## {name} ## ]]\n{advice if name == 'module_advice' else number % 2}" for name in names]
        content = "\n\n".join(blocks + ["[[ ## completed ## ]]"])
        choice = types.SimpleNamespace(message=types.SimpleNamespace(content=content), finish_reason="stop")
        return types.SimpleNamespace(choices=[choice], usage={}, model="dice")


def run(train, batch, candidates, steps):
    calls = 0

    def metric(example, prediction):
        nonlocal calls
        calls += 1
        return float(str(prediction.kind) == str(draw(example.word) % 2))

    dspy.configure(lm=Dice())
    rows = [dspy.Example(word=f"train{i}", kind="?").with_inputs("word") for i in range(train)]
    tuner = dspy.SIMBA(metric=metric, bsize=batch, num_candidates=candidates, max_steps=steps, num_threads=1)
    best = tuner.compile(dspy.Predict("word -> kind"), trainset=rows, seed=0)
    return {"train": train, "batch": batch, "candidates": candidates, "steps": steps,
            "metric_calls": calls, "finalists": len(best.candidate_programs)}


if __name__ == "__main__":
    cases = [run(*sizes) for sizes in [(32, 32, 6, 8), (40, 32, 6, 8), (100, 32, 6, 8), (60, 16, 4, 5), (30, 10, 3, 2), (30, 30, 6, 4)]]
    json.dump({"versions": {"dspy": dspy.__version__}, "cases": cases}, open(sys.argv[1], "w"), indent=1)
