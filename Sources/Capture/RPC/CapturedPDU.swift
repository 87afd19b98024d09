import DCERPC

/// A PDU as a capture has it: its octets as far as they were captured, and when it was whole.
struct CapturedPDU: Equatable {
  /// The octets up to the first that a snap length cut off; at least a header's.
  var octets: [UInt8]
  /// The frame that brought the last of its octets, and when.
  var stamp: OctetStream.Stamp
  var header: PDUOutline

  init(octets: [UInt8], stamp: OctetStream.Stamp, header: PDUOutline) {
    self.octets = octets
    self.stamp = stamp
    self.header = header
  }
}

/// The common fields of a PDU that may be malformed otherwise: C706, 12.6.
struct PDUOutline: Equatable {
  /// The PTYPE; those of the connectionless protocol and of RPC over HTTP (20) included.
  var type: UInt8
  var flags: UInt8
  var order: ByteOrder
  var fragmentLength: Int
  var callID: UInt32

  static let length = 16
  /// RTS of [MS-RPCH], the greatest PTYPE.
  static let greatestType: UInt8 = 20

  /// The fields, unless the octets cannot begin a PDU, as Wireshark's dissector decides it too.
  init?(_ octets: Span<UInt8>, at offset: Int = 0) {
    guard octets.octet(at: offset) == 5, let minor = octets.octet(at: offset + 1), minor <= 1,
      let type = octets.octet(at: offset + 2), type <= Self.greatestType,
      let flags = octets.octet(at: offset + 3),
      let representation = octets.octet(at: offset + 4)
    else { return nil }
    let order: ByteOrder = representation & 0x10 != 0 ? .little : .big
    guard let length = octets.integer(UInt16.self, at: offset + 8, order), length >= Self.length,
      let callID = octets.integer(UInt32.self, at: offset + 12, order)
    else { return nil }
    self.type = type
    self.flags = flags
    self.order = order
    fragmentLength = Int(length)
    self.callID = callID
  }

  /// Whether octets of an unknown stream surely begin a PDU: known representations, and a length
  /// that its type needs.
  static func begins(_ octets: Span<UInt8>, at offset: Int = 0) -> Bool {
    guard let outline = Self(octets, at: offset), outline.isConnectionOriented,
      let first = octets.octet(at: offset + 4), first & 0xee == 0,
      let second = octets.octet(at: offset + 5), second <= 3,
      octets.network16(at: offset + 6) == 0
    else { return false }
    return outline.fragmentLength >= outline.leastLength
  }

  static let response = PDUType.response.rawValue

  /// Whether it has a list of presentation contexts.
  var proposesContexts: Bool {
    type == PDUType.bind.rawValue || type == PDUType.alterContext.rawValue
  }

  /// Whether the octets that are there, fewer than a header's, may begin a PDU.
  static func mayBegin(_ octets: Span<UInt8>, at offset: Int) -> Bool {
    (octets.octet(at: offset) ?? 5) == 5 && (octets.octet(at: offset + 1) ?? 0) <= 1
      && (octets.octet(at: offset + 2) ?? 0) <= greatestType
      && (octets.octet(at: offset + 4) ?? 0) & 0xee == 0
      && (octets.octet(at: offset + 5) ?? 0) <= 3 && (octets.octet(at: offset + 6) ?? 0) == 0
      && (octets.octet(at: offset + 7) ?? 0) == 0
  }

  /// Whether it is a PDU of the connection-oriented protocol.
  var isConnectionOriented: Bool { PDUType(rawValue: type) != nil || type == Self.greatestType }

  /// Whether only a client sends PDUs of its type; `nil` for those that either side sends.
  var isFromClient: Bool? {
    switch PDUType(rawValue: type) {
    case .request, .bind, .alterContext, .auth3, .coCancel, .orphaned: true
    case .response, .fault, .bindAck, .bindNak, .alterContextResponse, .shutdown: false
    case nil: nil
    }
  }

  /// The octets that its type has at least.
  private var leastLength: Int {
    switch PDUType(rawValue: type) {
    case .request, .response, .fault: 24
    case .bind, .alterContext: 28
    case .bindAck, .alterContextResponse: 26
    case .bindNak: 18
    default: Self.length
    }
  }
}
