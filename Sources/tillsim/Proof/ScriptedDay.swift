// A shop day as a script, small enough to be gone through once for every fault of every operation.

internal import Values
internal import Wire

/// One line of the script.
enum DayStep: Sendable {
  /// A command; `keeps` names the sale it answers with, for later lines.
  case call(method: String, params: AnyJSON, keeps: String?)
  /// Nobody does anything: the writer does its upkeep.
  case pause
  /// The till is ended in good order and started again.
  case reopen
}

/// Two short shop days with everything that is written differently.
enum ScriptedDay {
  static let steps: [DayStep] = script.split(separator: "\n").compactMap { line in
    switch line {
    case "pause": return .pause
    case "reopen": return .reopen
    default:
      let words = line.split(separator: " ", maxSplits: 1)
      guard words.count == 2 else { return nil }
      let parts = words[1].split(separator: " as ", maxSplits: 1)
      return .call(
        method: String(words[0]), params: AnyJSON.value(of: Array(parts[0].utf8)),
        keeps: parts.count == 2 ? String(parts[1]) : nil)
    }
  }

  /// `"$a"` stands for the sale that an earlier line calls `a`.
  private static let script = """
    product.put {"sku":"MILK","name":"Oat milk","barcodes":["4006381333931"],\
    "price":{"minor":249,"cur":"EUR"}}
    product.put {"sku":"BREAD","name":"Rye bread","price":{"minor":385,"cur":"EUR"},\
    "taxClass":"reduced"}
    product.put {"sku":"CHEESE","name":"Cheese","price":{"minor":1990,"cur":"EUR"},"unit":"kg"}
    category.put {"code":"DAIRY","name":"Dairy"}
    config.set {"key":"shop.name","value":"Corner shop"}
    shift.open {"float":{"minor":10000,"cur":"EUR"}}
    sale.add {"sku":"MILK"} as a
    sale.scan {"code":"4006381333931","sale":"$a"}
    sale.add {"sku":"CHEESE","qty":235,"sale":"$a"}
    sale.pay {"sale":"$a","tender":"cash","given":{"minor":2000,"cur":"EUR"}}
    pause
    sale.add {"sku":"BREAD","qty":2000} as b
    sale.line {"sale":"$b","line":1,"qty":3000}
    sale.add {"sku":"MILK","sale":"$b"}
    sale.line {"sale":"$b","line":2,"void":{"reason":"wrong one"}}
    sale.hold {"sale":"$b"}
    sale.add {"sku":"MILK","qty":5000} as c
    sale.pay {"sale":"$c","tender":"card"}
    sale.recall {"sale":"$b"}
    sale.pay {"sale":"$b","tender":"cash","given":{"minor":500,"cur":"EUR"}}
    sale.pay {"sale":"$b","tender":"card"}
    pause
    product.put {"sku":"MILK","name":"Oat milk","barcodes":["4006381333931"],\
    "price":{"minor":259,"cur":"EUR"}}
    sale.add {"sku":"CHEESE","qty":1000} as d
    sale.void {"sale":"$d","reason":"customer left"}
    shift.move {"kind":"pay_out","amount":{"minor":1250,"cur":"EUR"},"reason":"window cleaner"}
    receipt.print {"number":"T1-000001"}
    shift.count {"counted":{"minor":9750,"cur":"EUR"}}
    shift.close {}
    reopen
    shift.open {"float":{"minor":5000,"cur":"EUR"}}
    sale.add {"sku":"MILK"} as e
    sale.pay {"sale":"$e","tender":"cash","given":{"minor":300,"cur":"EUR"}}
    pause
    sale.add {"sku":"BREAD"} as f
    sale.pay {"sale":"$f","tender":"cash"}
    shift.close {}
    pause
    """
}
