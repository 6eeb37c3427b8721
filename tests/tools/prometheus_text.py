#!/usr/bin/python3
"""Reads figures in the text format of Prometheus from standard input, more strictly than it does; ends with 1 and the
reasons when something is wrong. --has NAME... : these families have to be there."""
import re
import sys

NAME = r'[a-zA-Z_:][a-zA-Z0-9_:]*'
SAMPLE = re.compile(r'(' + NAME + r')(?:\{(.*)\})? (\S+)$')
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)')
KINDS = {'gauge', 'counter', 'histogram'}
# Routes show their pattern; nothing that tells persons or records apart is a label.
LABELS = {'program', 'method', 'route', 'status', 'le', 'environment', 'register', 'severity', 'spool', 'name', 'version',
          'task', 'channel', 'state', 'queue', 'stage', 'kind'}
faults = []


def fault(number, text):
    faults.append(f'line {number}: {text}')


def number_of(text):
    return float(text.replace('Inf', 'inf')) if re.fullmatch(r'[+-]?Inf|NaN|[+-]?[0-9.]+(e[+-]?[0-9]+)?', text) else None


def labels_of(number, text):
    labels, rest = {}, text or ''
    while rest:
        found = LABEL.match(rest)
        if not found:
            fault(number, f'labels are malformed: {rest}')
            return labels
        if found[1] in labels or found[1] not in LABELS:
            fault(number, f'label {found[1]} is there twice or not known')
        if found[1] == 'route' and re.search(r'/\d', found[2]):
            fault(number, f'a route with a number: {found[2]}')
        labels[found[1]] = found[2]
        rest = rest[found.end():]
    return labels


def family_of(name, families):
    for ending in ('', '_bucket', '_sum', '_count'):
        base = name[:len(name) - len(ending)] if ending else name
        if name.endswith(ending) and base in families and (not ending or families[base] == 'histogram'):
            return base
    return None


def check_histograms(buckets, counts):
    for key, series in buckets.items():
        values = [value for _, value in series]
        bounds = [bound for bound, _ in series]
        if values != sorted(values) or bounds != sorted(bounds) or bounds[-1] != float('inf'):
            fault(0, f'buckets of {key} do not grow or do not end with +Inf')
        if counts.get(key) != values[-1]:
            fault(0, f'count of {key} is not that of +Inf')


def main():
    families, helped, seen, finished = {}, set(), set(), set()
    buckets, counts, current = {}, {}, None
    text = sys.stdin.read()
    if not text.endswith('\n'):
        fault(0, 'the last line has no end')
    for number, line in enumerate(text.splitlines(), 1):
        head = re.match(r'# (HELP|TYPE) (' + NAME + r') (.+)$', line)
        if head and head[1] == 'HELP':
            if head[2] in helped:
                fault(number, f'{head[2]} is described twice')
            helped.add(head[2])
            continue
        if head:
            if head[2] in families or head[3] not in KINDS or head[2] not in helped:
                fault(number, f'TYPE of {head[2]} is there twice, unknown or before its HELP')
            if current:
                finished.add(current)
            families[head[2]], current = head[3], head[2]
            continue
        sample = SAMPLE.match(line)
        family = sample and family_of(sample[1], families)
        if not family or family != current or family in finished:
            fault(number, f'neither a comment nor a value of {current}: {line}')
            continue
        value, labels = number_of(sample[3]), labels_of(number, sample[2])
        if value is None or (families[family] == 'counter' and (value < 0 or not sample[1].endswith('_total'))):
            fault(number, f'{sample[1]} has no good value or name: {sample[3]}')
            continue
        if (sample[1], tuple(sorted(labels.items()))) in seen:
            fault(number, f'{line} is there twice')
        seen.add((sample[1], tuple(sorted(labels.items()))))
        key = (family, tuple(sorted((k, v) for k, v in labels.items() if k != 'le')))
        if sample[1].endswith('_bucket'):
            buckets.setdefault(key, []).append((number_of(labels.get('le', 'NaN')), value))
        elif families[family] == 'histogram' and sample[1].endswith('_count'):
            counts[key] = value
    check_histograms(buckets, counts)
    for name in sys.argv[2:] if sys.argv[1:2] == ['--has'] else []:
        if not any(family_of(sample, families) == name for sample, _ in seen):
            fault(0, f'{name} is missing')
    print('\n'.join(faults))
    return 1 if faults else 0


sys.exit(main())
