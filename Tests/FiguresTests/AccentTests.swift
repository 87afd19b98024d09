import Analysis
import Figures
import Testing

struct AccentTests {
  @Test(
    arguments: [
      ([.faulty, .fixed], [.faulty, .fixed]), ([.fixed, .faulty], [.fixed, .faulty]),
      ([.unknown, .faulty], [.neutral, .faulty]), ([.faulty, .faulty], [.faulty, .neutral]),
      ([.fixed], [.fixed]),
    ] as [([Variant.Standing], [Accent])])
  func `a run has the accent of what it stands for, and shares it with none`(
    standings: [Variant.Standing], accents: [Accent]
  ) {
    let variants = standings.map { Variant(short: "", long: "", standing: $0) }
    #expect(Accent.accents(of: variants) == accents)
  }
}
