import Foundation
import Testing

/// What programs find that read a report aloud, follow its links or take its words.
struct ReportStructureTests {
  /// Prints every fault of a report's structure, links, bookmarks and labels.
  private static let judge = #"""
    import json, subprocess, sys
    from collections import Counter

    tree = json.loads(subprocess.run(
        ['qpdf', '--json=2', '--json-key=qpdf', sys.argv[1]], stdout=-1, check=True).stdout)
    objects = {name.replace('obj:', ''): entry.get('value', entry.get('stream', {}).get('dict'))
               for name, entry in tree['qpdf'][1].items() if name != 'trailer'}
    faults = []

    def check(holds, *words):
        if not holds: faults.append(' '.join(map(str, words)))

    def deref(value):
        return objects[value] if isinstance(value, str) and value in objects else value

    found = [o for o in objects.values() if isinstance(o, dict)]
    catalog = next(o for o in found if o.get('/Type') == '/Catalog')
    check(catalog.get('/Lang') == 'u:en', 'no language')
    check(deref(catalog['/ViewerPreferences']).get('/DisplayDocTitle') is True, 'no title shown')
    check(deref(catalog['/MarkInfo']).get('/Marked') is True, 'not tagged')

    # What may stand in what; None is content of the page, or a link's annotation.
    inside = {'/Table': {'/TR'}, '/TR': {'/TH', '/TD'}}
    within = {'/TR': '/Table', '/TH': '/TR', '/TD': '/TR'}
    seen, order = Counter(), []

    def walk(element, parent):
        kind = element['/S']
        seen[kind] += 1
        order.append(kind)
        check(within.get(kind, parent) == parent, kind, 'in', parent)
        kids = element.get('/K', [])
        kids = [deref(k) for k in (kids if isinstance(kids, list) else [kids])]
        kinds = [k.get('/S') if isinstance(k, dict) else None for k in kids]
        if kind in inside:
            check(set(kinds) <= inside[kind] and kinds, kind, 'holds', set(kinds))
        if kind == '/Figure': check(len(element.get('/Alt', '')) > 30, 'a figure without words')
        if kind == '/TH': check('/Scope' in deref(element.get('/A', {})), 'a heading of no column')
        if kind == '/Table':
            widths = {len(deref(k)['/K']) if isinstance(deref(k)['/K'], list) else 1 for k in kids}
            check(len(widths) == 1, 'rows of', widths, 'cells')
            heads = [deref(deref(k)['/K'][0])['/S'] if isinstance(deref(k)['/K'], list)
                     else deref(deref(k)['/K'])['/S'] for k in kids]
            check(heads[0] == '/TH', 'a table without headings')
        for k in kids:
            if isinstance(k, dict) and '/S' in k: walk(k, kind)

    root = deref(catalog['/StructTreeRoot'])
    tops = [deref(k) for k in root['/K']]
    check([t['/S'] for t in tops] == ['/Document'], 'roots', [t['/S'] for t in tops])
    walk(tops[0], None)
    headings = [k for k in order if k in ('/H1', '/H2')]
    check(headings[0] == '/H1', 'begins with', headings[0])

    places = {}
    def names(node):
        node = deref(node)
        listed = node.get('/Names', [])
        places.update(zip(listed[::2], listed[1::2]))
        for kid in node.get('/Kids', []): names(kid)
    names(deref(catalog['/Names'])['/Dests'])
    pages = []
    def leaves(node, name):
        node = deref(node)
        if node['/Type'] == '/Page': pages.append(name)
        for kid in node.get('/Kids', []): leaves(kid, kid)
    leaves(catalog['/Pages'], catalog['/Pages'])
    for name, place in places.items():
        place = deref(place)
        place = place['/D'] if isinstance(place, dict) else place
        check(place[0] in pages, name, 'leads to no page')

    links = [o for o in found if o.get('/Subtype') == '/Link']
    for link in links:
        target = link.get('/Dest') or deref(link.get('/A', {})).get('/D')
        uri = deref(link.get('/A', {})).get('/URI')
        check(uri or target in places or (isinstance(target, list) and target[0] in pages),
              'a link to', target)
    entries = []
    def outline(name, level):
        while name:
            entry = deref(name)
            target = entry.get('/Dest') or deref(entry.get('/A', {})).get('/D')
            entries.append((level, entry['/Title'], target))
            check(target in places or (isinstance(target, list) and target[0] in pages),
                  entry['/Title'], 'leads nowhere')
            outline(entry.get('/First'), level + 1)
            name = entry.get('/Next')
    outline(deref(catalog['/Outlines']).get('/First'), 0)
    check(entries, 'no bookmarks')
    check({e[0] for e in entries} == {0, 1}, 'levels', {e[0] for e in entries})
    labels = deref(catalog['/PageLabels'])['/Nums']
    check(labels[0] == 0, 'labels begin at', labels[:1])
    for fault in sorted(set(faults)): print(fault)
    print(len(pages), 'pages')
    """#

  /// Judges the report on a trace in a folder.
  private func judge(_ trace: String, in folder: TemporaryFolder) throws {
    let run = try CommandRun.mtatrace(["report", trace, "-o", "a.pdf"], in: folder)
    #expect(run.exitCode == 0, "\(run.errors)")
    let verdict = try CommandRun.tool("python3", ["-c", Self.judge, "a.pdf"], in: folder)
    let pages = try #require(verdict.output.split(separator: " ").first.flatMap { Int($0) })
    #expect(pages >= 4)
    #expect(verdict.output == "\(pages) pages\n", "\(verdict.errors)")
    let check = try CommandRun.tool("qpdf", ["--check", "a.pdf"], in: folder)
    #expect(check.exitCode == 0, "\(check.output)")
    let fonts = try CommandRun.tool("pdffonts", ["a.pdf"], in: folder).output
      .split(separator: "\n").dropFirst(2)
    #expect(!fonts.isEmpty)
    // Embedded, as a subset, with the characters of its glyphs.
    for font in fonts { #expect(font.contains(" yes yes yes "), "\(font)") }
  }

  /// The folder that everything of the project lies in.
  private static let project = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test(arguments: ["q181721", "q166594", "q189494", "healthy", "hub50"])
  func `a report on a sample is whole`(name: String) throws {
    let folder = TemporaryFolder()
    let trace = "\(name).sqlite"
    try Data(contentsOf: Self.project.appending(path: "traces/\(trace)"))
      .write(to: folder.path(trace))
    try judge(trace, in: folder)
  }

  @Test func `a report on what a run put on the wire is whole`() throws {
    let folder = try SampleTrace.folder()
    let lines =
      "$mtatrace export \(SampleTrace.name) --run 1 -o a.pcapng && "
      + "$mtatrace import a.pcapng -o capture.sqlite"
    #expect(try CommandRun.shell(lines, in: folder).exitCode == 0)
    try judge("capture.sqlite", in: folder)
  }

  @Test func `a report with an index of its diagram is whole`() throws {
    let folder = TemporaryFolder()
    let capture = Self.project.appending(path: "Tests/CaptureTests/Fixtures/s4_mtu576.pcap.gz")
    let run = try CommandRun.mtatrace(["import", capture.path, "-o", "a.sqlite"], in: folder)
    #expect(run.exitCode == 0, "\(run.errors)")
    try judge("a.sqlite", in: folder)
    let text = try CommandRun.tool("pdftotext", ["a.pdf", "-"], in: folder).output
    #expect(text.contains("Index of the diagram"))
  }
}
