"""Espalier's metric for synthlm's tasks, in the language of its `command` metric.

    python synthlm_metric.py TASK WORLD [--feedback]

Reads {"id", "example", "prediction"} per line, answers {"id", "score"} and, with --feedback, what the task's critic says.
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "models" / "synthlm"))
from synthlm.world import World


def main():
    name, world, *critic = sys.argv[1:]
    task = World(int(world)).tasks[name]
    for line in sys.stdin:
        asked = json.loads(line)
        score, feedback = task.score(asked["example"][task.inputs[0]], asked["prediction"])
        answer = {"id": asked["id"], "score": score, **({"feedback": feedback} if critic else {})}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
