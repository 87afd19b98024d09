import CCairo

/// The digest by which a file is known: SHA-256 of FIPS 180-4, as GLib computes it.
package enum OctetDigest {
  /// Sixty-four hexadecimal digits.
  package static func sha256(_ octets: [UInt8]) -> String {
    octets.withUnsafeBufferPointer { buffer in
      let text = g_compute_checksum_for_data(
        G_CHECKSUM_SHA256, buffer.baseAddress, gsize(buffer.count))
      defer { g_free(text) }
      return text.map { String(cString: $0) } ?? ""
    }
  }
}
