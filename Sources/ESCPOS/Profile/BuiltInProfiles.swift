// The profiles that the program brings along: the files of Profile/Data, compiled in.

extension PrinterProfile {
  /// Every profile by its name: the virtual and the generic ones, then the models.
  package static let all: [PrinterProfile] = [virtual80, generic80, generic58] + models

  /// The profile of this name, for example `epson-tm-t88vi`, or nil.
  package static func named(_ name: String) -> PrinterProfile? {
    all.first { $0.name == name }
  }

  /// The profiles whose models report this identity on the USB bus; most often none or one.
  ///
  /// A hint: clones report what others do, and one identity can stand for a whole family.
  package static func hinted(by usb: USBIdentity) -> [PrinterProfile] {
    all.filter { $0.usb.contains(usb) }
  }

  private static let models: [PrinterProfile] = files.map { file in
    do throws(ProfileFault) {
      return try PrinterProfile(json: file.bytes, file: "\(file.name).json")
    } catch {
      preconditionFailure("a profile of the program's own must be right: \(error)")
    }
  }

  private static let files: [(name: String, bytes: [UInt8])] = [
    ("bixolon-srp350", PackageResources.bixolon_srp350_json),
    ("bixolon-srp350iii", PackageResources.bixolon_srp350iii_json),
    ("citizen-ct-s310", PackageResources.citizen_ct_s310_json),
    ("epson-tm-m30", PackageResources.epson_tm_m30_json),
    ("epson-tm-t20ii", PackageResources.epson_tm_t20ii_json),
    ("epson-tm-t20iii", PackageResources.epson_tm_t20iii_json),
    ("epson-tm-t88iii", PackageResources.epson_tm_t88iii_json),
    ("epson-tm-t88iv", PackageResources.epson_tm_t88iv_json),
    ("epson-tm-t88v", PackageResources.epson_tm_t88v_json),
    ("epson-tm-t88vi", PackageResources.epson_tm_t88vi_json),
    ("star-tsp100", PackageResources.star_tsp100_json),
    ("star-tsp650", PackageResources.star_tsp650_json),
    ("xprinter-xp58", PackageResources.xprinter_xp58_json),
    ("xprinter-xp80", PackageResources.xprinter_xp80_json),
    ("zjiang-pos5890", PackageResources.zjiang_pos5890_json),
  ]
}
