/// What a command says besides its output.
enum StandardError {
  /// Prints a sentence with the program's name.
  static func print(_ sentence: String) {
    // Where even this cannot be written, the exit code is all that is left.
    try? FileDescriptor.standardError.write(Array("mtatrace: \(sentence)\n".utf8))
  }
}
