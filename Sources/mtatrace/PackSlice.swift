import Analysis
import Figures
import Glibc
import TraceModel
import TraceStore

/// The part of a trace that goes into a pack: what its pictures show, small enough to be sent.
struct PackSlice {
  /// Why a pack has no slice.
  struct Absence: Error {
    var sentence: String
  }

  private let subject: PictureSubject

  init(of subject: PictureSubject) { self.subject = subject }

  /// The slice as a file.
  ///
  /// - Parameter folder: Where it is written first, under a name of its own.
  func octets(in folder: String) throws -> Result<[UInt8], Absence> {
    let reader = subject.analysis.reader
    let runs = try runs
    do {
      guard let choice = try choice else {
        return .failure(Absence(sentence: "There is no event that a slice could be cut around."))
      }
      let part = try choice.part(of: runs, in: subject.analysis, hosts: [])
      let slices = try runs.map {
        try RunSlicing(of: StoredRun($0, in: reader), within: part.window, hosts: part.hosts)
      }
      guard slices.contains(where: { !$0.isEmpty }) else {
        return .failure(Absence(sentence: "The time that the pictures show holds no event."))
      }
      let path = "\(folder).\(getpid()).slice"
      defer { FileSystem.remove(path) }
      try SliceFile(path: path, replacing: true).write(slices, of: reader)
      return .success(try FileSystem.octets(of: path))
    } catch let mistake as SliceChoice.Mistake {
      return .failure(Absence(sentence: mistake.sentence(of: runs, path: subject.provenance.file)))
    } catch AnalysisError.noMail {
      return .failure(Absence(sentence: "The runs tell of no mail that a slice could show."))
    }
  }

  /// The runs that the pictures show, each behind the run that it branches from.
  private var runs: [Run] {
    get throws { try subject.analysis.reader.runs(withParentsOf: subject.runs) }
  }

  private var choice: SliceChoice? {
    get throws {
      if let window = subject.window { return .time(window) }
      guard let diagnosis = subject.diagnosis else { return .decisive }
      let evidence = diagnosis.leading?.evidence.first
      return try evidence.flatMap { evidence in
        try subject.analysis.reader.event(evidence.event, of: diagnosis.run.id)
          .map { .around($0, in: diagnosis.run) }
      }
    }
  }
}
