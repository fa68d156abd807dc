package dev.atom.connectors;

import dev.atom.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Files beside the tests. */
final class TestFiles {
  private TestFiles() {}

  static Json.Obj json(String name) {
    try (InputStream in = TestFiles.class.getResourceAsStream(name)) {
      return Json.parseObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
