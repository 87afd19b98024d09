package import TraceModel

/// A named source of random choices: equal keys give equal draws, whatever else the run draws.
///
/// The generator is SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
/// Generators", OOPSLA 2014, https://doi.org/10.1145/2660193.2660195). It is the project's own
/// because the standard library promises no sequence for `random(in:using:)`, and it decides
/// without floating point because libm differs between machines.
package struct RandomStream: Sendable {
  /// What a stream decides; raw values are part of every key and never change.
  package enum Purpose: UInt64, Sendable {
    case arrivals = 1
    case bursts = 2
    case sizes = 3
    case priorities = 4
    case storms = 5
    case crossTraffic = 6
    case latency = 7
    case groupIDs = 8
    case callIDs = 9
    case filing = 10
    case resets = 11
    case reports = 12
  }

  private var state: UInt64

  /// The generator in this state, as its published vectors start it.
  package init(state: UInt64) { self.state = state }

  /// The stream of a purpose and up to three indexes: host, link, connection, PDU, ….
  package init(seed: UInt64, _ purpose: Purpose, _ a: UInt64 = 0, _ b: UInt64 = 0, _ c: UInt64 = 0)
  {
    state = seed
    absorb(purpose.rawValue)
    absorb(a)
    absorb(b)
    absorb(c)
  }

  private mutating func absorb(_ part: UInt64) {
    state = Self.mix(state &+ 0x9E37_79B9_7F4A_7C15) ^ Self.mix(part &+ 0xD1B5_4A32_D192_ED03)
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  /// A number from 0 to `bound` − 1, each as likely as any other to within 2⁻⁶⁴; 0 if `bound` is 0.
  package mutating func below(_ bound: UInt64) -> UInt64 {
    next().multipliedFullWidth(by: bound).high
  }

  /// Whether something of this probability happens.
  package mutating func happens(_ probability: Ratio) -> Bool {
    below(UInt64(Ratio.whole)) < UInt64(probability.partsPerMillion)
  }

  /// An exponentially distributed span with this mean; at most 45 times the mean, never negative.
  package mutating func exponential(mean: TraceDuration) -> TraceDuration {
    // −ln(v / 2⁶⁴) = (64 − log₂ v) · ln 2, all in fixed point with 32 binary places.
    let draw = next() | 1
    let negatedLog2 = (64 << 32) - BinaryLogarithm.of(draw)
    let ln2: UInt128 = 2_977_044_472  // ln 2 · 2³², rounded
    let scaled = UInt128(UInt64(max(0, mean.nanoseconds))) * UInt128(negatedLog2) * ln2
    return TraceDuration(nanoseconds: Int64(clamping: scaled >> 64))
  }
}

/// A probability or share, in parts per million: 0 to 1,000,000.
package struct Ratio: Hashable, Sendable {
  package var partsPerMillion: UInt32
  /// The parts of certainty.
  package static let whole: UInt32 = 1_000_000
  package init(partsPerMillion: UInt32) { self.partsPerMillion = min(partsPerMillion, Self.whole) }
  package static func percent(_ count: UInt32) -> Ratio { Ratio(partsPerMillion: count * 10_000) }
}
