// GTINs of every length, and what a product is looked up by.

import Testing
import Values

struct BarcodeTests {
  @Test(arguments: [
    ("96385074", "00000096385074"), ("036000291452", "00036000291452"),
    ("4006381333931", "04006381333931"), ("10012345678902", "10012345678902"),
    ("00000000000000", "00000000000000"), ("9783161484100", "09783161484100"),
  ])
  func `a number of any length has one form of fourteen digits`(text: String, digits: String) throws
  {
    #expect(try GTIN(text).digits == digits)
  }

  @Test(arguments: [
    ("96385075", 5, 4), ("036000291453", 3, 2), ("4006381333930", 0, 1), ("10012345678901", 1, 2),
  ])
  func `a wrong check digit names both digits`(text: String, found: Int, expected: Int) {
    let fault = GTINFault.checkDigit(found: found, expected: expected)
    #expect(throws: fault) { try GTIN(text) }
    #expect(fault.description == "the check digit is \(found), it should be \(expected)")
  }

  @Test func `every single wrong digit is seen`() throws {
    let right = Array("4006381333931".utf8)
    for index in right.indices {
      for digit in UInt8(ascii: "0")...UInt8(ascii: "9") where digit != right[index] {
        var wrong = right
        wrong[index] = digit
        #expect(throws: GTINFault.self) { try GTIN(String(decoding: wrong, as: UTF8.self)) }
      }
    }
  }

  @Test(arguments: ["", "1", "1234567", "123456789", "40063813339", "123456789012345"])
  func `another length is named`(text: String) {
    #expect(throws: GTINFault.length(text.count)) { try GTIN(text) }
  }

  @Test(arguments: ["00o27000382493", "4006381 33931", "-006381333931", "٤٠٠٦٣٨١٣٣٣٩٣١"])
  func `anything but ASCII digits is refused`(text: String) {
    #expect(throws: GTINFault.notDigits) { try GTIN(text) }
  }

  @Test func `the same product is found by each of its lengths`() {
    #expect(Barcode(reading: "036000291452") == Barcode(reading: "0036000291452"))
    #expect(Barcode(reading: "036000291452").key == "00036000291452")
  }

  @Test(arguments: ["TEA-7", "12345", "4006381333930", ""])
  func `a shop's own code stays as it is`(text: String) {
    #expect(Barcode(reading: text).key == text)
  }
}
