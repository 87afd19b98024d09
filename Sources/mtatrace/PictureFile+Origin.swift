import Cairo

extension PictureFile {
  /// What a picture says of where it comes from; `nil` if the file is no picture.
  ///
  /// - Throws: ``Failure`` with code 65 if it is a picture that mtatrace has not drawn, or damaged.
  static func origin(of path: String) throws -> PictureOrigin? {
    guard let (head, tail) = FileSystem.ends(of: path, reach: PictureOrigin.reach),
      let format = PictureOrigin.format(of: head)
    else { return nil }
    if let origin = PictureOrigin(head: head, tail: tail) { return origin }
    throw Failure(
      .badData,
      "\(path) is a \(format.rawValue) file that says nothing of where it comes from: mtatrace "
        + "has not drawn it, or another program has saved it since; ask for the original.")
  }
}
