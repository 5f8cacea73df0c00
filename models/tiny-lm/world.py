"""The closed world of the embedded model: words, their classes, and the paraphrases of instructions."""

COLORS = "red blue green yellow black white pink brown".split()
SIZES = "tiny small large huge".split()
MATERIALS = "wooden metal glass paper plastic stone".split()
PLACES = "kitchen garden office school park market".split()
KINDS = {
    "animal": "cat dog horse cow pig fox wolf bear lion duck goat mouse".split(),
    "food": "apple bread cheese pear cake rice soup egg plum carrot onion melon".split(),
    "tool": "hammer saw drill rope shovel ladder brush wrench axe needle".split(),
    "vehicle": "car bus train truck boat plane bike tram van taxi".split(),
    "clothing": "shirt hat coat sock shoe scarf glove dress belt jacket".split(),
    "furniture": "table chair bed desk sofa lamp shelf bench stool mirror".split(),
}
KIND_OF = {w: k for k, ws in KINDS.items() for w in ws}
THINGS = list(KIND_OF)
GOODS = [w for w in THINGS if KIND_OF[w] != "animal"]
PLURAL = {w: w + "s" for w in THINGS}
PLURAL.update(fox="foxes", wolf="wolves", mouse="mice", bus="buses", shelf="shelves", scarf="scarves",
              bench="benches", brush="brushes", wrench="wrenches", dress="dresses", rice="rice")
OPPOSITE_PAIRS = ("hot cold|big little|fast slow|good bad|happy sad|up down|day night|open closed|"
                  "hard soft|light dark|early late|full empty|rich poor|loud quiet|wet dry|old new|"
                  "near far|high low|clean dirty|strong weak").split("|")
OPPOSITE = {}
for pair in OPPOSITE_PAIRS:
    a, b = pair.split()
    OPPOSITE[a], OPPOSITE[b] = b, a
VERBS = {"walk": "walked", "jump": "jumped", "cook": "cooked", "play": "played", "go": "went",
         "eat": "ate", "see": "saw", "run": "ran", "sing": "sang", "write": "wrote",
         "give": "gave", "take": "took", "help": "helped", "open": "opened", "clean": "cleaned"}
NAMES = "Anna Ben Carla David Emma Felix Grace Hugo Iris Jack Kate Leo Maria Nina Oscar Paul".split()
CITIES = "Oslo Paris Rome Berlin Madrid Lisbon Vienna Prague Dublin Athens Cairo Tokyo".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
TOPICS = {
    "billing": "invoice payment refund charge price receipt".split(),
    "technical": "crash error screen login bug update".split(),
    "shipping": "package delivery courier parcel tracking address".split(),
    "account": "profile password username email settings membership".split(),
}
TOPIC_OF = {w: t for t, ws in TOPICS.items() for w in ws}
WHEN = {"high": ["today", "now", "at once"], "normal": ["soon", "this week"],
        "low": ["sometime", "later", "one day"]}
TROUBLE = "wrong late missing broken lost strange".split()
POSITIVE = "great lovely excellent wonderful perfect nice fantastic superb".split()
NEGATIVE = "awful terrible broken horrible poor boring useless nasty".split()
LABELS = ("alpha beta gamma delta omega sigma theta kappa A B C D E F X Y Z yes no left right "
          "one two three north south east west true false foo bar baz").split()
NUMBERS = [str(i) for i in range(100)]

TICKETS = [  # n customer, c town, t product, w topic word, x trouble, k when
    "Hello, I am {n} from {c}. The {w} for my {t} is {x}. Please help {k}.",
    "{n} in {c} says: my {t} came, but the {w} is {x}. Please answer {k}.",
    "The {w} is {x} again. It is about the {t}. Fix it {k} please. {n}, {c}",
    "{k} please: {w} {x}, {t}. Thanks, {n} from {c}",
]
ORDERS = [  # n name, c city, k number, t items, d day
    "{n} from {c} ordered {k} {t} on {d}.",
    "On {d} {n} sent {k} {t} to {c}.",
    "{k} {t} for {n} will be in {c} on {d}.",
]
THING_TEXTS = [
    "a {s} {c} {m} {t} in the {p}", "the {m} {t} in the {p} is {s} and {c}", "in the {p} there is a {c} {s} {t}, it is {m}",
]


# instruction paraphrases; the last of every list is held out from training (evaluation only)
ATTR = {k: [f"Label the text by {k}.", f"Answer with the {k}.", q, f"Give the {k}.", f"Name the {k} of the thing."]
        for k, q in (("color", "What color is it?"), ("size", "What size is it?"), ("material", "What material is it?"), ("place", "What place is it in?"),
                     ("kind", "What kind is it?"), ("thing", "What thing is it?"))}
EXTRACT = {k: [f"Extract the {k}.", f"Answer with the {k}.", f"Find the {k} in the text.", f"Give the {k}.", f"Which {k} is in the text?"]
           for k in ("name", "city", "number", "item", "day")}
TICKET = {
    "team": ["Route the ticket to billing, technical, shipping or account.", "Answer with the team: billing, technical, shipping or account.",
             "Which team should help with the ticket?", "Find the team for the ticket.", "Name the team for the ticket."],
    "urgency": ["Rate the urgency as high, normal or low.", "Answer with the urgency.", "How urgent is the ticket?", "Find the urgency of the ticket.", "Name the urgency of the ticket."],
    "product": ["Give the product in the ticket.", "Answer with the product.", "Which product is the ticket about?", "Find the product in the ticket.", "Name the product of the ticket."],
    "customer": ["Give the customer in the ticket.", "Answer with the customer.", "Who wrote the ticket?", "Find the customer in the ticket.", "Name the customer of the ticket."],
    "town": ["Give the town in the ticket.", "Answer with the town.", "Where does the ticket come from?", "Find the town in the ticket.", "Name the town of the ticket."],
}
LEX = {k: [f"Give the {w}.", f"Answer with the {w}.", f"Write the {w}.", f"Name the {w}."]
       for k, w in (("opposite", "opposite"), ("past", "past tense"), ("firstletter", "first letter"))}
LEX["copy"] = ["Copy the word.", "Repeat the word.", "Answer with the same word.", "Write the same word."]
SUMS = {
    "sum": ["Add the numbers.", "Give the sum.", "Answer with the sum.", "Write the sum of the numbers."],
    "max": ["Give the largest number.", "Answer with the largest number.", "Find the largest number.", "Write the largest number."],
    "min": ["Give the smallest number.", "Answer with the smallest number.", "Find the smallest number.", "Write the smallest number."],
}
VAGUE = ["Write `{o}` from `{i}`.", "Answer the question.", "Do the task.", "Process the text.", "Give a good answer.",
         "Be helpful and precise.", "Answer.", "Read the text and answer."]
CONTEXT = ["You help the support team of a shop.", "Read the text with care.", "You are a good helper.", "This is for our team."]
FIELDS = ("text input question sentence document ticket message note label answer output result queue tag class value "     # old names
          "email request order body review comment utterance passage numbers problem words team urgency customer town name city "
          "number item day color size kind place material product total sum intent category reply subject topic department priority "
          "summary title response context line").split()
