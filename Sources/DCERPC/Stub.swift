/// Octets whose meaning is not this protocol's: stub data, an authentication token, padding.
///
/// Two are equal if they put the same octets on the wire.
package enum Stub: Sendable {
  /// These octets.
  case octets([UInt8])
  /// Zeros, of which only the number is kept: for a simulation, which needs sizes and must not
  /// allocate.
  case zeros(count: Int)

  /// No octets.
  package static let empty = Stub.zeros(count: 0)

  /// The number of octets.
  package var count: Int {
    switch self {
    case .octets(let octets): octets.count
    case .zeros(let count): count
    }
  }
}

extension Stub: Equatable {
  package static func == (a: Self, b: Self) -> Bool {
    switch (a, b) {
    case (.octets(let a), .octets(let b)): a == b
    case (.zeros(let a), .zeros(let b)): a == b
    case (.octets(let octets), .zeros(let count)), (.zeros(let count), .octets(let octets)):
      octets.count == count && octets.allSatisfy { $0 == 0 }
    }
  }
}

extension PDUWriter {
  /// Adds the octets of a stub.
  mutating func writeStub(_ stub: Stub) {
    switch stub {
    case .octets(let octets): writeOctets(octets)
    case .zeros(let count): writeZeros(count)
    }
  }
}
