import Drawing
import Figures
import Testing

struct ProvenanceTests {
  @Test func `metadata says what it takes to make a picture again`() {
    let metadata = Samples.provenance.metadata(title: "a title", subject: "a subject")
    #expect(metadata.title == "a title" && metadata.subject == "a subject")
    #expect(metadata.creator == "mtatrace 1.0")
    #expect(
      metadata.provenance == [
        ProvenanceField("Scenario", "q181721"), ProvenanceField("Seed", "42"),
        ProvenanceField("Run 1", "nt4-sp3 9f3a0123456789c1"),
        ProvenanceField("Run 2", "nt4-sp4 77d001234567894e"),
        ProvenanceField("Trace", "q181721.sqlite"),
        ProvenanceField("Reproduce", "mtatrace record q181721 --seed 42"),
      ])
  }
}
