"""Reads the fixed sentences of the installed DSPy's adapters and prints them as a framing.

    python3 probe.py             the framing: one JSON object
    python3 probe.py --samples   {"framing", "dspy", "python", "enumerations", "samples"}: with calls to check it by

Signatures whose names and values are markers ("Zq...") are rendered; what stands around the markers are the sentences.
A version whose prompts are built in another way fails here, or in the comparison of the samples, and is refused.
Exit code 3: {"error": {"kind": "no-dspy" | "probe", "message", "python", "dspy"}}.
"""
import contextlib
import enum
import json
import os
import platform
import sys


class ProbeFailure(Exception):
    pass


def cut(text, before, after, what):
    """What stands between two texts."""
    start = text.find(before)
    if start < 0:
        raise ProbeFailure("%s: %r does not occur" % (what, before))
    start += len(before)
    end = text.find(after, start) if after else len(text)
    if end < 0:
        raise ProbeFailure("%s: %r does not follow" % (what, after))
    return text[start:end]


def places(text, what, *replacements):
    """Puts places where markers stand; each must stand there once, in this order."""
    out, rest = "", text
    for marker, place in replacements:
        if rest.count(marker) != 1:
            raise ProbeFailure("%s: %r occurs %d times" % (what, marker, rest.count(marker)))
        before, rest = rest.split(marker)
        out += before + "{{" + place + "}}"
    return out + rest


def common_prefix(texts):
    return os.path.commonprefix(list(texts))


def common_suffix(texts):
    return common_prefix(text[::-1] for text in texts)[::-1]


class Probe:
    def __init__(self, dspy):
        import typing

        self.dspy = dspy
        self.adapters = {"chat": dspy.ChatAdapter(), "json": dspy.JSONAdapter(), "xml": dspy.XMLAdapter()}
        self.choice = enum.Enum("ZqChoice", {"ZqFirst": "Zqa", "ZqSecond": "Zqb"})
        names = ("Any", "Literal", "Optional", "Union")
        self.names = {name: getattr(typing, name) for name in names}
        self.names.update({t.__name__: t for t in (str, int, float, bool, list, dict)})
        self.names.update(Code=dspy.Code, Image=dspy.Image, History=dspy.History, ZqChoice=self.choice)

    # Signatures and rendering

    def signature(self, inputs, outputs, instruction="Zqinstruction"):
        """Fields as (name, type, description, constraints); everything after the name may be left out."""
        fields = {}
        for group, make in ((inputs, self.dspy.InputField), (outputs, self.dspy.OutputField)):
            for field in group:
                name, type_, description, constraints = tuple(field) + ("str", None, {})[len(field) - 1:]
                options = dict(constraints)
                if description is not None:
                    options["desc"] = description
                fields[name] = (eval(type_, dict(self.names)), make(**options))
        return self.dspy.Signature(fields, instruction)

    def render(self, adapter, signature, demos=(), inputs=None):
        values = {"zqin": "Zqvalue"} if inputs is None else inputs
        return self.adapters[adapter].format(signature, list(demos), values)

    def system(self, adapter, signature):
        return self.render(adapter, signature)[0]["content"]

    # The parts of a framing

    def framing(self):
        self.turns = {name: self.turn(name) for name in self.adapters}
        return {
            "name": "dspy-" + self.dspy.__version__,
            "fields": self.fields(),
            "types": {"literal": "", "enumeration": "", "separator": "", "nested": "", "code": ""},
            "notes": self.notes(),
            "instruction": {"none": self.no_instruction(), "line": self.instruction_line("chat")},
            "demos": self.demos(),
            "chat": self.turns["chat"],
            "json": self.turns["json"],
            "xml": self.turns["xml"],
            "schemaName": self.schema_name(),
            "schemas": self.schemas(),
            "checksConstraints": False,
        }

    def instruction_line(self, adapter):
        text = self.system(adapter, self.signature([("zqin",)], [("zqout",)], "Zqone\nZqtwo"))
        return cut(text, "Zqone", "Zqtwo", "an instruction of two lines")

    def structures(self, adapter):
        """How our adapter shows one input and one output of text; found again in DSPy's own text."""
        if adapter == "xml":
            return "<zqin>\n{zqin}\n</zqin>", "<zqout>\n{zqout}\n</zqout>"
        inputs = "[[ ## zqin ## ]]\n{zqin}"
        if adapter == "json":
            return inputs, json.dumps({"zqout": "{zqout}"}, indent=2)
        return inputs, "[[ ## zqout ## ]]\n{zqout}"

    def turn(self, adapter):
        signature = self.signature([("zqin", "str", "ZqinText")], [("zqout", "str", "ZqoutText")])
        text = self.system(adapter, signature)
        lines = text.split("\n")
        entries = [[line for line in lines if mark in line] for mark in ("ZqinText", "ZqoutText")]
        if [len(found) for found in entries] != [1, 1]:
            raise ProbeFailure("%s: a field's description stands in %s lines" % (adapter, [len(f) for f in entries]))
        shown_in, shown_out = self.structures(adapter)
        system = places(
            text, adapter + ", system message", (entries[0][0], "inputs"), (entries[1][0], "outputs"),
            (shown_in, "inputStructure"), (shown_out, "outputStructure"), ("Zqinstruction", "instruction"))
        line = self.instruction_line(adapter)
        if not system.endswith(line + "{{instruction}}"):
            raise ProbeFailure("%s: an instruction's first line begins unlike its second" % adapter)
        system = system[: -len(line + "{{instruction}}")] + "{{instruction}}"
        return dict(system=system, **self.request(adapter))

    def request(self, adapter):
        """The words that end the turn that asks."""
        section = "<zqin>\nZqvalue\n</zqin>" if adapter == "xml" else "[[ ## zqin ## ]]\nZqvalue"

        def words(*outputs):
            user = self.render(adapter, self.signature([("zqin",)], outputs))[-1]["content"]
            return cut(user, section + "\n\n", "", adapter + ", request")

        before, after = words(("zqout",)).split("zqout")
        typed = cut(words(("zqout", "ZqChoice")), before + "zqout", "", adapter + ", request for a typed field")
        close = common_prefix((after, typed))
        if typed == after:
            # No hints: what closes a field is found by a second field.
            close = common_prefix((after, cut(words(("zqout",), ("zqtwo",)), before + "zqout", "zqtwo", adapter)))
        end = after[len(close):]
        hint = typed[len(close): len(typed) - len(end)]
        if not typed.endswith(end) or (hint and "ZqChoice" not in hint):
            raise ProbeFailure("%s: a typed field's hint cannot be told from the words around it" % adapter)
        two = words(("zqout",), ("zqtwo",))
        between = cut(two, before + "zqout" + close, "zqtwo", adapter + ", request for two fields")
        if not two.endswith("zqtwo" + after):
            raise ProbeFailure("%s: the request for two fields ends unlike that for one" % adapter)
        open_ = common_suffix((before, between)).lstrip()
        nested = ""
        if adapter == "xml":
            many = words(("zqout", "list[str]"))
            outline = "<zqout><item>...</item></zqout>"
            nested = places(cut(many, before + "zqout" + after, "", "xml, nested outputs"), "xml, nested outputs",
                            (outline, "structures"))
        return {
            "request": before[: len(before) - len(open_)] + "{{outputs}}" + end + ("{{nested}}" if nested else ""),
            "field": open_ + "{{name}}" + close + "{{hint}}",
            "separator": between[: len(between) - len(open_)],
            "hint": hint.replace("ZqChoice", "{{type}}"),
            "nested": nested,
        }

    def entry(self, type_, description=None, constraints=()):
        """One input's entry in the list of fields."""
        signature = self.signature([("zqin", type_, description, dict(constraints))], [("zqout",)])
        head, rest = self.turns["chat"]["system"].split("{{inputs}}")
        text = self.system("chat", signature)
        if not text.startswith(head):
            raise ProbeFailure("the list of fields begins unlike the one before")
        return cut(text[len(head):], "", rest.split("{{outputs}}")[0], "list of fields")

    def fields(self):
        line = places(self.entry("ZqChoice", "ZqinText"), "a field's line", ("1", "index"), ("zqin", "name"),
                      ("ZqChoice", "type"), ("ZqinText", "description"))
        plain = self.entry("int", "ZqinText")
        kinds = {"greaterThan": ("gt", "int"), "atLeast": ("ge", "int"), "lessThan": ("lt", "int"),
                 "atMost": ("le", "int"), "multipleOf": ("multiple_of", "int"),
                 "minLength": ("min_length", "str"), "maxLength": ("max_length", "str")}
        said = {}
        for kind, (option, type_) in kinds.items():
            start = plain if type_ == "int" else self.entry(type_, "ZqinText")
            said[kind] = cut(self.entry(type_, "ZqinText", {option: 737}), start, "", "constraint " + option)
        around = common_prefix(said.values())
        words = {kind: places(text[len(around):], kind, ("737", "bound")) for kind, text in said.items()}
        both = cut(self.entry("int", "ZqinText", {"gt": 737, "lt": 848}), plain, "", "two constraints")
        first, second = (words[kind].replace("{{bound}}", bound) for kind, bound in
                         (("greaterThan", "737"), ("lessThan", "848")))
        words["separator"] = cut(both, around + first, second, "two constraints")
        return dict(line=line + "{{constraints}}", description="{{text}}", constraints=around + "{{text}}",
                    constraint=words, **self.type_descriptions(line))

    def type_descriptions(self, line):
        frame, texts = "", {}
        for kind, type_, language in (("Code", self.dspy.Code["ZqLang"], "ZqLang"), ("Image", self.dspy.Image, ""),
                                      ("Tool", self.dspy.Tool, "")):
            text = type_.description()
            if not text:
                continue
            self.names["ZqTyped"] = type_
            start = line.replace("{{index}}", "1").replace("{{name}}", "zqin").replace("{{type}}", type_.__name__)
            said = cut(self.entry("ZqTyped"), start.replace("{{description}}", ""), "", "a type's description")
            if not said.endswith(text.rstrip()):
                raise ProbeFailure("the description of %s does not end its field's entry" % kind)
            frame = places(said[: -len(text.rstrip())], "a type's description", (type_.__name__, "type")) + "{{text}}"
            if language:
                text = text.replace(language, "{{language}}").replace(language.lower(), "{{language_lower}}")
            texts[kind] = text
        return {"typeDescription": frame, "typeDescriptions": texts}

    def notes(self):
        after = self.turns["chat"]["system"].split("{{outputStructure}}")[1].split("{{instruction}}")[0]

        def note(type_):
            text = self.system("chat", self.signature([("zqin",)], [("zqout", type_)]))
            return cut(text, self.structures("chat")[1], after, "note on " + type_)

        said = {"bool": note("bool"), "integer": note("int"), "decimal": note("float"),
                "enumeration": note("ZqChoice"), "literal": note("Literal['Zqa', 'Zqb']"), "schema": note("list[str]")}
        around = common_prefix(said.values())
        words = {kind: text[len(around):] for kind, text in said.items()}
        for kind in ("enumeration", "literal"):
            words[kind] = places(words[kind], "note on constants", ("Zqa; Zqb", "values"))
        schema = json.dumps({"type": "array", "items": {"type": "string"}})
        words["schema"] = places(words["schema"], "note on a schema", (schema, "schema"))
        return dict(around=around + "{{note}}", **words)

    def no_instruction(self):
        signature = self.signature([("zqin",), ("zqother",)], [("zqout",), ("zqtwo",)], None)
        return places(signature.instructions, "default instruction", ("`zqin`, `zqother`", "inputs"),
                      ("`zqout`, `zqtwo`", "outputs"))

    def demos(self):
        signature = self.signature([("zqin",), ("zqother",)], [("zqout",), ("zqtwo",)])
        shown = self.render("chat", signature, [{"zqin": "Zqvalue", "zqtwo": "Zqwritten"}])
        user, assistant = shown[1]["content"], shown[2]["content"]
        start = "[[ ## zqin ## ]]\nZqvalue"
        missing = None
        if "zqother" in user:
            missing = cut(user, start + "\n\n[[ ## zqother ## ]]\n", "", "an input that a demo lacks")
        history = self.signature([("zqpast", "History"), ("zqin",)], [("zqout",), ("zqtwo",)])
        past = self.dspy.History(messages=[{"zqin": "Zqbefore", "zqtwo": "Zqthen"}])
        turns = [message["content"] for message in self.render("chat", history, (), {"zqin": "Zqvalue", "zqpast": past})]
        asked, turn = turns[1], turns[2]
        if not asked.startswith("[[ ## zqin ## ]]\nZqbefore"):
            raise ProbeFailure("an earlier turn begins unlike the one that asks")
        absent = cut(turn, "[[ ## zqout ## ]]\n", "\n\n[[ ## zqtwo ## ]]", "an output that a turn lacks")
        return {
            "incomplete": cut(user, "", "\n\n" + start, "incomplete demo"),
            "missingInput": missing,
            "missingOutput": cut(assistant, "[[ ## zqout ## ]]\n", "\n\n[[ ## zqtwo ## ]]", "an output that a demo lacks"),
            "missingTurnOutput": None if absent == str(None) else absent,
            "turnsAsk": asked != "[[ ## zqin ## ]]\nZqbefore",
        }

    def schema_name(self):
        from dspy.adapters import json_adapter

        return json_adapter._get_structured_outputs_response_format(self.signature([("zqin",)], [("zqout",)])).__name__

    def schemas(self):
        """What the types of DSPy's own say of themselves in a JSON schema."""
        from pydantic import TypeAdapter

        own = (self.dspy.Code, self.dspy.Image, self.dspy.History)
        return {type_.__name__: TypeAdapter(type_).json_schema() for type_ in own}

    # Samples: calls in all adapters that the reader of this framing must render to the same messages

    def samples(self):
        text, full = ("question",), {"question": "Who?", "answer": "Nobody."}
        plain = ([text], [("answer",)])
        odd = [("answer", t) for t in ("int", "float", "bool", "list[str]", "dict[str, int]", "Optional[int]", "Any",
                                       "Literal['a b', \"it's\"]", "ZqChoice", "Code['rust']", "Union[int, str]")]
        bounds = {"gt": 1, "le": 9.5}
        calls = [(plain, None, [], {"question": "Who?"}), (plain, "First.\n  Indented.\n\nLast.", [], {"question": "a\n\nb"})]
        calls += [(([text], [field]), None, [], {"question": "Who?"}) for field in odd]
        calls += [
            (([("question", "str", "what they ask", {"min_length": 2, "max_length": 80}), ("facts", "list[str]")],
              [("score", "float", "how sure", bounds), ("answer", "Code['Java']", "runs"), ("note", "str", "${note}")]),
             "Do it.", [], {"question": "Who?", "facts": ["x", "\u00fc \u00ab\n"]}),
            (plain, "Do it.", [full, {"answer": "Lost."}, {"question": "Half?"}, {"question": "\u00e4", "answer": ["a", "b\nc"]}], full),
            (([text, ("topic",)], [("answer",), ("label", "Literal['x', 'y']"), ("many", "list[int]")]), "Do it.",
             [{"question": "Half?", "many": [1, 2]}, {"question": "1", "topic": "2", "answer": "3 < 4 & 5", "label": "x", "many": []}],
             {"question": "Q", "topic": ["one", "two"]}),
            (([text, ("past", "History")], [("answer",), ("label", "str")]), "Go on.", [full],
             {"question": "And?", "past": {"messages": [full, {"question": "Half?"}]}}),
        ]
        return [self.sample(adapter, *call) for call in calls for adapter in self.adapters]

    def sample(self, adapter, fields, instruction, demos, inputs):
        known = {k: self.dspy.History(**v) if k == "past" else v for k, v in inputs.items()}
        return {
            "adapter": adapter,
            "inputs": fields[0],
            "outputs": fields[1],
            "instruction": instruction,
            "demos": demos,
            "values": inputs,
            "messages": self.render(adapter, self.signature(*fields, instruction), demos, known),
        }


def version_of(dspy):
    return str(getattr(dspy, "__version__", "unknown"))


def main(arguments):
    """Everything that DSPy prints goes to standard error: standard output is for the answer."""
    known = {"python": platform.python_version(), "dspy": None}
    try:
        import dspy
    except ImportError as problem:
        return dict(known, kind="no-dspy", message=str(problem))
    known["dspy"] = version_of(dspy)
    try:
        probe = Probe(dspy)
        framing = probe.framing()
        if "--samples" not in arguments:
            return framing
        constants = {member.name: member.value for member in probe.choice}
        return dict(known, framing=framing, enumerations={"ZqChoice": constants}, samples=probe.samples())
    except Exception as problem:  # whatever another version does otherwise
        return dict(known, kind="probe", message="%s: %s" % (type(problem).__name__, problem))


if __name__ == "__main__":
    out = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):
        answer = main(sys.argv[1:])
    failed = "kind" in answer
    out.write(json.dumps({"error": answer} if failed else answer, ensure_ascii=True) + "\n")
    out.flush()
    sys.exit(3 if failed else 0)
