import CCairo

/// Memory that cairo writes a file into.
///
/// Cairo 1.16 does not report a full disk for a file that it opened itself, so it never opens one
/// here.
final class OctetSink {
  private(set) var octets: [UInt8] = []

  /// What to hand to cairo as `closure`; valid while the sink lives.
  var closure: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  /// What to hand to cairo as `write_func`.
  static let write: cairo_write_func_t = { closure, data, count in
    guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
    let sink = Unmanaged<OctetSink>.fromOpaque(closure).takeUnretainedValue()
    sink.octets.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
    return CAIRO_STATUS_SUCCESS
  }
}
