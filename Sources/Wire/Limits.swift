// Every bound of the till in one place. Full is a named refusal, never growth.

/// The bounds of queues, lines and texts.
package enum Limits {
  /// Bytes of one line of the socket, without its LF (protocol.md, Rules).
  package static let lineBytes = 1_048_576
  /// Events, and bytes, that wait for one subscriber before it loses its subscription.
  package static let subscriberEvents = 1_024
  package static let subscriberBytes = 1_048_576
  /// Requests of one connection that may wait to be looked at.
  package static let requestsPerConnection = 64
  /// Bytes of answers that one connection may leave unread before it is read no further.
  package static let unreadAnswerBytes = 262_144
  /// Connections at one time.
  package static let connections = 4_096
  /// Long reads that may wait for their thread.
  package static let inquiries = 1_024
  /// Requests that wait for a scale.
  package static let weighings = 64
  /// Subscriptions of one connection.
  package static let subscriptions = 16
  /// Batches on their way to the disk before new writes are refused.
  package static let batches = 2_048
  /// Requests that wait while a change of the catalogue is on its way to the disk.
  package static let deferred = 8_192
  /// Print jobs that wait for a printer or are in one; more are kept for a person to print.
  package static let printJobs = 2_048
  /// Times in a row that a printer may refuse a job before it waits for a person.
  package static let printMisses: Int64 = 5
  /// Labels of one job.
  package static let labels: Int64 = 100
  /// Products in one event of an import.
  package static let importChunk = 250
  /// Errors of an import that are listed; all are counted.
  package static let importErrors = 1_000

  /// Lines of one sale, voided ones included.
  package static let saleLines = 1_000
  /// Sales that may be parked at one time.
  package static let parkedSales = 1_000
  /// Characters of names and reasons.
  package static let text = 500
  /// Characters of codes.
  package static let code = 64
  /// Codes of one product.
  package static let barcodes = 50
  /// Devices in use.
  package static let devices = 32
  /// Characters of a device's id.
  package static let deviceID = 32
  /// Thousandths of a unit in one line: a million pieces.
  package static let quantityMilli: Int64 = 1_000_000_000
  /// Minor units of one price or payment: ten thousand million euros.
  package static let amountMinor: Int64 = 1_000_000_000_000
}
