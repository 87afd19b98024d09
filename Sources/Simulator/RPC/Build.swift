/// A build of Windows NT: what a host's RPC runtime does, and nothing else.
package enum Build: String, CaseIterable, Sendable {
  /// Windows NT 4.0 Service Pack 3: files associations under the wrong address (KB Q181721).
  case nt4SP3 = "nt4-sp3"
  /// Windows NT 4.0 Service Pack 4, which corrects that.
  case nt4SP4 = "nt4-sp4"

  /// Whether the runtime may file an association under another address than the one its bind came
  /// in on.
  var misfiles: Bool { self == .nt4SP3 }
}
