"""The installed DSPy at the tests' service: one JSON request a line on standard input, one answer a line on standard output."""
import contextlib
import enum
import json
import logging
import os
import sys
import tempfile
import typing
import warnings

out = sys.stdout
sys.stdout = sys.stderr
warnings.filterwarnings("ignore")
import dspy
import pydantic
from pydantic import TypeAdapter

logging.disable(logging.WARNING)
ADAPTERS = {"chat": dspy.ChatAdapter(), "json": dspy.JSONAdapter(), "xml": dspy.XMLAdapter()}


def plain(value):
    try:
        return TypeAdapter(type(value)).dump_python(value, mode="json", fallback=str)
    except Exception:
        return str(value)


def finite(value):
    """JSON knows no infinite numbers: they travel as words."""
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return "number " + str(value)
    if isinstance(value, dict):
        return {str(k): finite(v) for k, v in value.items()}
    return [finite(v) for v in value] if isinstance(value, (list, tuple)) else value


def annotation(type_, known):
    """A type from the Java side's tree; records and enumerations of one name are made once."""
    kind = type_["kind"]
    of = lambda name: annotation(type_[name], known)
    simple = {"text": str, "int": int, "float": float, "bool": bool, "any": typing.Any, "none": type(None),
              "image": dspy.Image, "history": dspy.History, "tool": dspy.Tool}
    if kind in simple:
        return simple[kind]
    if kind == "list":
        return list[of("element")] if "element" in type_ else list
    if kind == "dict":
        return dict[of("key"), of("value")] if "key" in type_ else dict
    if kind == "optional":
        return typing.Optional[of("of")]
    if kind == "union":
        return typing.Union[tuple(annotation(t, known) for t in type_["of"])]
    if kind == "literal":
        return typing.Literal[tuple(type_["values"])]
    if kind == "code":
        return dspy.Code[type_["language"]] if type_["language"] else dspy.Code
    if type_["name"] not in known:
        if kind == "enum":
            known[type_["name"]] = enum.Enum(type_["name"], {n: v for n, v in type_["constants"]})
        else:
            members = {m["name"]: (annotation(m["type"], known), pydantic.Field(**options(m))) for m in type_["members"]}
            known[type_["name"]] = pydantic.create_model(type_["name"], __doc__=type_.get("description"), **members)
    return known[type_["name"]]


def options(field):
    found = dict(field["constraints"])
    if field.get("description") is not None:
        found["description"] = field["description"]
    if "fallback" in field:
        found["default"] = field["fallback"]
    return found


MADE = {}


def signature(spec):
    key = json.dumps(spec)
    if key not in MADE:
        MADE[key] = make_signature(spec)
    return MADE[key]


def make_signature(spec):
    if "text" in spec:
        made = dspy.Signature(spec["text"], spec.get("instruction"), custom_types={"Code": dspy.Code, "dspy": dspy})
    else:
        known, fields = {}, {}
        for group, make in (("inputs", dspy.InputField), ("outputs", dspy.OutputField)):
            for field in spec[group]:
                found = options(field)
                if "description" in found:
                    found["desc"] = found.pop("description")
                fields[field["name"]] = (annotation(field["type"], known), make(**found))
        made = dspy.Signature(fields, spec.get("instruction"))
        if spec.get("instruction") == "":
            made.instructions = ""  # as a loaded state sets it; given to the constructor it would mean none
    return dspy.ChainOfThought(made).predict.signature if spec.get("reasons") else made


def typed(made, values, all_of_them):
    """History and pictures are always DSPy's own; with `all_of_them` every value that fits its type is."""
    known = {}
    for name, value in values.items():
        field = made.fields.get(name)
        own = field is not None and any(t in str(field.annotation) for t in ("Image", "History"))
        if field is not None and (own or all_of_them) and value is not None:
            with contextlib.suppress(pydantic.ValidationError):
                value = TypeAdapter(field.annotation).validate_python(value)
        known[name] = value
    return known


class Scripted(dspy.BaseLM):
    """Answers from a list and keeps what it was asked."""
    supports_response_schema = True
    supported_params = {"response_format"}

    def __init__(self, replies):
        super().__init__("scripted", "chat", 0.0, 1000, False)
        self.replies, self.seen = list(replies), []

    def forward(self, prompt=None, messages=None, **kwargs):
        form = kwargs.get("response_format")
        if form is not None and not isinstance(form, dict):
            form = {"type": "json_schema", "json_schema": {
                "name": form.__name__, "schema": form.model_json_schema(), "strict": True}}
        self.seen.append({"messages": messages, "response_format": form})
        text = self.replies.pop(0) if self.replies else ""
        from dspy.dsp.utils.utils import dotdict

        message = dotdict(content=text, tool_calls=None)
        return dotdict(choices=[dotdict(message=message, finish_reason="stop")], usage=dotdict(), model="scripted")


def do_format(request):
    made = signature(request["signature"])
    demos = [typed(made, demo, request.get("typed", False)) for demo in request["demos"]]
    return ADAPTERS[request["adapter"]].format(made, demos, typed(made, request["inputs"], request.get("typed", False)))


def do_parse(request):
    made = signature(request["signature"])
    try:
        parsed = ADAPTERS[request["adapter"]].parse(made, request["completion"])
        return {"fields": {k: finite(plain(v)) for k, v in parsed.items()}}
    except Exception as problem:
        return {"failed": type(problem).__name__, "message": str(problem)[:500]}


def do_call(request):
    made = signature(request["signature"])
    lm = Scripted(request["replies"])
    predictor = dspy.Predict(made)
    predictor.demos = [typed(made, demo, False) for demo in request["demos"]]
    with dspy.context(lm=lm, adapter=type(ADAPTERS[request["adapter"]])()):
        try:
            result = {"fields": {k: finite(plain(v)) for k, v in predictor(**typed(made, request["inputs"], False)).items()}}
        except Exception as problem:
            result = {"failed": type(problem).__name__, "message": str(problem)[:500]}
    return {"asked": lm.seen, **result}


def do_run(request):
    """Runs a test's own piece of DSPy code; its answer is what it calls `result`."""
    with tempfile.TemporaryDirectory() as folder:
        names = {"dspy": dspy, "pydantic": pydantic, "typing": typing, "Literal": typing.Literal, "Optional": typing.Optional,
                 "json": json, "os": os, "folder": folder, "Scripted": Scripted, "plain": plain, "ADAPTERS": ADAPTERS,
                 **request["names"]}
        exec(request["source"], names)
        return names["result"]


DOING = {"format": do_format, "parse": do_parse, "call": do_call, "run": do_run}
for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = {"answer": DOING[request["do"]](request)}
    except Exception as problem:
        answer = {"error": "%s: %s" % (type(problem).__name__, problem)}
    out.write(json.dumps(answer, ensure_ascii=True, default=str) + "\n")
    out.flush()
