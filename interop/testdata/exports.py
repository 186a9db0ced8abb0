"""Reads the exports of one dataset with libraries that jiedui knows nothing of, and
compares what they find with its JSON.

  python exports.py SCHEMA FOLDER

FOLDER holds json, csv, parquet, sqlite, datapackage and tables.xlsx. A library that is
not there is left out, with a word; what was read must be right.
"""
import csv
import json
import re
import sqlite3
import sys
from pathlib import Path

SCHEMA, FOLDER = Path(sys.argv[1]), Path(sys.argv[2])
wrong = 0


def complain(*words):
    global wrong
    wrong += 1
    if wrong <= 40:
        print("WRONG:", *words)


# What the tables should hold, from the JSON alone. A leaf is a value with its
# evidence ("v"), a plain member ("p") or the position in the list ("n").
FACTS = {
    "citations": ("citations", {"title": "v", "number": "v"}),
    "measures": ("measures", {"name": "v"}),
    "commitments": ("commitments", {
        "quote": "v", "comparator": "p", "amount": "v", "amount_max": "v", "unit": "v", "per": "v", "actor": "v", "action": "v", "object": "v"}),
    "pairings": ("pairings", {
        "form": "v", "seq": "v", "from_school:from": "v", "to_school:to": "v", "status": "v", "directed": "p", "narrative": "p"}),
    "schools": ("schools", {"name": "v", "parent": "v", "principal": "v", "phone": "v"}),
    "school_groups": ("school_groups", {"name": "v", "kind": "v", "parent": "v", "stage": "v", "level": "v", "narrative": "p"}),
    "leading_groups": ("leading_groups", {"body": "v"}),
}
OWNED = {
    "members": ("school_groups", "members", "school_group_id", {
        "school": "v", "school_full": "v", "role": "v", "division": "v", "principal": "v", "phone": "v"}),
    "contacts": ("school_groups", "contacts", "school_group_id", {"name": "v", "phone": "v"}),
    "leaders": ("leading_groups", "members", "leading_group_id", {"role": "v", "name": "v", "subject": "v", "stage": "v"}),
}
METADATA = ["issuer", "doc_number", "index_number", "written_on", "published_on", "signed_by", "signed_on", "region",
            "region_code", "subject_category", "validity", "abstract"]
SOURCE = ["uri", "media_type", "charset", "script", "sha256", "text_sha256", "captured_at"]


def expected(dataset):
    tables = {name: {} for name in [
        "dataset", "documents", "metadata_extra", "repairs", "sections", "leading_groups", "leaders", "leader_posts", "schools",
        "school_forms", "school_groups", "members", "contacts", "pairings", "citations", "milestones", "commitments", "measures",
        "doubts", "evidence", "failures"]}
    g = dataset["generator"]
    tables["dataset"][dataset["schema_version"]] = {
        "schema_version": dataset["schema_version"], "generator": g["name"], "version": g["version"], "rules": g["rules"], "lexicon": g["lexicon"]}
    for n, f in enumerate(dataset["failures"], 1):
        tables["failures"][n] = {"n": n, **f}
    seen = {}
    for doc in dataset["documents"]:
        seen[doc["id"]] = seen.get(doc["id"], 0) + 1
        end = f"-v{seen[doc['id']]}" if seen[doc["id"]] > 1 else ""
        document = doc["id"] + end

        def cite(table, row, column, value):
            for n, e in enumerate(value["evidence"], 1):
                cell = e.get("cell", {})
                key = (document, table, row, column, n)
                tables["evidence"][key] = {
                    "document_id": document, "table_name": table, "row_id": row, "column_name": column, "n": n,
                    "quote_start": e["start"], "quote_end": e["end"], "quote": e["quote"],
                    "cell_table": cell.get("table"), "cell_row": cell.get("row"), "cell_column": cell.get("column"), "derived": value.get("derived")}

        def add(table, row, cells):
            tables[table][row] = {"id": row, **({} if table == "documents" else {"document_id": document}), **cells}

        def columns(table, row, fact, spec):
            cells = {}
            for name, kind in spec.items():
                column, _, key = name.partition(":")
                value = fact.get(key or column)
                if kind == "v" and value is not None:
                    cite(table, row, column, value)
                    value = value["value"]
                cells[column] = value
            return cells

        cells = columns("documents", document, doc, {"title": "v"})
        cells.update(columns("documents", document, doc["metadata"], dict.fromkeys(METADATA, "v")))
        cells.update({k: doc["source"].get(k) for k in SOURCE}, part=doc["part"], parts=doc["parts"])
        for date in ("written_on", "signed_on", "published_on"):
            if cells[date]:
                cells["year"] = int(cells[date][:4])
                break
        else:
            cells["year"] = None
        add("documents", document, cells)
        cite("documents", document, "id", doc)
        for n, x in enumerate(doc["metadata"]["extra"], 1):
            # The id of these rows is made of what they say; here their place stands for it.
            tables["metadata_extra"][document, n] = {"document_id": document, "n": n, "name": x["name"], "value": x["value"]["value"]}
            cite("metadata_extra", (document, n), "value", x["value"])
        for n, r in enumerate(doc["source"]["repairs"], 1):
            add("repairs", f"{document}-repair-{n}", {"n": n, **r})
        for n, s in enumerate(doc["sections"], 1):
            row = f"{document}-section-{n}"
            add("sections", row, {"n": n, "number": s["number"] or None, "heading": s["heading"] or None, "level": s["level"]})
            cite("sections", row, "heading", s)
        for n, d in enumerate(doc["doubts"], 1):
            row = f"{document}-doubt-{n}"
            add("doubts", row, {"n": n, "code": d["code"], "message": d["message"]})
            cite("doubts", row, "id", d)
        for n, m in enumerate(doc["milestones"], 1):
            row, when = m["id"] + end, m["when"]
            add("milestones", row, {
                "n": n, "from_date": when.get("from"), "to_date": when.get("to"), "recurs": when.get("recurs"),
                "month": when.get("month"), "day": when.get("day"), **columns("milestones", row, m, {"text": "v"})})
            cite("milestones", row, "due", when)
        for table, (key, spec) in FACTS.items():
            for n, fact in enumerate(doc[key], 1):
                row = fact["id"] + end
                add(table, row, {"n": n, **columns(table, row, fact, spec)})
        for table, (key, inner, owner, spec) in OWNED.items():
            for group in doc[key]:
                for n, fact in enumerate(group[inner], 1):
                    row = fact["id"] + end
                    add(table, row, {"n": n, owner: group["id"] + end, **columns(table, row, fact, spec)})
        for group in doc["leading_groups"]:
            for leader in group["members"]:
                for n, post in enumerate(leader["posts"], 1):
                    row = f"{leader['id']}{end}-post-{n}"
                    add("leader_posts", row, {"n": n, "leader_id": leader["id"] + end, "post": post["value"]})
                    cite("leader_posts", row, "post", post)
        for school in doc["schools"]:
            for n, form in enumerate(school["forms"], 1):
                row = f"{school['id']}{end}-form-{n}"
                add("school_forms", row, {"n": n, "school_id": school["id"] + end, "form": form["value"]})
                cite("school_forms", row, "form", form)
    return tables


def key_of(table, row):
    if table == "evidence":
        return *(row[k] for k in ("document_id", "table_name", "row_id", "column_name")), int(row["n"])
    if table == "metadata_extra":
        return row["document_id"], int(row["n"])
    if table == "failures":
        return int(row["n"])
    return row["schema_version" if table == "dataset" else "id"]


def compare(reader, want, got, typed=True):
    """Compares tables that a reader found, lists of dicts, with those of the JSON."""
    values = 0
    if set(got) != set(want):
        complain(reader, "has the tables", sorted(got), "and not", sorted(want))
    extra = {row["id"]: key_of("metadata_extra", row) for row in got["metadata_extra"]}
    if len(extra) != len(got["metadata_extra"]):
        complain(reader, "metadata_extra has an id twice")
    for table, rows in want.items():
        found = {}
        for row in got.get(table, []):
            if table == "evidence" and row["table_name"] == "metadata_extra":
                row = {**row, "row_id": extra.get(row["row_id"])}
            if key_of(table, row) in found:
                complain(reader, table, "has twice", key_of(table, row))
            found[key_of(table, row)] = row
        if set(found) != set(rows):
            complain(reader, table, "lacks", sorted(map(str, set(rows) - set(found)))[:3], "and has", sorted(map(str, set(found) - set(rows)))[:3])
        for key in set(rows) & set(found):
            for column, value in rows[key].items():
                have = found[key].get(column)
                if have == "" or have != have:  # NaN
                    have = None
                if isinstance(value, (bool, int, float)) and not typed and have is not None:
                    have = have == "true" if isinstance(value, bool) else float(have)
                if have != value or isinstance(value, bool) != isinstance(have, bool):
                    complain(reader, table, key, column, repr(have), "is not", repr(value))
                values += 1
    print(f"{reader}: {sum(map(len, got.values()))} rows, {values} values compared")


def restore(cell):
    """Takes away the apostrophe that keeps text from being a formula."""
    return cell[1:] if isinstance(cell, str) and re.match("'+[=+\\-@＝＋－＠\t\r\n]", cell) else cell


def restored(rows):
    return [{k: restore(v) for k, v in row.items()} for row in rows]


def records(names, rows):
    return [dict(zip(names, row)) for row in rows]


def files(folder, ending):
    return {f.name[:-len(ending)]: f for f in sorted((FOLDER / folder).iterdir()) if f.name.endswith(ending)}


def read_csv():
    return {name: restored(csv.DictReader(f.open(newline="", encoding="utf-8"))) for name, f in files("csv", ".csv").items()}


def read_sqlite():
    db = sqlite3.connect(f"file:{FOLDER / 'sqlite'}?mode=ro", uri=True)
    for check in ("PRAGMA integrity_check", "PRAGMA foreign_key_check"):
        if (found := db.execute(check).fetchall()) not in ([("ok",)], []):
            complain("sqlite3", check, found[:3])
    out = {}
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_fts%' ESCAPE '\\'").fetchall():
        columns = db.execute(f"PRAGMA table_info({name})").fetchall()
        truth = {c[1] for c in columns if c[2] == "BOOLEAN"}
        if not any(c[5] for c in columns):
            complain("sqlite3", name, "has no primary key")
        rows = records([c[1] for c in columns], db.execute(f"SELECT * FROM {name}"))
        out[name] = [{k: bool(v) if k in truth else v for k, v in row.items()} for row in rows]
    for (view,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        db.execute(f"SELECT * FROM {view}").fetchall()
    title = next(r["title"] for r in out["documents"] if r["title"])
    try:
        hits = db.execute("SELECT d.title FROM documents_fts f JOIN documents d ON d.rowid = f.rowid WHERE documents_fts MATCH ?", (f'"{title[3:9]}"',)).fetchall()
        if (title,) not in hits:
            complain("sqlite3", "the search for", title[3:9], "finds", hits)
    except sqlite3.OperationalError as e:  # a sqlite3 without FTS5 or its trigrams
        print("sqlite3: left out: full-text search:", e)
    return out


def read_parquet_duckdb():
    import duckdb
    out = {}
    for name, f in files("parquet", ".parquet").items():
        q = duckdb.sql(f"SELECT * FROM read_parquet('{f}')")
        out[name] = records(q.columns, q.fetchall())
    return out


def read_csv_duckdb():
    import duckdb
    out = {}
    for name, f in files("csv", ".csv").items():
        q = duckdb.sql(f"SELECT * FROM read_csv('{f}', header = true, all_varchar = true, allow_quoted_nulls = false)")
        out[name] = restored(records(q.columns, q.fetchall()))
    return out


def read_parquet_pyarrow():
    import pyarrow.parquet
    return {name: pyarrow.parquet.read_table(f).to_pylist() for name, f in files("parquet", ".parquet").items()}


def read_csv_pandas():
    import pandas
    return {name: restored(pandas.read_csv(f, dtype=str, keep_default_na=False).to_dict("records")) for name, f in files("csv", ".csv").items()}


def read_xlsx():
    import openpyxl
    book = openpyxl.load_workbook(FOLDER / "tables.xlsx", read_only=True)
    sheets = book.worksheets
    notes = [row for row in sheets[0].iter_rows(values_only=True)]
    blank = [i for i, row in enumerate(notes) if not any(c is not None for c in row)]
    tables = {row[0]: row[1] for row in notes[1:blank[0]]}
    headings = {}
    for row in notes[blank[0] + 2:blank[1]]:
        headings.setdefault(row[0], {})[row[1]] = row[2]
    out = {}
    for sheet in sheets[1:]:
        rows = list(sheet.iter_rows(values_only=True))
        names = [headings[sheet.title][h] for h in rows[0]]
        # A sheet also names what its rows belong to; the other formats leave that to a join.
        own = ("document_region", "document_year", "document_title", "school_group_name", "leading_group_name", "leader_name", "school_name")
        names = [None if n in own else n for n in names]
        # This reader takes the "x005F_" of an escaped _x000D_ away only in shared strings.
        out[tables[sheet.title]] = [{k: v.replace("_x005F_", "_") if isinstance(v, str) else v for k, v in zip(names, row) if k} for row in rows[1:]]
    return out


def check_package():
    import frictionless
    report = frictionless.Package(str(FOLDER / "datapackage" / "datapackage.json")).validate()
    if not report.valid:
        for row in report.flatten(["title", "rowNumber", "fieldName", "message"])[:20]:
            complain("frictionless", row)
    # A validator that sees nothing would be none.
    package = json.loads((FOLDER / "datapackage" / "datapackage.json").read_text(encoding="utf-8"))
    pairings = next(r for r in package["resources"] if r["name"] == "pairings")
    rows = (FOLDER / "datapackage" / "pairings.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (FOLDER / "datapackage" / "pairings.csv").write_text("".join(rows + [rows[1].replace("doc-", "doc-f", 1)]), encoding="utf-8")
    broken = frictionless.Package(str(FOLDER / "datapackage" / "datapackage.json")).validate()
    kinds = {row[0] for row in broken.flatten(["type"])}
    if not {"primary-key", "foreign-key", "hash-count"} <= kinds:
        complain("frictionless finds only", kinds, "in a damaged package")
    (FOLDER / "datapackage" / "pairings.csv").write_text("".join(rows), encoding="utf-8")
    if "licenses" in package or not package["sources"] or not pairings["schema"]["foreignKeys"]:
        complain("the descriptor", package["sources"])
    print(f"frictionless: {len(package['resources'])} resources validated")


def check_json():
    import jsonschema
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    errors = list(jsonschema.Draft202012Validator(schema).iter_errors(dataset))
    for e in errors[:5]:
        complain("jsonschema", e.json_path, e.message[:200])
    print("jsonschema: the dataset validated")


dataset = json.loads((FOLDER / "json").read_text(encoding="utf-8"))
want = expected(dataset)
for reader, read, typed in [
    ("csv of Python", read_csv, False), ("csv by DuckDB", read_csv_duckdb, False), ("csv by pandas", read_csv_pandas, False),
    ("parquet by DuckDB", read_parquet_duckdb, True), ("parquet by pyarrow", read_parquet_pyarrow, True),
    ("sqlite by sqlite3", read_sqlite, True), ("xlsx by openpyxl", read_xlsx, True),
]:
    try:
        compare(reader, want, read(), typed)
    except ImportError as e:
        print(f"{reader}: left out: {e}")
for check in (check_package, check_json):
    try:
        check()
    except ImportError as e:
        print(f"{check.__name__}: left out: {e}")
if wrong:
    sys.exit(f"{wrong} things are wrong")
