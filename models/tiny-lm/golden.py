"""Writes the embedded model's golden outputs: what Python's onnxruntime answers, greedily, to prompts of every family.
The Java engine must give the same texts (GoldenTest in worker).
   python golden.py MODEL_DIR GOLDEN.jsonl"""
import json, random, sys
import episodes as E
from evaluate import fields, prompt
from ort_lm import OrtLM
from tasks import FAMILIES, REASONED, draw_task

MAX_NEW = 48


def prompts(seed=2026):
    """One for each family, with and without reasoning, kind of instruction and number of demos (0 to 12, so that lengths differ)."""
    for fam in FAMILIES:
        for cot in ((False, True) if fam in REASONED else (False,)):
            for kind in ("good", "held", "vague"):
                for k in (0, 1, 4, 12):
                    if fam == "induce" and (k or kind == "vague"): continue
                    r = random.Random(f"{seed}-{fam}-{cot}-{kind}-{k}")
                    task = draw_task(r, fam, cot=cot)[0]
                    ins, outs = fields(task, cot)
                    instr = {"good": task.forms[0], "held": task.forms[-1], "vague": E.vague_for(task, r, ins, [f for f in outs if f != "reasoning"])}[kind]
                    yield prompt(instr, [task.sample(r) for _ in range(k)], task.sample(r)[0], ins, outs)


def main(model, out):
    lm = OrtLM(model)
    with open(out, "w", encoding="utf-8", newline="\n") as f:
        for p in prompts():
            f.write(json.dumps(dict(prompt=p, output=lm(p, MAX_NEW), max_new=MAX_NEW), ensure_ascii=False) + "\n")


if __name__ == "__main__": main(*sys.argv[1:])
