"""Reads the network of schools with networkx and compares it with the dataset.

usage: network.py DATASET.json NETWORK.graphml NETWORK.gexf

The dataset is read by what its codebook says, and knows nothing of how the
network was made.
"""

import json
import sys

import networkx

dataset, graphml, gexf = sys.argv[1:]
with open(dataset, encoding="utf-8") as f:
    documents = json.load(f)["documents"]


def multi(graph):
    """networkx makes a plain graph of one without parallel edges."""
    return networkx.MultiDiGraph(graph)


def edges(graph):
    """The edges by id; a mutual edge of GEXF is two."""
    found = {}
    for source, target, key, data in graph.edges(keys=True, data=True):
        found.setdefault(data.get("id", key), []).append((source, target, data))
    return found


graphs = {"graphml": multi(networkx.read_graphml(graphml, force_multigraph=True)), "gexf": multi(networkx.read_gexf(gexf))}
problems = []


def check(ok, *what):
    if not ok:
        problems.append(what)


# Parts, campuses and leads are told by the rules of the documentation alone.
facts, leads, parts = {}, 0, 0
for doc in documents:
    for p in doc["pairings"]:
        facts[p["id"]] = ("pairing", p["from"], p["to"], p["directed"], doc)
    for group in doc["school_groups"]:
        roles = [m.get("role", {}).get("value") for m in group["members"]]
        leads += roles.count("lead") * (len(roles) - roles.count("lead"))
        parts += "parent" in group
        for m in group["members"]:
            facts[m["id"]] = ("member", m["school"], group["name"], True, doc)
    parts += sum("parent" in s for s in doc["schools"])

for name, graph in graphs.items():
    by_id = edges(graph)
    count = {}
    for ties in by_id.values():
        relation = ties[0][2]["relation"]
        count[relation] = count.get(relation, 0) + 1
    want = {"lead": leads, "part": parts}
    for relation, *_ in facts.values():
        want[relation] = want.get(relation, 0) + 1
    check(count == want, name, "edges", count, want)
    for fact, (relation, source, target, directed, doc) in facts.items():
        check(fact in by_id, name, fact, "is no edge")
        for a, b, data in by_id.get(fact, []):
            if not directed and name == "gexf" and graph.nodes[a]["label"] != source["value"]:
                continue  # the way back
            check(data["relation"] == relation and data["directed"] is directed, name, fact, data)
            check(len(by_id[fact]) == (2 if name == "gexf" and not directed else 1), name, fact, "directions")
            check(data["document"] == doc["id"] and data["uri"] == doc["source"]["uri"], name, fact, data)
            for side, value in (("source", source), ("target", target)):
                first = value["evidence"][0]
                got = (data[side + "_start"], data[side + "_end"], data[side + "_quote"])
                check(got == (first["start"], first["end"], first["quote"]), name, fact, side, got)
            places = [(e["of"], e["start"], e["end"], e["quote"]) for e in json.loads(data["evidence"])]
            check(all((side, e["start"], e["end"], e["quote"]) in places for side, v in (("source", source), ("target", target)) for e in v["evidence"]), name, fact, places)
            # The node bears the name of the fact, or that of a school with such a form.
            forms = {}
            for school in doc["schools"]:
                for form in [school["name"], *school["forms"]]:
                    forms.setdefault(form["value"], set()).add(school["name"]["value"])
            for node, value in ((a, source), (b, target)):
                label = graph.nodes[node]["label"]
                check(label == value["value"] or label in forms.get(value["value"], ()), name, fact, label, value["value"])
    labels = {data["label"] for _, data in graph.nodes(data=True)}
    for doc in documents:
        for thing in doc["schools"] + doc["school_groups"]:
            check(thing["name"]["value"] in labels, name, "no node for", thing["name"]["value"])
    check({d["kind"] for _, d in graph.nodes(data=True)} <= {"school", "group"}, name, "kinds")

one, other = graphs["graphml"], graphs["gexf"]
check(set(one) == set(other), "the formats have different nodes")
check(edges(one).keys() == edges(other).keys(), "the formats have different edges")

for p in problems:
    print(*p)
print(f"{one.number_of_nodes()} nodes, {one.number_of_edges()} edges, {len(facts)} facts, {len(problems)} problems")
sys.exit(bool(problems) or not facts)
