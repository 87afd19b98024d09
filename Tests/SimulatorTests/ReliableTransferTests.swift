import Testing
import TraceModel

@testable import Simulator

struct ReliableTransferTests {
  static let message = QueuedMessage(
    id: MessageID(rawValue: 1), priority: .normal, octets: 1024)

  @Test func `only the side with the turn transfers, one message at a time`() {
    var holder = ReliableTransfer(hasTurn: true)
    #expect(holder.mayTransfer)
    #expect(!ReliableTransfer(hasTurn: false).mayTransfer)
    holder.begin(Self.message, segments: 2, at: .start)
    #expect(!holder.mayTransfer)
    #expect(holder.acknowledged() == nil)
    #expect(holder.acknowledged() == Self.message)
    #expect(holder.mayTransfer)
  }

  @Test func `only the side without the turn asks, and once`() {
    var side = ReliableTransfer(hasTurn: false)
    #expect(side.mayAsk)
    side.ask()
    #expect(!side.mayAsk)
    side.given()
    #expect(!side.mayAsk && side.hasTurn && !side.isAsking)
    #expect(!ReliableTransfer(hasTurn: true).mayAsk)
  }

  @Test func `a turn that was asked for is given after the transfer, never during it`() {
    var holder = ReliableTransfer(hasTurn: true)
    holder.begin(Self.message, segments: 1, at: .start)
    holder.asked()
    #expect(!holder.mustGive)
    _ = holder.acknowledged()
    #expect(holder.mustGive)
    holder.give()
    #expect(!holder.hasTurn && !holder.mustGive)
  }

  @Test func `nobody gives a turn that was not asked for`() {
    #expect(!ReliableTransfer(hasTurn: true).mustGive)
  }

  @Test func `closing needs the turn, no transfer and no request for the turn`() {
    var side = ReliableTransfer(hasTurn: true)
    #expect(side.mayClose)
    side.asked()
    #expect(!side.mayClose)
    var busy = ReliableTransfer(hasTurn: true)
    busy.begin(Self.message, segments: 1, at: .start)
    #expect(!busy.mayClose)
    #expect(busy.fail() == Self.message)
    #expect(busy.mayClose)
    #expect(!ReliableTransfer(hasTurn: false).mayClose)
  }
}
