/// A kind of line: what its field `type` says.
package enum LineType: String, CaseIterable, Sendable {
  case run
  case connection
  case event
  case end

  /// What the line says.
  package var meaning: String {
    switch self {
    case .run: "Begins a run; a file may hold several, one after another."
    case .connection: "A transport connection, before the first event that names it."
    case .event: "Something that happened, in the order of sequence and time."
    case .end: "Ends the run."
    }
  }

  /// The fields that the line may have, the first of which says its type.
  package var fields: [LineField] {
    switch self {
    case .run: RunMember.allCases.map(\.field)
    case .connection: ConnectionMember.allCases.map(\.field)
    case .event: EventMember.allCases.map(\.field)
    case .end: EndMember.allCases.map(\.field)
    }
  }
}

/// A field of a line, as it is documented, read and written.
package struct LineField: Equatable, Sendable {
  /// What its value is.
  package enum Kind: String, Sendable {
    case text
    case number
    case object
    case list
  }

  /// What the lack of it means.
  package enum Need: Equatable, Sendable {
    case required
    /// It may be left out, and then has this meaning; empty for none.
    case optional(String)
  }

  package var name: String
  package var kind: Kind
  /// `ns`, `octets`, …; empty if it is none.
  package var unit: String
  package var need: Need
  package var meaning: String

  /// The fields of each object in a run's `hosts`.
  package static var ofHost: [LineField] { HostMember.allCases.map(\.field) }
  /// The fields of each object in a host's `addresses`.
  package static var ofAddress: [LineField] { AddressMember.allCases.map(\.field) }

  init(
    _ name: String, _ kind: Kind, _ unit: String, _ need: Need, _ meaning: String
  ) {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.need = need
    self.meaning = meaning
  }
}

/// The fields of an object, by their names.
protocol LineMember: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  static var table: MemberTable<Self> { get }
  var field: LineField { get }
}

/// What reading an object asks of its fields.
struct MemberTable<Member: LineMember>: Sendable {
  /// Each by its name, with its place among all.
  private let index: [String: (member: Member, place: UInt64)]
  /// Those that the object needs, as bits by their places.
  private let required: UInt64

  init() {
    var index: [String: (member: Member, place: UInt64)] = [:]
    var required: UInt64 = 0
    for (place, member) in Member.allCases.enumerated() {
      index[member.rawValue] = (member, UInt64(place))
      if member.field.need == .required { required |= 1 << UInt64(place) }
    }
    self.index = index
    self.required = required
  }

  /// The field of a name, and its bit; `nil` if there is none.
  func find(_ name: String) -> (member: Member, bit: UInt64)? {
    index[name].map { ($0.member, 1 << $0.place) }
  }

  /// The first field that is needed and not among those seen.
  func missing(from seen: UInt64) -> Member? {
    let missing = required & ~seen
    return missing == 0 ? nil : Array(Member.allCases)[missing.trailingZeroBitCount]
  }
}

extension JSONCursor {
  /// Reads an object whose fields are known: each may come once, and those that must are there.
  mutating func members<Member: LineMember>(
    of type: Member.Type = Member.self, in thing: String,
    _ body: (inout JSONCursor, Member) throws(Complaint) -> Void
  ) throws(Complaint) {
    var seen: UInt64 = 0
    let outer = field
    try object { (cursor: inout JSONCursor, name: String) throws(Complaint) in
      guard let (member, bit) = Member.table.find(name) else {
        cursor.field = outer
        throw cursor.unknown(name, "field", of: thing, among: Member.allCases.map(\.rawValue))
      }
      guard seen & bit == 0 else {
        throw cursor.complaint("the field comes twice; write it once")
      }
      seen |= bit
      try body(&cursor, member)
    }
    guard let missing = Member.table.missing(from: seen) else { return }
    field = outer.isEmpty ? missing.rawValue : "\(outer).\(missing.rawValue)"
    throw complaint("the field is missing, and \(thing) needs it")
  }

  /// What is wrong with a word that is none of those known.
  func unknown(
    _ word: String, _ thing: String, of owner: String? = nil, among known: [String]
  ) -> Complaint {
    let subject = owner.map { "\($0) has" } ?? "there is"
    let nearest = NearestWord.of(word, among: known).map { "; the nearest is \"\($0)\"" } ?? ""
    return complaint("\(subject) no \(thing) \(Quotation.of(word))\(nearest)")
  }
}
