"""Writes the embedded model's golden outputs: what Python's onnxruntime answers, greedily, to prompts of every family.
The Java engine must give the same texts (GoldenTest in worker).
   python golden.py MODEL_DIR GOLDEN.jsonl"""
import json, random, sys
from evaluate import FO, prompt, task_of, vague
from ort_lm import OrtLM

MAX_NEW = 48


def prompts(seed=2026):
    """One for each family, with and without reasoning, kind of instruction and number of demos (0 to 8, so that lengths differ)."""
    for fam in ("attribute", "extract", "ticket", "lexicon", "math", "labels"):
        for cot in ((False, True) if fam in ("math", "ticket") else (False,)):
            for kind in ("good", "held", "vague"):
                for k in (0, 1, 4, 8):
                    r = random.Random(f"{seed}-{fam}-{cot}-{kind}-{k}")
                    task = task_of(fam, r, cot)
                    demos = [task.sample(r) for _ in range(k)]
                    ins = {"good": task.forms[0], "held": task.forms[-1], "vague": vague(task, r)}[kind]
                    yield prompt(ins, demos, task.sample(r)[0], ["reasoning", FO] if cot else [FO])


def main(model, out):
    lm = OrtLM(model)
    with open(out, "w", encoding="utf-8", newline="\n") as f:
        for p in prompts():
            f.write(json.dumps(dict(prompt=p, output=lm(p, MAX_NEW), max_new=MAX_NEW), ensure_ascii=False) + "\n")


if __name__ == "__main__": main(*sys.argv[1:])
