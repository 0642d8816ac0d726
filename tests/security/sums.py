# SPDX-License-Identifier: Apache-2.0
"""What follows from some cells when every sum is taken to hold: whole numbers, none negative, all sums at once."""

import collections

PRIME = (1 << 61) - 1
ALL = 1
RACES = range(2, 10)
DIVISIONS = ((ALL, tuple(RACES)), (ALL, (19, 20)), (10, (16, 17)), (ALL, (10, 18)))
STATE = "entities/00000000000000"


def equations(cells, charters):
    """(whole, parts) of every sum among `cells` of one indicator and year; each with and without charter schools."""
    by_entity = collections.defaultdict(dict)
    for cell in cells:
        by_entity[cell.entity][cell.group] = cell
    for of_entity in by_entity.values():
        for whole, parts in DIVISIONS:
            parts = [of_entity[p] for p in parts if p in of_entity]
            if whole in of_entity and parts:
                yield of_entity[whole], parts
    below = collections.defaultdict(list)
    for entity in by_entity:
        code = entity.removeprefix("entities/")
        if not code.endswith("0000000"):
            below[f"entities/{code[:7]}0000000"].append(entity)
            if entity in charters:
                below[f"entities/{code[:2]}000000000000"].append(entity)
                below[STATE].append(entity)
        elif code[2:7] != "00000":
            below[f"entities/{code[:2]}000000000000"].append(entity)
            below[STATE].append(entity)
    for above, entities in below.items():
        for members in (entities, [e for e in entities if e not in charters]):
            for group, whole in by_entity.get(above, {}).items():
                parts = [by_entity[e][group] for e in members if group in by_entity[e]]
                if parts:
                    yield whole, parts


def less(row, right, factor, other):
    """An equation less `factor` times another; its row changes in place."""
    for unknown, of_other in other[0].items():
        value = (row.get(unknown, 0) - factor * of_other) % PRIME
        if value:
            row[unknown] = value
        else:
            row.pop(unknown, None)
    return (right - factor * other[1]) % PRIME


def eliminate(rows):
    """The unknowns that have one value. `rows`: ({unknown: factor}, right side)."""
    pivots = {}
    for row, right in rows:
        row = dict(row)
        while row:
            unknown = min(row)
            if unknown not in pivots:
                inverse = pow(row[unknown], PRIME - 2, PRIME)
                pivots[unknown] = ({u: f * inverse % PRIME for u, f in row.items()}, right * inverse % PRIME)
                break
            right = less(row, right, row[unknown], pivots[unknown])
    fixed = {}
    for unknown in sorted(pivots, reverse=True):
        row, right = dict(pivots[unknown][0]), pivots[unknown][1]
        for other in [u for u in row if u != unknown and u in pivots]:
            right = less(row, right, row[other], pivots[other])
        pivots[unknown] = (row, right)
        if set(row) == {unknown}:
            fixed[unknown] = right if right < PRIME // 2 else right - PRIME
    return fixed


def narrow(sums, known, cells):
    """Cells whose bounds meet."""
    anything = 1 << 40
    low = {c: known.get(c, 0) for c in cells}
    high = {c: known.get(c, anything) for c in cells}
    for _ in range(20):
        changed = False
        for whole, parts in sums:
            least, most = sum(low[p] for p in parts), sum(high[p] for p in parts)
            for cell, new_low, new_high in [(whole, least, most)] + [
                    (p, low[whole] - most + high[p], high[whole] - least + low[p]) for p in parts]:
                if cell in known:
                    continue
                if new_low > low[cell]:
                    low[cell], changed = new_low, True
                if new_high < high[cell]:
                    high[cell], changed = new_high, True
        if not changed:
            break
    return {c: low[c] for c in cells if c not in known and low[c] == high[c]}


def solve(known, cells, charters):
    """Values of cells that are not known, from those that are: once by elimination and once by bounds."""
    found = {}
    families = collections.defaultdict(list)
    for cell in cells:
        families[cell.indicator, cell.year].append(cell)
    for family in families.values():
        index = {cell: i for i, cell in enumerate(family)}
        sums = list(equations(family, charters))
        rows = []
        for whole, parts in sums:
            row, right = {}, 0
            for cell, factor in [(whole, -1)] + [(p, 1) for p in parts]:
                if cell in known:
                    right -= factor * known[cell]
                else:
                    row[index[cell]] = (row.get(index[cell], 0) + factor) % PRIME
            row = {u: f for u, f in row.items() if f}
            if row:
                rows.append((row, right % PRIME))
        # Small sums first: a subtraction by hand is found whatever else contradicts it.
        rows.sort(key=lambda r: len(r[0]))
        found.update({family[u]: value for u, value in eliminate(rows).items()})
        found.update({c: v for c, v in narrow(sums, known, family).items() if c not in found})
    return found
