import DCERPC

/// Decodes octets as a PDU, as libFuzzer calls it: what is decoded is encoded and decoded again to
/// the same octets.
@_cdecl("LLVMFuzzerTestOneInput")
func decodePDU(_ octets: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: octets, count: count))
  guard let pdu = try? PDU(decoding: input) else { return 0 }
  let encoded = pdu.encode()
  precondition(encoded.count == count, "A PDU is encoded in as many octets as it was decoded from.")
  // Reserved fields become zeros, and stay so.
  let again = (try? PDU(decoding: encoded))?.encode()
  precondition(again == encoded, "What was encoded is decoded and encoded the same.")
  return 0
}
