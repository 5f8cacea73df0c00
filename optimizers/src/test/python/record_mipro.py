"""Records the schedule that the real DSPy's MIPROv2 keeps, with a model that always writes the same; MiproParityTest compares ours.

    pip install dspy==3.4.1 optuna==5.0.0
    python record_mipro.py ../resources/io/espalier/optimizers/miprov2/dspy-schedule.json
"""
import json
import logging
import sys
import warnings

warnings.filterwarnings("ignore")
import dspy
from dspy.utils import DummyLM

logging.getLogger("dspy").setLevel(logging.ERROR)
ANSWER = {"answer": "a", "hint": "h", "reasoning": "r", "observations": "o", "summary": "s", "program_description": "p",
          "module_description": "m", "proposed_instruction": "Do it."}


class Always(DummyLM):
    """Writes every field that is asked for."""

    def __init__(self):
        super().__init__([ANSWER] * 100_000)


class Two(dspy.Module):
    def __init__(self):
        super().__init__()
        self.hint = dspy.Predict("question -> hint")
        self.answer = dspy.Predict("question, hint -> answer")

    def forward(self, question):
        return self.answer(question=question, hint=self.hint(question=question).hint)


def record(effort, predictors, val, shots=4, candidates=None, trials=None):
    dspy.configure(lm=Always())
    calls = {"metric": 0}

    def metric(example, prediction, trace=None):
        calls["metric"] += 1
        return True

    rows = [dspy.Example(question=f"q{i}", answer="a").with_inputs("question") for i in range(30 + val)]
    program = dspy.Predict("question -> answer") if predictors == 1 else Two()
    tuner = dspy.MIPROv2(metric=metric, auto=effort, num_candidates=candidates, max_bootstrapped_demos=shots, max_labeled_demos=shots, num_threads=1)
    seen = {}
    search = tuner._optimize_prompt_parameters

    def watched(program, instructions, demos, evaluate, valset, num_trials, *rest):
        seen.update(trials=num_trials, val=len(valset), instructions=len(instructions[0]), demo_sets=len(demos[0]) if demos else 0,
                    bootstrap_calls=calls["metric"])
        return search(program, instructions, demos, evaluate, valset, num_trials, *rest)

    tuner._optimize_prompt_parameters = watched
    best = tuner.compile(program, trainset=rows[:30], valset=rows[30:], num_trials=trials)
    full = [n for n, log in best.trial_logs.items() if "full_eval_score" in log]
    batches = [n for n, log in best.trial_logs.items() if "mb_score" in log]
    return {"effort": effort, "candidates": candidates, "num_trials": trials, "predictors": predictors, "validation": val, "shots": shots,
            **seen, "full": full, "minibatches": batches, "metric_calls": calls["metric"] - seen["bootstrap_calls"]}


if __name__ == "__main__":
    cases = [record("light", 1, 100), record("light", 2, 100), record("medium", 1, 300), record("medium", 2, 120), record("heavy", 1, 400),
             record("light", 1, 100, shots=0), record("medium", 1, 60, shots=0), record("light", 1, 40), record("light", 1, 51),
             record(None, 1, 80, candidates=4, trials=7), record(None, 2, 90, candidates=3, trials=15)]
    with open(sys.argv[1], "w") as out:
        json.dump({"dspy": dspy.__version__, "cases": cases}, out, indent=0)
        out.write("\n")
