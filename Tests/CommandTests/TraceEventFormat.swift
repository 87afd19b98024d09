/// What the Trace Event Format demands of a file, as a program in Python that checks one.
///
/// https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU: required fields
/// by phase, slices that nest on their thread, arrows bound to the slices around them, and the
/// names of metadata; and what Perfetto's reader, src/trace_processor/importers/json, wants:
/// a slice that ends is the innermost one, and an arrow's halves have one name and category.
/// Perfetto's own trace_processor is no package of Debian, and PyPI's downloads it.
enum TraceEventFormat {
  /// Prints what breaks the format, then a line of JSON with what the file holds.
  static let check = #"""
    import collections, json, re, sys
    text = open(sys.argv[1], encoding='utf-8').read()
    file = json.loads(text)
    def complain(what, event=None): print('broken:', what, json.dumps(event))
    if list(file) != ['displayTimeUnit', 'otherData', 'traceEvents']: complain(list(file))
    if file['displayTimeUnit'] not in ('ms', 'ns'): complain('unit')
    if re.search(r'"(ts|dur)":(?!-?\d+\.\d{3}[,}])', text): complain('not to the nanosecond')
    metadata = {'process_name': 'name', 'thread_name': 'name', 'process_sort_index': 'sort_index',
                'thread_sort_index': 'sort_index', 'process_labels': 'labels'}
    stacks, last, begun, names = collections.defaultdict(list), {}, {}, {}
    kinds, events, arrows, depth = collections.Counter(), set(), collections.Counter(), 0
    for e in file['traceEvents']:
        kinds[e['ph']] += 1
        if not isinstance(e['pid'], int) or e['pid'] < 1: complain('pid', e)
        thread = (e['pid'], e.get('tid'))
        if e['ph'] == 'M':
            if e['name'] not in metadata or list(e['args']) != [metadata[e['name']]]:
                complain('metadata', e)
            if e['name'].endswith('_name'): names[thread] = e['args']['name']
            continue
        if not isinstance(e['ts'], float) or e['ts'] < 0: complain('ts', e)
        if (e['pid'], None) not in names: complain('process without a name', e)
        if e['ph'] == 'C':
            if not e['args'] or any(type(v) is not int for v in e['args'].values()):
                complain('counter', e)
            continue
        if not isinstance(e['tid'], int) or thread not in names: complain('thread', e)
        if e['ph'] == 'X':
            if not isinstance(e['dur'], float) or e['dur'] < 0: complain('dur', e)
            continue
        if e['ts'] < last.get(thread, 0): complain('out of order', e)
        last[thread] = e['ts']
        args = e.get('args', {})
        events |= {(e['pid'], args[k]) for k in ('event', 'end_event') if k in args}
        stack = stacks[thread]
        if e['ph'] == 'B':
            stack.append(e['name'])
            depth = max(depth, len(stack))
        elif e['ph'] == 'E':
            if not stack: complain('nothing to end', e)
            else: stack.pop()
            if 'name' in e or 'cat' in e: complain('an end with a name', e)
        elif e['ph'] == 'i':
            if e['s'] not in ('g', 'p', 't'): complain('scope', e)
        elif e['ph'] in 'sf':
            if not stack: complain('an arrow without a slice', e)
            key = (e['id'], e['cat'], e['name'])
            if e['ph'] == 's':
                if key in begun: complain('two arrows of one id', e)
                begun[key] = e['ts']
            else:
                if e['bp'] != 'e' or begun.get(key, e['ts'] + 1) > e['ts']: complain('arrow', e)
                arrows[e['name']] += 1
        else: complain('phase', e)
    for thread, stack in stacks.items():
        if stack: complain('never ended', [names[thread], stack])
    print(json.dumps({'kinds': kinds, 'events': len(events), 'arrows': arrows, 'depth': depth,
                      'names': sorted(set(names.values()))}))
    """#
}
