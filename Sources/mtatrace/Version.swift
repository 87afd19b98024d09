import Simulator

/// The version of the program, as `--version` prints it and pictures carry it.
enum Version {
  static let number = "1.0"

  /// `mtatrace 1.0 (engine 1)`: the engine's version says whether another program's traces replay.
  static let text = "mtatrace \(number) (engine \(Engine.version))"
}
