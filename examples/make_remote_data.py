"""Writes the data of the examples for an OpenAI-compatible endpoint from synthlm's world 0, always the same:
python examples/make_remote_data.py

synthlm's own generator makes the rows (models/synthlm); here they become flat objects of fields, and a row that an earlier split
has is left out (world 0 has 315 questions for hop)."""
import json, pathlib, sys

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent / "models" / "synthlm"))
from synthlm.world import World

WORLD, SEED, DRAWN = 0, 0, 5000
SIZES = {"intent": dict(train=100, validation=100, test=200), "hop": dict(train=80, validation=80, test=150)}
SPLITS = {"train": "train", "validation": "val", "test": "test"}       # our names -> synthlm's

if __name__ == "__main__":
    world = World(WORLD)
    for task, sizes in SIZES.items():
        folder, seen = here / f"remote-{task}" / "data", set()
        folder.mkdir(parents=True, exist_ok=True)
        for name, size in sizes.items():
            kept = []
            for row in world.rows(task, SPLITS[name], SEED, DRAWN):
                key = tuple(row["inputs"].values())
                if key not in seen and len(kept) < size:
                    seen.add(key)
                    kept.append({**row["inputs"], **row["outputs"]})
            if len(kept) < size: raise SystemExit(f"{task}: {len(kept)} different rows for {name}, not {size}")
            with open(folder / f"{name}.jsonl", "w", encoding="utf-8", newline="\n") as f:
                f.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in kept)
