"""The Python contestants of `espalier bench evaluate`: DSPy's Evaluate, and a bare kept-alive HTTP client.

    python evaluate_peers.py dspy ROWS.jsonl      rows of examples: {"utterance": ..., "intent": ...}
    python evaluate_peers.py bare BODIES.jsonl    bodies of requests, one a line

Stays and takes one turn per line of standard input, {"url": "http://host:port/v1", "threads": 8}; answers with one line, {"calls",
"seconds", "cpu_seconds"} and DSPy's "score". Ends with its input.
"""

import concurrent.futures
import http.client
import json
import logging
import sys
import threading
import time
import urllib.parse
import warnings

INSTRUCTION = "Classify the utterance."


def dspy_turns(lines):
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)  # one line a turn
    import dspy

    dspy.configure_cache(enable_disk_cache=False, enable_memory_cache=False)
    rows = [json.loads(line) for line in lines]
    devset = [dspy.Example(**row).with_inputs("utterance") for row in rows]
    program = dspy.Predict(dspy.Signature("utterance -> intent", INSTRUCTION))

    def turn(url, threads):
        lm = dspy.LM("openai/synthlm", api_base=url, api_key="none", temperature=0.0, cache=False)
        dspy.configure(lm=lm)
        measure = dspy.Evaluate(devset=devset, metric=lambda e, p, trace=None: e.intent == p.intent, num_threads=threads,
                                display_progress=False)
        return {"score": measure(program).score / 100}

    return turn, len(rows)


def bare_turns(lines):
    bodies = [line.rstrip("\n").encode() for line in lines]
    headers = {"Content-Type": "application/json"}

    def turn(url, threads):
        address, local = urllib.parse.urlsplit(url), threading.local()

        def call(body):
            if not hasattr(local, "connection"):
                local.connection = http.client.HTTPConnection(address.hostname, address.port)
            local.connection.request("POST", address.path + "/chat/completions", body, headers)
            local.connection.getresponse().read()

        with concurrent.futures.ThreadPoolExecutor(threads) as pool:
            list(pool.map(call, bodies))
        return {}

    return turn, len(bodies)


def main():
    kind, path = sys.argv[1:]
    answers, sys.stdout = sys.stdout, sys.stderr  # nothing that a library prints may look like an answer
    turn, calls = {"dspy": dspy_turns, "bare": bare_turns}[kind](open(path, encoding="utf-8"))
    for line in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        result = turn(**json.loads(line))
        result.update(calls=calls, seconds=time.perf_counter() - wall, cpu_seconds=time.process_time() - cpu)
        print(json.dumps(result), file=answers, flush=True)


if __name__ == "__main__":
    main()
