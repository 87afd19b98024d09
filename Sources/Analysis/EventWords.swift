import TraceModel

/// What numbers in traces mean, in a few words.
enum EventWords {
  static func timer(_ kind: TimerKind) -> String {
    switch kind {
    case .recovery: "recovery"
    case .lifetime: "lifetime"
    case .disconnect: "disconnect"
    case .openRetry: "open retry"
    case .transferRetry: "transfer retry"
    case .recoveryTimeout: "recovery timeout"
    case .call: "call without a response"
    case .cancel: "cancel without effect"
    case .expiry: "expiry"
    }
  }

  /// A Win32 status of the RPC runtime, by Microsoft's list of system error codes; `nil` for 1727,
  /// which event 9316 explains beside it, and for what is not known.
  static func status(_ code: UInt32) -> String? {
    switch code {
    case 1717: "unknown interface"
    case 1721: "out of resources"
    case 1722: "server unavailable"
    case 1723: "server too busy"
    case 1726: "call failed"
    case 1728: "protocol error"
    case 1753: "endpoint not registered"
    case 1783: "bad stub data"
    case 1818: "call cancelled"
    default: nil
    }
  }

  /// The status of a fault PDU, by MS-RPCE 3.1.1.5.5.
  static func fault(_ status: UInt32) -> String {
    switch status {
    case 0x1C00_000D: "call cancelled"
    case 0x1C00_0009: "rejected"
    case 0x1C00_000A, 0x1C00_000C: "not executed"
    case 0x1C01_000B: "protocol error"
    case 0x1C01_0014: "server too busy"
    case 0x1C01_0002: "operation out of range"
    case 0x1C01_0003: "unknown interface"
    case 0x1C00_001A: "context mismatch"
    case 0x0000_06F7: "bad stub data"
    default: "status 0x\(String(status, radix: 16))"
    }
  }

  /// An id of the MTA's event log, by the texts of the articles that show it.
  static func logEntry(_ id: UInt32) -> String? {
    switch id {
    case 57: "limit on associations reached"
    case 289: "a connection could not be opened"
    case 290: "non-delivery report"
    case 301: "next attempt after the open interval"
    case 659: "outbound queue has grown long"
    case 660: "outbound queue is short again"
    case 666: "work queue has grown long"
    case 667: "work queue is short again"
    case 9277: "the call is cancelled"
    case 9280: "locality table is full"
    case 9316: "no data was sent"
    case 9318: "no bind over RPC"
    case 9322: "MtaBindBack failed"
    case 9323: "MtaUnBindBack failed"
    default: nil
    }
  }
}
