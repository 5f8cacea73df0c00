"""DSPy's side of `espalier bench quality`: its optimizers on synthlm's tasks.

    python quality_dspy.py          with synthlm on PYTHONPATH

Takes one run per line of standard input and answers with one line; ends with its input. A run:

    {"task": "intent", "world": 0, "seed": 0, "optimizer": "gepa", "feedback": true, "sizes": [100, 100, 200], "threads": 8,
     "url": "http://127.0.0.1:8800"}

The seed picks the rows and, where the optimizer takes one, its seed. The server at `url` must serve that world; it is reset before the
run and counts the model calls, so that hits of DSPy's memory cache are free. `metric_calls` counts the programs that were scored while
optimizing, hits or not; `feedback_calls` those calls of the metric that asked again for feedback on one predictor (GEPA).
"""

import copy
import json
import logging
import random
import sys
import threading
import time
import urllib.request
import warnings

warnings.filterwarnings("ignore")
import dspy
from synthlm.world import World

logging.getLogger("dspy").setLevel(logging.ERROR)


class Hop(dspy.Module):
    """Two predictors: a query writer used for three look-ups, and an answerer."""

    def __init__(self, search):
        super().__init__()
        self.search = search
        self.ask = dspy.ChainOfThought(dspy.Signature("question, context -> search_query", "Write a search query that helps to answer the question."))
        self.answer = dspy.ChainOfThought(dspy.Signature("question, context -> answer", "Answer the question from the context."))

    def __deepcopy__(self, memo):
        """Optimizers copy programs often, the knowledge base must not come along."""
        twin = Hop.__new__(Hop)
        memo[id(self)] = twin
        twin.__dict__.update({k: v if k == "search" else copy.deepcopy(v, memo) for k, v in self.__dict__.items()})
        return twin

    def forward(self, question):
        context = []
        for _ in range(3):
            query = self.ask(question=question, context="\n".join(context) or "(empty)").search_query
            context += [fact for fact in self.search(str(query)) if fact not in context]
        return self.answer(question=question, context="\n".join(context) or "(empty)")


def program(task, world):
    if task == "intent":
        labels = ", ".join(world.tasks["intent"].labels)
        return dspy.ChainOfThought(dspy.Signature("utterance -> intent", f"Classify the utterance as one of: {labels}."))
    if task == "arith":
        return dspy.ChainOfThought(dspy.Signature("problem -> answer: int", "Solve the problem."))
    if task == "extract":
        return dspy.ChainOfThought(dspy.Signature("notice -> sender, item, quantity: int, due", "Extract the fields from the notice."))
    if task == "write":
        return dspy.Predict(dspy.Signature("brief -> notice", "Write the notice."))
    return Hop(world.tasks["hop"].search)


def examples(task, world, split, seed, count):
    return [dspy.Example(**row["inputs"], **row["outputs"]).with_inputs(*row["inputs"]) for row in world.rows(task, split, seed, count)]


class Metric:
    """The task's score, counted; with the critic's feedback for those who ask for it."""

    def __init__(self, judge):
        self.judge, self.lock = judge, threading.Lock()
        self.calls = self.feedback_calls = 0

    def graded(self, example, prediction, again=False):
        with self.lock:
            self.calls += not again
            self.feedback_calls += again
        return self.judge.score(example[self.judge.inputs[0]], dict(prediction) if prediction is not None else {})

    def plain(self, example, prediction, trace=None):
        value = self.graded(example, prediction)[0]
        return value >= 0.99 if trace is not None else value

    def critic(self, gold, pred, trace=None, pred_name=None, pred_trace=None):
        value, feedback = self.graded(gold, pred, again=pred_name is not None)
        return dspy.Prediction(score=value, feedback=feedback)

    def critic_without_words(self, gold, pred, trace=None, pred_name=None, pred_trace=None):
        return self.graded(gold, pred, again=pred_name is not None)[0]


def optimize(name, prog, train, val, metric, feedback, lm, seed, threads):
    shots = dict(max_bootstrapped_demos=4, max_labeled_demos=8)
    if name == "none":
        return prog
    if name == "labeled-few-shot":
        return dspy.LabeledFewShot(k=8).compile(prog, trainset=train)
    if name == "bootstrap-few-shot":
        return dspy.BootstrapFewShot(metric=metric.plain, **shots).compile(prog, trainset=train)
    if name == "bootstrap-random-search":
        tuner = dspy.BootstrapFewShotWithRandomSearch(metric=metric.plain, num_candidate_programs=8, num_threads=threads, **shots)
        return tuner.compile(prog, trainset=train, valset=val)
    if name.startswith("miprov2="):
        tuner = dspy.MIPROv2(metric=metric.plain, auto=name.split("=")[1], seed=seed, num_threads=threads)
        return tuner.compile(prog, trainset=train, valset=val)
    if name == "copro":
        tuner = dspy.COPRO(metric=metric.plain, breadth=8, depth=3)
        return tuner.compile(prog, trainset=train[:50], eval_kwargs=dict(display_progress=False, display_table=0, num_threads=threads))
    if name == "simba":
        tuner = dspy.SIMBA(metric=metric.plain, max_steps=5, num_candidates=4, max_demos=4, num_threads=threads)
        return tuner.compile(prog, trainset=train + val, seed=seed)
    if name == "gepa":
        judge = metric.critic if feedback else metric.critic_without_words
        tuner = dspy.GEPA(metric=judge, auto="light", reflection_lm=lm.copy(temperature=1.0), seed=seed, track_stats=False, num_threads=threads)
        return tuner.compile(prog, trainset=train, valset=val)
    if name == "infer-rules":
        tuner = dspy.InferRules(metric=metric.plain, num_candidates=10, num_rules=10, num_threads=threads, **shots)
        return tuner.compile(prog, trainset=train, valset=val)
    raise ValueError(f"no optimizer of this name here: {name}")


def http(url, data=None):
    with urllib.request.urlopen(urllib.request.Request(url, data=data)) as answer:
        return answer.read()


def run(task, world, seed, optimizer, url, feedback=True, sizes=(100, 100, 200), threads=8):
    random.seed(0)  # some optimizers draw from the global generator: a run must not depend on those before it
    dspy.configure_cache(enable_disk_cache=False, enable_memory_cache=True, memory_max_entries=200_000)
    lm = dspy.LM("openai/synthlm", api_base=f"{url}/v1", api_key="none", temperature=0.0, max_tokens=1000)
    dspy.configure(lm=lm)
    place = World(world)
    train, val, test = (examples(task, place, split, seed, count) for split, count in zip(("train", "val", "test"), sizes))
    metric = Metric(place.tasks[task])
    prog = program(task, place)
    http(f"{url}/reset", b"")
    wall, cpu = time.perf_counter(), time.process_time()
    best = optimize(optimizer, prog, train, val, metric, feedback, lm, seed, threads)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    spent = json.loads(http(f"{url}/stats"))
    calls, feedback_calls = metric.calls, metric.feedback_calls
    score = dspy.Evaluate(devset=test, metric=metric.plain, num_threads=threads, display_progress=False)(best).score
    return {"test": round(score / 100, 5), "model_calls": spent.get("requests", 0), "proposer_calls": spent.get("requests_meta", 0),
            "prompt_tokens": spent.get("prompt_tokens", 0), "cached_tokens": spent.get("cached_tokens", 0),
            "completion_tokens": spent.get("completion_tokens", 0), "metric_calls": calls, "feedback_calls": feedback_calls,
            "seconds": round(wall, 3), "cpu_seconds": round(cpu, 3), "threads": threads,
            "demos": [len(p.demos) for p in best.predictors()], "instructions": [p.signature.instructions for p in best.predictors()]}


def main():
    answers, sys.stdout = sys.stdout, sys.stderr  # nothing that a library prints may look like an answer
    for line in sys.stdin:
        try:
            answer = run(**json.loads(line))
        except Exception as problem:  # told to the benchmark, which goes on with the next run
            answer = {"error": f"{type(problem).__name__}: {problem}"[:300]}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
