import Foundation
import Testing

/// `make install` and `make uninstall`, with the program under test instead of a static one.
struct InstallTests {
  /// The top of the package, whatever links lead to this file.
  private static let top = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  let folder = TemporaryFolder()

  /// Runs a goal of the Makefile, without building; it installs below `to` in the folder.
  private func make(_ goal: String) throws -> CommandRun {
    let program = CommandRun.products.appending(path: "mtatrace").path
    // The options of a `make test` that runs this test are not for this run.
    return try CommandRun.shell(
      """
      unset MAKEFLAGS MAKELEVEL; umask 077
      make --directory '\(Self.top.path)' --old-file static --old-file build-packages \(goal) \
        program='\(program)' static="$PWD/made" DESTDIR="$PWD/to" PREFIX=/usr/local
      """, in: folder)
  }

  /// The files below `to`, with what everyone may do with each.
  private func installed() throws -> Set<String> {
    let find = try CommandRun.shell("find to -type f -printf '%m %P\\n'", in: folder)
    return Set(find.output.split(separator: "\n").map { String($0) })
  }

  @Test func `what is installed is all there, for everyone, and can be removed`() throws {
    let install = try make("install")
    #expect(install.exitCode == 0, "\(install.errors)")
    let verbs = try #require(CommandDump.read().subcommands)
      .filter { $0.shouldDisplay && $0.commandName != "help" }.map { "-\($0.commandName)" }
    let pages = ([""] + verbs).map { "644 usr/local/share/man/man1/mtatrace\($0).1" }
    let others = [
      "755 usr/local/bin/mtatrace", "644 usr/local/share/bash-completion/completions/mtatrace",
      "644 usr/local/share/fish/vendor_completions.d/mtatrace.fish",
      "644 usr/local/share/zsh/site-functions/_mtatrace",
    ]
    #expect(try installed() == Set(pages + others))
    let closed = try CommandRun.shell("find to/usr -type d ! -perm 755", in: folder)
    #expect(closed.output == "")

    let version = try CommandRun.shell("to/usr/local/bin/mtatrace --version", in: folder)
    #expect(try version.output == CommandRun.mtatrace(["--version"], in: folder).output)

    #expect(try make("uninstall").exitCode == 0)
    #expect(try installed() == [])
  }
}
