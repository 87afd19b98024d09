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

  @Test func `an XML parser reads title, description and provenance`() throws {
    let reader = """
      import sys, xml.etree.ElementTree as tree
      root = tree.parse(sys.argv[1]).getroot()
      print(root.tag, root.get('width'), root.get('height'))
      for element in root.iter():
          if element.text and element.text.strip(): print(element.get('name'), element.text.strip())
      """
    let octets = try Renderer().svg(Samples.document)
    let verdict = try Judge.ask("python3", ["-c", reader, "@"], about: octets, named: "a.svg")
    #expect(verdict.status == 0, "\(verdict.output)")
    let lines = verdict.output.split(separator: "\n").map(String.init)
    #expect(lines.first == "{http://www.w3.org/2000/svg}svg 300pt 200pt")
    #expect(lines.contains("None SP3 stalls & SP4 <never> does"))
    #expect(lines.contains("None Messages waiting at HUB1 → SLPS100"))
    #expect(lines.contains("Seed 42"))
  }
}
