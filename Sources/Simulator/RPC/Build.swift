/// A build of Windows NT: what a host's RPC runtime does, and nothing else.
package enum Build: String, CaseIterable, Sendable {
  /// Windows NT 4.0 Service Pack 3: files associations under the wrong address (KB Q181721).
  case nt4SP3 = "nt4-sp3"
  /// Windows NT 4.0 Service Pack 4, which corrects that.
  case nt4SP4 = "nt4-sp4"
  /// Windows NT 4.0 Terminal Server Edition, which has the fault of SP3 (KB Q181721).
  case nt4TSE = "nt4-tse"
  /// Terminal Server Edition with its Service Pack 4.
  case nt4TSESP4 = "nt4-tse-sp4"

  /// Whether the runtime may file an association under another address than the one its bind came
  /// in on.
  var misfiles: Bool { self == .nt4SP3 || self == .nt4TSE }

  /// Whether `RpcTestCancel` tells a server's thread that its caller cancelled: before SP4 it
  /// always answered 5 (KB Q192127).
  var reportsCancels: Bool { self == .nt4SP4 || self == .nt4TSESP4 }

  /// Its place among the builds, as events name it.
  var code: UInt32 { UInt32(Self.allCases.firstIndex(of: self) ?? 0) }
}
