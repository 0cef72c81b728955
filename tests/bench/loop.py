"""The two rules of examples/reasoning.rejig as one would write them in Python. Usage: loop.py FILE"""
import json
import sys

NO_REPEAT = " Don't output the same answer over and over again unnecessarily."
FREE_WRITING = (" You should create sentences with correct grammar using free ideas within the framework "
                "specified by the user.")

with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        record = json.loads(line)
        if record["category"] == "open_qa" and record["uniqueness"] == "simple":
            record["reasoning"] += NO_REPEAT
        if record["category"] == "creative" and record["uniqueness"] == "simple":
            record["reasoning"] += FREE_WRITING
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
