// swift-tools-version: 6.2
// The house of tilld. Arrows point down only; ARCHITECTURE.md draws them, TidyTests guards them.
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]
/// Pure targets talk to no C, so they contain no `unsafe` at all.
let pure: [SwiftSetting] = strict + [.strictMemorySafety()]

func product(_ name: String, _ package: String) -> Target.Dependency {
  .product(name: name, package: package)
}

func systemLibrary(_ name: String, _ pkgConfig: String?, apt: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let package = Package(
  name: "tilld",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "tilld", targets: ["tilld"]),
    .executable(name: "till", targets: ["till"]),
    .executable(name: "tillweb", targets: ["tillweb"]),
    .executable(name: "tillbench", targets: ["tillbench"]),
    .executable(name: "tillrig", targets: ["tillrig"]),
    .executable(name: "tillsim", targets: ["tillsim"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(
      url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    // C: system libraries and one shim for what Swift cannot import.
    systemLibrary("CUSB", "libusb-1.0", apt: "libusb-1.0-0-dev"),
    systemLibrary("CUdev", "libudev", apt: "libudev-dev"),
    systemLibrary("CEvdev", "libevdev", apt: "libevdev-dev"),
    systemLibrary("CXKB", "xkbcommon", apt: "libxkbcommon-dev"),
    systemLibrary("CZint", nil, apt: "libzint-dev"),
    systemLibrary("CSystemd", "libsystemd", apt: "libsystemd-dev"),
    systemLibrary("CZlib", "zlib", apt: "zlib1g-dev"),
    .target(name: "CLinux"),
    .target(name: "CSeal", linkerSettings: [.linkedLibrary("sqlite3")]),

    // Pure: no descriptor, path, thread, clock, random source or environment.
    .target(
      name: "Values", dependencies: [product("Crypto", "swift-crypto")], swiftSettings: pure),
    .target(
      name: "ESCPOS", dependencies: ["Values"], resources: [.embedInCode("Profile/Data")],
      swiftSettings: pure),
    .target(name: "Scanner", dependencies: ["Values"], swiftSettings: pure),
    .target(name: "Wire", dependencies: ["Values"], swiftSettings: pure),
    .target(name: "Domains", dependencies: ["Values", "Wire"], swiftSettings: pure),
    .target(name: "Receipt", dependencies: ["Values", "ESCPOS"], swiftSettings: pure),
    .target(
      name: "TillLoop",
      dependencies: ["Values", "ESCPOS", "Scanner", "Wire", "Domains", "Receipt"],
      swiftSettings: pure),

    // The edge.
    .target(
      name: "Store",
      dependencies: ["Values", "Domains", "CSeal", product("GRDB", "GRDB.swift")],
      swiftSettings: strict),
    .target(
      name: "Devices",
      dependencies: [
        "Values", "ESCPOS", "Scanner", "CUSB", "CUdev", "CEvdev", "CXKB", "CZint", "CLinux",
      ], swiftSettings: strict),
    .executableTarget(
      name: "tilld",
      dependencies: [
        "Values", "ESCPOS", "Scanner", "Wire", "Domains", "Receipt", "TillLoop", "Store",
        "Devices", "CLinux", "CSystemd", "CZlib",
        product("NIOCore", "swift-nio"), product("NIOPosix", "swift-nio"),
        product("Logging", "swift-log"),
        product("Configuration", "swift-configuration"),
        product("ServiceLifecycle", "swift-service-lifecycle"),
        product("UnixSignals", "swift-service-lifecycle"),
        product("DequeModule", "swift-collections"),
        product("SystemPackage", "swift-system"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "till",
      dependencies: [
        "Values", "ESCPOS", "Scanner", "Wire", "Domains", "Receipt", "Devices", "CZlib",
        product("ArgumentParser", "swift-argument-parser"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "tillweb",
      dependencies: [
        "Values", "Wire", "Domains",
        product("Hummingbird", "hummingbird"), product("HummingbirdCore", "hummingbird"),
        product("NIOCore", "swift-nio"), product("NIOPosix", "swift-nio"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "tillbench",
      dependencies: [
        "Values", "ESCPOS", "Scanner", "Wire", "Domains", "Receipt", "TillLoop", "Store", "CLinux",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "tillrig", dependencies: ["ESCPOS", "Scanner"], swiftSettings: strict),
    .executableTarget(
      name: "tillsim",
      dependencies: [
        "Values", "ESCPOS", "Scanner", "Wire", "Domains", "Receipt", "TillLoop", "Store",
        product("ArgumentParser", "swift-argument-parser"), product("GRDBSQLite", "GRDB.swift"),
      ], swiftSettings: strict),

    // Tests.
    .target(
      name: "TillTestKit",
      dependencies: ["Values", "ESCPOS", "Scanner", "Wire", "Domains", "TillLoop"],
      swiftSettings: strict),
    .testTarget(
      name: "ValuesTests", dependencies: ["Values", "TillTestKit"], swiftSettings: strict),
    .testTarget(name: "ESCPOSTests", dependencies: ["Values", "ESCPOS"], swiftSettings: strict),
    .testTarget(
      name: "ScannerTests", dependencies: ["Values", "Scanner"], exclude: ["Recordings"],
      swiftSettings: strict),
    .testTarget(name: "WireTests", dependencies: ["Values", "Wire"], swiftSettings: strict),
    .testTarget(
      name: "DomainsTests", dependencies: ["Values", "Wire", "Domains"], exclude: ["Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "ReceiptTests", dependencies: ["Values", "ESCPOS", "Receipt"], swiftSettings: strict),
    .testTarget(
      name: "TillLoopTests",
      dependencies: [
        "Values", "ESCPOS", "Scanner", "Wire", "Domains", "Receipt", "TillLoop", "TillTestKit",
      ], swiftSettings: strict),
    .testTarget(
      name: "StoreTests",
      dependencies: [
        "Values", "Domains", "Store", "CSeal", "TillTestKit", product("GRDB", "GRDB.swift"),
      ], swiftSettings: strict),
    .testTarget(
      name: "DevicesTests", dependencies: ["Values", "ESCPOS", "Scanner", "Devices"],
      swiftSettings: strict),
    .testTarget(
      name: "TilldTests",
      dependencies: [
        "Values", "ESCPOS", "Scanner", "Wire", "Domains", "Receipt", "TillLoop", "Devices", "tilld",
        product("Logging", "swift-log"), product("SystemPackage", "swift-system"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "TillTests",
      dependencies: [
        "Values", "ESCPOS", "Wire", "Domains", "till",
        product("ArgumentParser", "swift-argument-parser"),
      ], swiftSettings: strict),
    .testTarget(
      name: "RigTests", dependencies: ["ESCPOS", "Scanner", "tillrig"], swiftSettings: strict),
    .testTarget(
      name: "SimTests",
      dependencies: ["Values", "Wire", "Domains", "TillLoop", "TillTestKit", "tillsim"],
      swiftSettings: strict),
    .testTarget(name: "TidyTests", swiftSettings: strict),
  ]
)
