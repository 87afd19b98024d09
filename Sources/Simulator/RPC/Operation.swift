import TraceModel

/// What an MTA asks of another in a remote procedure call.
///
/// Opnums 0 and 1 and the sizes of their stubs are those of the trace in KB Q159298. That all
/// further traffic is opnum 2, as session data under RTSE, is assumption A10; its stub sizes, but
/// for the octets of a message, are the project's own.
enum Operation: Equatable {
  /// What a side that recovers an association says about it.
  struct Recovery: Equatable {
    /// Whether it believes itself to have the turn.
    var hasTurn: Bool
  }

  /// Asks the endpoint mapper for the MTA's endpoint (KB Q159298).
  case endpointMap
  /// Opens an association, or one that was lost again: the caller is the initiator.
  case mtaBind(urgent: Bool, recovery: Recovery?)
  /// The way back of an association that is being opened.
  case mtaBindBack(recovery: Recovery?)
  /// RT-TURN-PLEASE of X.218.
  case turnPlease
  /// RT-TURN-GIVE of X.218: the session token.
  case turnGive
  /// RT-TRANSFER of X.218: one checkpoint-sized segment of a message.
  case transfer(message: MessageID, octets: Int, isLast: Bool)
  /// RT-CLOSE of X.218.
  case close
  /// RT-U-ABORT of X.218.
  case abort

  var opnum: UInt16 {
    switch self {
    case .mtaBind: 0
    case .mtaBindBack: 1
    case .endpointMap: 3
    default: 2
    }
  }

  /// Octets of stub data in the request.
  var requestOctets: Int {
    switch self {
    case .endpointMap: 132
    case .mtaBind: 286
    case .mtaBindBack: 2
    case .transfer(_, let octets, _): max(1, octets)
    case .turnPlease, .turnGive, .close, .abort: 12
    }
  }

  /// Octets of stub data in the response.
  var responseOctets: Int {
    switch self {
    case .endpointMap: 128
    case .mtaBind: 32
    case .mtaBindBack: 28
    default: 4
    }
  }

  /// The message that a transfer carries.
  var message: MessageID? {
    if case .transfer(let message, _, _) = self { message } else { nil }
  }

  /// Whether it is part of a transfer.
  var isTransfer: Bool {
    if case .transfer = self { true } else { false }
  }
}
