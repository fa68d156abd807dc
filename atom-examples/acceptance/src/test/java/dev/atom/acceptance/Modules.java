package dev.atom.acceptance;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which module a class belongs to, and which other modules each module may use. */
final class Modules {
  private static final Set<String> CORE = Set.of("core");
  private static final Set<String> CORE_AND_HTTP = Set.of("core", "http");

  /** The directions of the plan: module, and what it may use. */
  static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("core", Set.of()),
          Map.entry("rules", CORE),
          Map.entry("vault", CORE),
          Map.entry("http", CORE),
          Map.entry("providers", CORE_AND_HTTP),
          Map.entry("router", CORE),
          Map.entry("mock", CORE),
          Map.entry("mock.wiremock", Set.of("core", "mock")),
          Map.entry("assistant", Set.of("core", "rules")),
          Map.entry("coordinator", Set.of("core", "rules", "assistant")),
          Map.entry("knowledge", CORE),
          Map.entry("knowledge.parsers", Set.of("core", "knowledge")),
          Map.entry("knowledge.opensearch", Set.of("core", "knowledge", "http")),
          Map.entry("jdbc", Set.of("core", "vault")),
          Map.entry("connectors", CORE_AND_HTTP),
          Map.entry("notify", CORE),
          Map.entry("voice", CORE),
          Map.entry("calendar", CORE),
          Map.entry("telemetry", CORE),
          Map.entry("yaml", CORE),
          Map.entry("endpoint.openai", CORE),
          // The starter makes beans of whatever is on the class path.
          Map.entry(
              "spring",
              Set.of(
                  "core",
                  "rules",
                  "vault",
                  "http",
                  "providers",
                  "router",
                  "assistant",
                  "coordinator",
                  "knowledge",
                  "knowledge.parsers",
                  "knowledge.opensearch",
                  "jdbc",
                  "connectors",
                  "notify",
                  "voice",
                  "telemetry",
                  "yaml")));

  /** What the rule engine may touch of the core. */
  static final Set<String> CORE_OF_RULES =
      Set.of(
          "dev.atom",
          "dev.atom.job",
          "dev.atom.json",
          "dev.atom.operation",
          "dev.atom.schema",
          "dev.atom.store",
          "dev.atom.time");

  private static final Set<String> CORE_PACKAGES =
      Set.of(
          "dev.atom",
          "dev.atom.blob",
          "dev.atom.budget",
          "dev.atom.cache",
          "dev.atom.conversation",
          "dev.atom.job",
          "dev.atom.json",
          "dev.atom.ledger",
          "dev.atom.limit",
          "dev.atom.model",
          "dev.atom.operation",
          "dev.atom.personal",
          "dev.atom.schema",
          "dev.atom.secret",
          "dev.atom.speech",
          "dev.atom.store",
          "dev.atom.time",
          "dev.atom.usage");

  private Modules() {}

  /** Returns every class of Atom's modules that is on the class path, tests and examples apart. */
  static JavaClasses all() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .withImportOption(location -> !location.contains("/acceptance/"))
        .importPackages("dev.atom");
  }

  /** Returns the module of a package; empty if it is not Atom's. */
  static Optional<String> of(String packageName) {
    if (CORE_PACKAGES.contains(packageName)) {
      return Optional.of("core");
    }
    if (packageName.startsWith("dev.atom.workflow") || packageName.equals("dev.atom.approval")) {
      return Optional.of("rules");
    }
    return MAY_USE.keySet().stream()
        .filter(name -> (packageName + ".").startsWith("dev.atom." + name + "."))
        .max(java.util.Comparator.comparingInt(String::length));
  }

  /**
   * Returns the packages that Atom's modules export to everybody: a package exported to one other
   * module of Atom is not for users.
   */
  static Set<String> exported() {
    Path[] modules =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.contains("atom") && !entry.contains("test-classes"))
            .map(Path::of)
            .filter(Files::exists)
            .toArray(Path[]::new);
    return ModuleFinder.of(modules).findAll().stream()
        .map(ModuleReference::descriptor)
        .filter(module -> module.name().startsWith("dev.atom."))
        .flatMap(module -> module.exports().stream())
        .filter(exports -> !exports.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .collect(Collectors.toSet());
  }

  static Map<String, Integer> sizes(JavaClasses classes) {
    Map<String, Integer> sizes = new TreeMap<>();
    for (JavaClass type : classes) {
      of(type.getPackageName()).ifPresent(module -> sizes.merge(module, 1, Integer::sum));
    }
    return sizes;
  }
}
