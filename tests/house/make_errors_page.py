"""Makes docs/errors.md from src/base/error_table.inc:  python3 tests/house/make_errors_page.py"""

import os
import re

import house

TABLE = "src/base/error_table.inc"
PAGE = "docs/errors.md"
GROUPS = {1: "Input", 2: "Access", 3: "State", 4: "Limits", 5: "Storage", 6: "Programming"}
_STRING = r'"((?:[^"\\]|\\.)*)"'
_ROW = re.compile(r"ERROR\((\d+),\s*(\w+),\s*(\d+),\s*(\d+),\s*" + _STRING + r",\s*" + _STRING
                  + r"\)|TOMBSTONE\((\d+)\)", re.S)


def rows_of(text):
    """(number, name, http status, exit code, title, advice); a tombstone is (number,)."""
    code = "\n".join(line for line in text.split("\n") if not line.lstrip().startswith("//"))
    rows = []
    for match in _ROW.finditer(code):
        if match[7]:
            rows.append((int(match[7]),))
        else:
            rows.append((int(match[1]), match[2], int(match[3]), int(match[4]),
                         match[5].replace('\\"', '"'), match[6].replace('\\"', '"')))
    return rows


def problems(text):
    """What is wrong with the table."""
    rows = rows_of(text)
    found = []
    written = len(re.findall(r"^\s*(?:ERROR|TOMBSTONE)\(", text, re.M))
    if written != len(rows):
        found.append(f"{written} rows are written, {len(rows)} can be read")
    numbers = [row[0] for row in rows]
    names = [row[1] for row in rows if len(row) > 1]
    found += [f"number {n} stands twice" for n in sorted(set(numbers)) if numbers.count(n) > 1]
    found += [f"name {n} stands twice" for n in sorted(set(names)) if names.count(n) > 1]
    if numbers != sorted(numbers):
        found.append("the numbers are not in order")
    for row in rows:
        if row[0] // 100 not in GROUPS:
            found.append(f"number {row[0]} is in no group")
        if len(row) > 1 and not 400 <= row[2] <= 599:
            found.append(f"{row[0]}: HTTP status {row[2]} is no error")
        if len(row) > 1 and not 1 <= row[3] <= 125:
            found.append(f"{row[0]}: exit code {row[3]} is none a shell can tell")
    return found


def page_of(text):
    """The whole of docs/errors.md."""
    lines = [
        "# Errors", "",
        f"Made from `{TABLE}` by `tests/house/make_errors_page.py`: change the table, then run it.",
        "",
        "Every refusal has a number that stays for ever. Over HTTP it comes as a problem document "
        "(RFC 9457);", "the command line prints the same words and ends with the exit code.", ""]
    group = None
    for row in rows_of(text):
        if row[0] // 100 != group:
            if group is not None:
                lines.append("")
            group = row[0] // 100
            lines += [f"## {GROUPS.get(group, group)}", "",
                      "| number | HTTP | exit code | what happened | what to do |",
                      "|---|---|---|---|---|"]
        if len(row) == 1:
            lines.append(f"| {row[0]} | | | no longer given | |")
        else:
            number, _, status, code, title, advice = row
            lines.append(f"| {number} | {status} | {code} | {title} | {advice} |")
    return "\n".join(lines) + "\n"


def main():
    with open(os.path.join(house.ROOT, TABLE), encoding="utf-8") as file:
        page = page_of(file.read())
    os.makedirs(os.path.join(house.ROOT, "docs"), exist_ok=True)
    with open(os.path.join(house.ROOT, PAGE), "w", encoding="utf-8") as file:
        file.write(page)


if __name__ == "__main__":
    main()
