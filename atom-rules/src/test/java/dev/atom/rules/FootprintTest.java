package dev.atom.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolvedModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** What a host takes aboard with the rules. */
class FootprintTest {
  private static final long LIMIT = 4_000_000;

  @Test
  void theRulesAndAllTheyNeedStayUnderFourMegabytes() throws IOException {
    Path[] classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(Files::exists)
            .filter(path -> !path.endsWith("test-classes"))
            .toArray(Path[]::new);
    Configuration needed =
        ModuleLayer.boot()
            .configuration()
            .resolve(ModuleFinder.of(classPath), ModuleFinder.of(), Set.of("dev.atom.rules"));
    long size = 0;
    for (ResolvedModule module : needed.modules()) {
      size += size(Path.of(module.reference().location().orElseThrow()));
    }
    assertThat(needed.modules())
        .extracting(ResolvedModule::name)
        .containsExactlyInAnyOrder(
            "dev.atom.rules", "dev.atom.core", "tools.jackson.core", "org.slf4j");
    assertThat(size).isBetween(1_000_000L, LIMIT);
  }

  /** A folder of classes as large as the jar that is made of it. */
  private static long size(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      return Files.size(path);
    }
    ByteArrayOutputStream jar = new ByteArrayOutputStream();
    try (Stream<Path> files = Files.walk(path);
        ZipOutputStream zip = new ZipOutputStream(jar)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new ZipEntry(path.relativize(file).toString()));
        Files.copy(file, zip);
      }
    }
    return jar.size();
  }
}
