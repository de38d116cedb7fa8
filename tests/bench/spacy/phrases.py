"""The reference of B8: spaCy's PhraseMatcher with the phrases of the lexicon over the same answers.

Reads {"phrases": [...], "answers": [...], "repeats": n} from standard input and writes
{"first": s, "seconds": [...], "found": n, "version": "..."}: the time of the first pass over all
answers, when each piece of text is new to it, the times of those after it, and how many phrases were
found in a pass.
"""

import json
import sys
import time

import spacy
from spacy.matcher import PhraseMatcher

given = json.load(sys.stdin)
language = spacy.blank("en")
matcher = PhraseMatcher(language.vocab, attr="LOWER")
matcher.add("phrase", list(language.tokenizer.pipe(given["phrases"])))


def read() -> int:
    """How many phrases are in all the answers."""
    return sum(len(matcher(document)) for document in language.tokenizer.pipe(given["answers"]))


begun = time.perf_counter()
found = read()
first = time.perf_counter() - begun
seconds = []
for _ in range(given["repeats"]):
    begun = time.perf_counter()
    read()
    seconds.append(time.perf_counter() - begun)
said = {"first": first, "seconds": seconds, "found": found, "version": spacy.__version__}
json.dump(said, sys.stdout)
