import TraceModel

/// What of a capture cannot be read, and why.
enum Unread: Int, CaseIterable {
  case fileCutShort
  case fileDamaged
  case unknownBlock
  case snappedFrame
  case unknownLinkType
  case notInternet
  case badInternetHeader
  case fragmentsIncomplete
  case notTCP
  case badTCPHeader
  case otherConnections
  case octetsMissing
  case connectionsForgotten
  case smbEncrypted
  case smbCompressed
  case smbMalformed
  case smbTooLong
  case smbForeign
  case smbIncomplete
  case smbUnmatched
  case foreignOctets
  case pduIncomplete
  case pduSnapped
  case tooManyHosts
  case filtered

  /// Where it is met.
  var layer: String {
    switch self {
    case .fileCutShort, .fileDamaged, .unknownBlock: "file"
    case .snappedFrame, .unknownLinkType, .filtered: "frame"
    case .notInternet, .badInternetHeader, .fragmentsIncomplete: "ip"
    case .notTCP, .badTCPHeader, .otherConnections, .octetsMissing,
      .connectionsForgotten:
      "tcp"
    case .smbEncrypted, .smbCompressed, .smbMalformed, .smbTooLong, .smbForeign,
      .smbIncomplete, .smbUnmatched:
      "smb"
    case .foreignOctets, .pduIncomplete, .pduSnapped, .tooManyHosts: "rpc"
    }
  }

  /// What it is, as views spell it.
  var reason: String {
    switch self {
    case .fileCutShort: "file_cut_short"
    case .fileDamaged: "file_damaged"
    case .unknownBlock: "unknown_block"
    case .snappedFrame: "frame_snapped"
    case .unknownLinkType: "unknown_link_type"
    case .notInternet: "not_ip"
    case .badInternetHeader: "bad_ip_header"
    case .fragmentsIncomplete: "fragments_incomplete"
    case .notTCP: "not_tcp"
    case .badTCPHeader: "bad_tcp_header"
    case .otherConnections: "connection_without_rpc"
    case .octetsMissing: "octets_missing"
    case .connectionsForgotten: "connection_forgotten"
    case .smbEncrypted: "message_encrypted"
    case .smbCompressed: "message_compressed"
    case .smbMalformed: "message_malformed"
    case .smbTooLong: "message_too_long"
    case .smbForeign: "not_smb"
    case .smbIncomplete: "message_incomplete"
    case .smbUnmatched: "response_without_request"
    case .foreignOctets: "not_a_pdu"
    case .pduIncomplete: "pdu_incomplete"
    case .pduSnapped: "pdu_snapped"
    case .tooManyHosts: "too_many_hosts"
    case .filtered: "not_chosen"
    }
  }
}

/// Counts what cannot be read.
struct UnreadTally {
  private struct Entry {
    var count: Int64 = 0
    var octets: Int64 = 0
    var firstFrame: Int64?
  }

  private var entries = [Entry](repeating: Entry(), count: Unread.allCases.count)

  /// Counts once.
  ///
  /// - Parameters:
  ///   - octets: The octets concerned.
  ///   - frame: The frame concerned; 0 for none.
  mutating func add(_ unread: Unread, octets: Int = 0, frame: Int64 = 0, times: Int = 1) {
    guard times > 0 else { return }
    let place = unread.rawValue
    entries[place].count += Int64(times)
    entries[place].octets += Int64(octets)
    if frame > 0 { entries[place].firstFrame = min(frame, entries[place].firstFrame ?? frame) }
  }

  /// What was counted, in the order of the layers.
  var counts: [UnreadCount] {
    Unread.allCases.compactMap { unread in
      let entry = entries[unread.rawValue]
      guard entry.count > 0 else { return nil }
      return UnreadCount(
        layer: unread.layer, reason: unread.reason, count: entry.count, octets: entry.octets,
        firstFrame: entry.firstFrame)
    }
  }
}
