package dev.atom.rules;

import static org.assertj.core.api.Assertions.assertThat;

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
        .contains("dev.atom.rules", "dev.atom.core", "tools.jackson.core");
    assertThat(size).isBetween(1L, LIMIT);
  }

  private static long size(Path path) throws IOException {
    long size = 0;
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        size += Files.size(file);
      }
    }
    return size;
  }
}
