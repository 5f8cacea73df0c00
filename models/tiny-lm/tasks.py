"""The latent tasks: each draws (input, reasoning or None, output) and knows instructions that state it."""
from world import *


class Task:
    """`sample(r)` gives `(x, z, y)`: a text, the reasoning, and what is wanted (a tuple where the task has two outputs).
    `types` holds, for each output, how its field may be declared: a list of the classes, "int" or None for text only."""
    def __init__(self, family, op, forms, sample, types=(None,)):
        self.family, self.op, self.forms, self.sample, self.types = family, op, forms, sample, types
        self.vague = None


def several(v): return v if isinstance(v, tuple) else (v,)


def upper(s): return s[:1].upper() + s[1:]


HARD = {"thing": 3, "item": 3, "product": 3}      # copying one of sixty words: drawn more often


def draw_op(r, ops):
    ops = list(ops)
    return r.choices(ops, [HARD.get(o, 1) for o in ops])[0]


# ---------------------------------------------------------------- texts and what can be read from them
def thing_text(r):
    d = dict(color=r.choice(COLORS), size=r.choice(SIZES), material=r.choice(MATERIALS), place=r.choice(PLACES), thing=r.choice(THINGS))
    s = r.choice(THING_TEXTS).format(s=d["size"], c=d["color"], m=d["material"], p=d["place"], t=d["thing"])
    return s, dict(d, kind=KIND_OF[d["thing"]])


def order_text(r):
    d = dict(name=r.choice(NAMES), city=r.choice(CITIES), number=str(r.randint(2, 20)), item=PLURAL[r.choice(THINGS)], day=r.choice(DAYS))
    return r.choice(ORDERS).format(n=d["name"], c=d["city"], k=d["number"], t=d["item"], d=d["day"]), d


def ticket_text(r):
    n, c, t = r.choice(NAMES), r.choice(CITIES), r.choice(GOODS if r.random() < .8 else THINGS)
    q, u = r.choice(list(TOPICS)), r.choice(list(WHEN))
    w, x, k = r.choice(TOPICS[q]), r.choice(TROUBLE), r.choice(WHEN[u])
    s = upper(r.choice(TICKETS).format(n=n, c=c, t=t, w=w, x=x, k=k))
    d = dict(team=q, urgency=u, product=t, customer=n, town=c)
    return s, d, {"team": f"{w} is {q}", "urgency": f"{k} is {u}"}


CLASSES = {"color": COLORS, "size": SIZES, "material": MATERIALS, "place": PLACES, "kind": list(KINDS), "team": list(TOPICS),
           "urgency": list(WHEN), "day": DAYS, "number": "int"}


def attr_task(r, op=None):
    op = op or draw_op(r, ATTR)
    def sample(r):
        if op == "thing" and r.random() < .5:       # short texts first teach where a thing stands
            t = r.choice(THINGS)
            return r.choice(("a {t}", "the {t}", "my {c} {t}", "a {t} for {n}", "{n} has a {t}")).format(t=t, c=r.choice(COLORS), n=r.choice(NAMES)), None, t
        s, d = thing_text(r)
        return s, None, d[op]
    return Task("attribute", op, ATTR[op], sample, (CLASSES.get(op),))


def extract_task(r, op=None):
    op = op or draw_op(r, EXTRACT)
    def sample(r):
        s, d = order_text(r)
        return s, None, d[op]
    return Task("extract", op, EXTRACT[op], sample, (CLASSES.get(op),))


def ticket_task(r, op=None, cot=False):
    op = op or draw_op(r, TICKET)
    cot = cot and op in ("team", "urgency")
    def sample(r):
        s, d, why = ticket_text(r)
        return s, why[op] if cot else None, d[op]
    return Task("ticket", op, TICKET[op], sample, (CLASSES.get(op),))


def pair_task(r, ops=None, cot=False):
    """Two outputs from one text."""
    where, text, names = r.choice((("ticket", ticket_text, list(TICKET)), ("order", order_text, list(EXTRACT)), ("text", thing_text, list(ATTR))))
    if ops or cot: where, text, names = "ticket", ticket_text, list(TICKET)
    a, b = ops or (r.sample(["team", "urgency"], 2) if cot else r.sample(names, 2))
    def sample(r):
        s, d, *why = text(r)
        return s, f"{why[0][a]}, {why[0][b]}" if cot else None, (d[a], d[b])
    stated = [f"Give the {a} and the {b}.", f"Answer with the {a} and the {b}.", f"Find the {a} and the {b} in the {where}.",
              f"Read the {where} and write the {a} and the {b}.", f"We need the {a} and the {b}.", f"Name the {a} and the {b}."]
    return Task("pair", f"{a}+{b}", stated, sample, (CLASSES.get(a), CLASSES.get(b)))


def lex_task(r, op=None):
    op = op or r.choice(list(LEX))
    def sample(r):
        if op == "past": w = r.choice(list(VERBS))
        elif op == "opposite": w = r.choice(list(OPPOSITE))
        else: w = r.choice(r.choice((list(OPPOSITE), list(VERBS), THINGS)))
        return w, None, {"opposite": OPPOSITE.get(w), "past": VERBS.get(w), "copy": w, "firstletter": w[0]}[op]
    return Task("lexicon", op, LEX[op], sample)


def steps(ns, op):
    """A running result: what one would write to be sure."""
    acc, parts = ns[0], [] if op == "sum" else [str(ns[0])]
    for n in ns[1:]:
        if op == "sum": parts.append(f"{acc} + {n} = {acc + n}")
        acc = acc + n if op == "sum" else max(acc, n) if op == "max" else min(acc, n)
        if op != "sum": parts.append(f"{n}: {acc}")
    return ", ".join(parts), str(acc)


def math_task(r, op=None, cot=False):
    op = op or r.choice(["sum", "sum", "max", "min"])
    def sample(r):
        ns = [r.randint(1, 9) for _ in range(r.choice((3, 4, 4)))]
        z, y = steps(ns, op)
        return " ".join(map(str, ns)), z if cot else None, y
    return Task("math", op, SUMS[op], sample, ("int",))


def basket_task(r, op=None, cot=False):
    """Sums with words around them: the pieces of an order."""
    op = op or r.choice(["sum", "sum", "max"])
    def sample(r):
        ns = [r.randint(2, 9) for _ in range(r.choice((3, 3, 4)))]
        its = [f"{n} {PLURAL[t]}" for n, t in zip(ns, r.sample(GOODS, len(ns)))]
        listed = ", ".join(its[:-1]) + " and " + its[-1]
        z, y = steps(ns, op)
        s = r.choice(("{n} ordered {l}.", "Order for {n}: {l}.", "Please send {l} to {n} in {c}.", "{n} from {c} needs {l}.")).format(n=r.choice(NAMES), c=r.choice(CITIES), l=listed)
        return s, z if cot else None, y
    return Task("basket", op, SUMS[op], sample, ("int",))


CLASS_COUNTS = (2, 2, 3)


def _class_sources(r):
    x = r.random()
    if x < .3:
        ks = r.sample(list(KINDS), r.choice(CLASS_COUNTS))
        def text(r, k):
            t = r.choice(KINDS[k])
            return r.choice((t, f"a {t}", f"the {r.choice(COLORS)} {t}", f"{r.choice(NAMES)} has a {r.choice(SIZES)} {t}"))
    elif x < .7:
        ks = r.sample(list(TOPICS), r.choice(CLASS_COUNTS))
        def text(r, k):
            t = r.choice(TOPICS[k])
            return r.choice((t, f"My {t} is wrong.", f"Help with the {t} please.", f"There is a problem with my {t}.", f"The {t} is late again."))
    else:
        ks = ["positive", "negative"]
        def text(r, k):
            a = r.choice(POSITIVE if k == "positive" else NEGATIVE)
            return r.choice((f"The {r.choice(THINGS)} is {a}.", f"a {a} {r.choice(THINGS)}", f"This {r.choice(THINGS)} was {a}, really."))
    return ks, text


def label_task(r, arbitrary=None):
    """Class names with a meaning, or arbitrary labels that only the demos or the instruction tie to classes."""
    ks, text = _class_sources(r)
    arb = r.random() < .25 if arbitrary is None else arbitrary
    labs = r.sample(LABELS, len(ks)) if arb else list(ks)
    m = dict(zip(ks, labs))
    order = list(ks)
    r.shuffle(order)
    if arb:
        stated = [start + ", ".join(f"{m[k]} for {k}" for k in order) + "." for start in ("Answer ", "Label the text: ", "Write ")]
    else:
        names = " or ".join(order)
        stated = [f"Label the text as {names}.", f"Is it {names}?", f"Sort the texts: {names}.", f"Choose {names}.", f"Answer with {names}."]
    def sample(r):
        k = r.choice(ks)
        return text(r, k), None, m[k]
    t = Task("labels", "arbitrary" if arb else "classes", stated, sample, (sorted(labs),))
    if arb: t.vague = ["Label the text: " + ", ".join(sorted(labs)) + ".", "Answer " + " or ".join(sorted(labs)) + "."]
    return t


def induce_task(r):
    """Instruction proposal: examples of a task -> its first instruction."""
    def sample(r):
        base = r.choice((attr_task, extract_task, ticket_task, ticket_task, lex_task, math_task, basket_task))(r)
        rows = [base.sample(r) for _ in range(r.choice((3, 4)))]
        return "\n".join(f"{x} -> {y}" for x, _, y in rows), None, base.forms[0]
    return Task("induce", "instruction", ["Write the instruction for the examples.", "Propose an instruction.", "Give the instruction for the examples.",
                                          "Propose the instruction for the examples."], sample)


FAMILIES = {"attribute": attr_task, "extract": extract_task, "ticket": ticket_task, "pair": pair_task, "lexicon": lex_task, "math": math_task, "basket": basket_task, "labels": label_task, "induce": induce_task}
WEIGHTS = {"attribute": 1.1, "extract": 1.1, "ticket": 2.2, "pair": .4, "lexicon": .4, "math": .7, "basket": .6, "labels": .5, "induce": .3}
REASONED = {"math": .6, "basket": .6, "ticket": .3, "pair": .2}      # how often an episode of the family asks for reasoning


def draw_task(r, family=None, weights=WEIGHTS, cot=None):
    family = family or r.choices(list(weights), list(weights.values()))[0]
    if cot is None: cot = r.random() < REASONED.get(family, 0)
    if family == "ticket" and cot: return ticket_task(r, r.choice(["team", "urgency"]), True), True
    return (FAMILIES[family](r, cot=cot), cot) if family in REASONED else (FAMILIES[family](r), False)
