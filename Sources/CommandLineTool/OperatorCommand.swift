// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dispatch
import Foundation
import Operations

/// A command of the trade: options in, one exit status out.
///
/// What goes wrong becomes one sentence on standard error (or, with `--json`, a document on standard output) and status 2; ⌃C asks the work to
/// stop cleanly, a second ⌃C ends the program at once.
protocol OperatorCommand: AsyncParsableCommand, Sendable {
  /// How the command talks.
  var output: OutputOptions { get }
  /// Does the work.
  func perform(_ console: Console) async throws -> ExitStatus
}

extension OperatorCommand {
  func run() async throws {
    let console = Console(output)
    let work = Task { [self] in try await perform(console) }
    let interrupts = Self.cancel(work, on: [SIGINT, SIGTERM, SIGHUP])
    let status: ExitStatus
    do {
      status = try await work.value
    } catch let error as ExitCode {
      throw error
    } catch let error as ValidationError {
      console.refuse(String(describing: error))
      throw error
    } catch {
      console.fail(error)
      status = .failed
    }
    for interrupt in interrupts { interrupt.cancel() }
    console.finish()
    if status != .clean { throw ExitCode(status.rawValue) }
    if console.outputFailed { throw ExitCode(ExitStatus.failed.rawValue) }
  }

  /// Cancels `work` at the first of `signals`; the signal's usual effect is back for the next one.
  private static func cancel(_ work: Task<ExitStatus, any Error>, on signals: [Int32]) -> [any DispatchSourceSignal] {
    signals.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        StopRequest.make()
        work.cancel()
        signal(number, SIG_DFL)
      }
      source.resume()
      return source
    }
  }
}
