/// A part of a PDU that can be read and written: a body, or something of a fixed layout inside one.
///
/// The fields stand in wire order in the type, in ``init(parsing:)`` and in ``write(to:)``.
package protocol PDUElement {
  /// Reads the element at the reader's place.
  ///
  /// - Throws: ``PDUError`` at the field that cannot be read.
  init(parsing input: inout PDUReader) throws(PDUError)

  /// Adds the element's octets.
  func write(to output: inout PDUWriter)

  /// The number of octets that ``write(to:)`` adds; found without encoding.
  var length: Int { get }
}
