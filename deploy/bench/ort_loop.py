"""A plain ONNX Runtime loop over a model folder: greedy, KV cache, no serving engine. The yardstick of `espalier bench onnx`.

Reads prompts (one JSON string a line), writes one JSON object: texts and rates, once with one prompt at a time and once in
left-padded batches.  python ort_loop.py MODEL_FOLDER PROMPTS.jsonl MAX_NEW BATCH THREADS
"""

import json
import sys
import time

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer


class Loop:
    def __init__(self, folder, threads):
        config = json.load(open(f"{folder}/config.json"))
        options = ort.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        self.session = ort.InferenceSession(f"{folder}/onnx/model.onnx", options, providers=["CPUExecutionProvider"])
        self.tokenizer = Tokenizer.from_file(f"{folder}/tokenizer.json")
        self.layers, self.heads, self.dim = config["num_hidden_layers"], config["num_key_value_heads"], config["head_dim"]
        ends = config["eos_token_id"]
        self.ends = ends if isinstance(ends, list) else [ends]
        self.outputs = [o.name for o in self.session.get_outputs()]

    def batch(self, prompts, most):
        """Texts, tokens read, tokens written."""
        ids = [e.ids for e in self.tokenizer.encode_batch(prompts, add_special_tokens=False)]
        rows, width = len(ids), max(map(len, ids))
        tokens, mask = np.zeros((rows, width), np.int64), np.zeros((rows, width), np.int64)
        for row, own in enumerate(ids):
            tokens[row, width - len(own):] = own
            mask[row, width - len(own):] = 1
        positions = np.maximum(np.cumsum(mask, 1) - 1, 0)
        past = {
            f"past_key_values.{layer}.{kind}": np.zeros((rows, self.heads, 0, self.dim), np.float32)
            for layer in range(self.layers)
            for kind in ("key", "value")
        }
        written, done = [[] for _ in ids], np.zeros(rows, bool)
        for _ in range(most):
            feed = dict(input_ids=tokens, attention_mask=mask, position_ids=positions, **past)
            result = dict(zip(self.outputs, self.session.run(None, feed)))
            past = {name.replace("present", "past_key_values"): value for name, value in result.items() if name != "logits"}
            best = result["logits"][:, -1].argmax(-1)
            for row in range(rows):
                if not done[row]:
                    written[row].append(int(best[row]))
            done |= np.isin(best, self.ends)
            if done.all():
                break
            tokens, positions = best[:, None].astype(np.int64), positions[:, -1:] + 1
            mask = np.concatenate([mask, np.ones((rows, 1), np.int64)], 1)
        texts = [self.tokenizer.decode(own, skip_special_tokens=True) for own in written]
        return texts, sum(map(len, ids)), sum(map(len, written))

    def run(self, prompts, most, size):
        self.batch(prompts[:size], 2)  # warm
        texts, read, wrote, started = [], 0, 0, time.perf_counter()
        for at in range(0, len(prompts), size):
            text, into, out = self.batch(prompts[at:at + size], most)
            texts, read, wrote = texts + text, read + into, wrote + out
        return dict(texts=texts, calls=len(prompts), prompt=read, completion=wrote, seconds=time.perf_counter() - started)


if __name__ == "__main__":
    folder, path, most, size, threads = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
    prompts = [json.loads(line) for line in open(path, encoding="utf-8")]
    loop = Loop(folder, threads)
    print(json.dumps(dict(version=ort.__version__, single=loop.run(prompts, most, 1), batched=loop.run(prompts, most, size))))
