import Cairo
import Drawing
import Testing

struct SVGTests {
  @Test func `the same document gives the same octets, whatever was drawn before`() throws {
    let renderer = try Renderer()
    let first = try renderer.svg(Samples.document)
    _ = try renderer.pdf(Samples.document)
    #expect(try renderer.svg(Samples.document) == first)
  }

  @Test func `an XML parser reads title, words for the figure, and provenance`() throws {
    let reader = """
      import sys, xml.etree.ElementTree as tree
      root = tree.parse(sys.argv[1]).getroot()
      print(root.tag, root.get('width'), root.get('height'), root.get('role'))
      ids = {element.get('id'): element for element in root.iter()}
      for name in root.get('aria-labelledby').split():
          print(ids[name].tag.split('}')[1], ids[name].text)
      urn = '{urn:mtatrace:provenance:}'
      for name in root.iter(urn + 'name'): print('name', name.text)
      for value in root.iter(urn + 'value'): print('value', value.text)
      """
    let octets = try Renderer().svg(Samples.document)
    let verdict = try Judge.ask("python3", ["-c", reader, "@"], about: octets, named: "a.svg")
    #expect(verdict.status == 0, "\(verdict.output)")
    #expect(
      verdict.output == """
        {http://www.w3.org/2000/svg}svg 300pt 200pt img
        title SP3 stalls & SP4 <never> does
        desc A box (red) and a line → 3 marks.
        name Scenario
        name Seed
        name Run 1
        value q181721
        value 42
        value 9f3a…c1

        """)
  }
}
