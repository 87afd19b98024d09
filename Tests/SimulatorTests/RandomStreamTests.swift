import Simulator
import Testing
import TraceModel

struct RandomStreamTests {
  @Test func `the generator gives the published numbers of SplitMix64`() {
    // Rosetta Code, "Pseudo-random numbers/Splitmix64", for the state 1234567.
    var stream = RandomStream(state: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    let numbers = expected.map { _ in stream.next() }
    #expect(numbers == expected)
  }

  @Test func `a keyed stream gives the numbers it has always given`() {
    var stream = RandomStream(seed: 1, .latency, 2, 3, 4)
    let numbers = [stream.next(), stream.next(), stream.next()]
    #expect(
      numbers == [
        6_746_888_449_867_892_869, 9_193_512_577_063_015_565, 5_659_809_186_565_100_633,
      ])
  }

  @Test(arguments: [(1, 0, 0), (0, 1, 0), (0, 0, 1)] as [(UInt64, UInt64, UInt64)])
  func `each part of a key changes the draws`(a: UInt64, b: UInt64, c: UInt64) {
    var plain = RandomStream(seed: 7, .sizes, 0, 0, 0)
    var other = RandomStream(seed: 7, .sizes, a, b, c)
    let numbers = [plain.next(), other.next()]
    #expect(numbers[0] != numbers[1])
  }

  @Test func `exponential spans have the mean that was asked for`() {
    var stream = RandomStream(seed: 5, .arrivals)
    let mean = TraceDuration.seconds(6)
    let count: Int64 = 200_000
    let sum = (0..<count).reduce(Int64(0)) { sum, _ in
      sum + stream.exponential(mean: mean).nanoseconds
    }
    // The standard error is 0.22 %.
    #expect(abs(sum / count - mean.nanoseconds) < mean.nanoseconds / 100)
  }

  @Test func `one exponential span in e is longer than its mean`() {
    var stream = RandomStream(seed: 6, .bursts)
    let mean = TraceDuration.seconds(1)
    let longer = (0..<100_000).filter { _ in stream.exponential(mean: mean) > mean }.count
    // e⁻¹ is 0.36788; the standard error is 0.0015.
    #expect(abs(longer - 36_788) < 600)
  }

  @Test func `a share of nothing never happens and one of everything always does`() {
    var stream = RandomStream(seed: 8, .storms)
    let never = (0..<1000).filter { _ in stream.happens(.percent(0)) }
    let always = (0..<1000).filter { _ in stream.happens(.percent(100)) }
    #expect(never.isEmpty && always.count == 1000)
  }
}
