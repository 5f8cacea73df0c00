"""Writes the data of the examples that run on the embedded model, always the same: python examples/make_data.py

Texts come from the generator that the model was trained with (models/tiny-lm), under seeds of their own; within an example no input
occurs twice, so that train, validation and test have no row in common."""
import json, pathlib, random, sys

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent / "models" / "tiny-lm"))
import tasks


def write(example, sizes, draw):
    """`draw(r)` gives a row; its first field tells rows apart."""
    r, seen = random.Random(f"espalier/{example}"), set()
    folder = here / example / "data"
    folder.mkdir(parents=True, exist_ok=True)
    for split, size in sizes.items():
        rows = []
        while len(rows) < size:
            row = draw(r)
            key = next(iter(row.values()))
            if key not in seen:
                seen.add(key)
                rows.append(row)
        with open(folder / f"{split}.jsonl", "w", encoding="utf-8", newline="\n") as f:
            f.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def ticket_team(r):
    text, facts, _ = tasks.ticket_text(r)
    return {"ticket": text, "queue": facts["team"]}


def order_total(r):
    counts, _, total = tasks.math_task(r, "sum").sample(r)
    return {"counts": counts, "total": int(total)}


def ticket_triage(r):
    text, facts, _ = tasks.ticket_text(r)
    return {"ticket": text, "queue": facts["team"], "urgency": facts["urgency"]}


if __name__ == "__main__":
    write("ticket-team", dict(train=120, validation=120, test=300), ticket_team)
    write("order-total", dict(train=100, validation=100, test=200), order_total)
    write("ticket-triage", dict(train=100, validation=100, test=200), ticket_triage)
