"""The two rules of examples/reasoning.rejig as one would write them in Python. Usage: loop.py json|orjson FILE"""
import json
import sys

NO_REPEAT = " Don't output the same answer over and over again unnecessarily."
FREE_WRITING = (" You should create sentences with correct grammar using free ideas within the framework "
                "specified by the user.")

module, file = sys.argv[1:]
if module == "orjson":
    from orjson import dumps, loads
else:
    loads = json.loads

    def dumps(value):
        return json.dumps(value, ensure_ascii=False).encode()

with open(file, "rb") as lines:
    for line in lines:
        record = loads(line)
        if record["category"] == "open_qa" and record["uniqueness"] == "simple":
            record["reasoning"] += NO_REPEAT
        if record["category"] == "creative" and record["uniqueness"] == "simple":
            record["reasoning"] += FREE_WRITING
        sys.stdout.buffer.write(dumps(record) + b"\n")
