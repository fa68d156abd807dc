package dev.atom.router.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  private static final String A =
      "{\"routes\": [{\"name\": \"a\", \"targets\": [{\"client\": \"x\"}]}]}";
  private static final String B = A.replace("\"a\"", "\"b\"");

  @TempDir Path folder;
  private Path path;
  private ReloadableRouter router;
  private final Heard heard = new Heard();

  private static final class Heard implements ConfigFileListener {
    final List<String> loaded = Collections.synchronizedList(new ArrayList<>());
    final List<RuntimeException> failures = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void loaded(Path file, RouterConfig config) {
      loaded.add(config.routes().get(0).name());
    }

    @Override
    public void failed(Path file, RuntimeException failure) {
      failures.add(failure);
    }
  }

  @BeforeEach
  void writeTheFirst() throws IOException {
    path = Files.writeString(folder.resolve("router.json"), A);
    ConfigParts parts = ConfigParts.newBuilder().client("x", Documents.model("x", "m")).build();
    router = ReloadableRouter.of(ConfigFile.read(path, Json::parse), parts);
  }

  private ConfigFile file() {
    return new ConfigFile(path, Json::parse, router, heard);
  }

  @Test
  void changeIsTakenOnce() throws IOException {
    ConfigFile file = file();
    assertThat(file.check()).isFalse();
    Files.writeString(path, B);
    assertThat(file.check()).isTrue();
    assertThat(file.check()).isFalse();
    assertThat(router.router().routes()).containsExactly("b");
    assertThat(heard.loaded).containsExactly("b");
  }

  @Test
  void otherSpacesAreNoChange() throws IOException {
    ConfigFile file = file();
    Files.writeString(path, A + "\n");
    assertThat(file.check()).isFalse();
    assertThat(heard.loaded).isEmpty();
  }

  @Test
  void faultIsToldOnceAndWhatHeldGoesOn() throws IOException {
    ConfigFile file = file();
    Files.writeString(path, B.replace("\"x\"", "\"y\""));
    file.check();
    file.check();
    Files.writeString(path, "{\"routes\": [{\"na"); // half written
    file.check();
    assertThat(heard.failures).hasSize(2);
    assertThat(heard.failures.get(0)).isInstanceOf(InvalidConfig.class);
    assertThat(heard.failures.get(1)).isInstanceOf(JsonException.class);
    assertThat(router.router().routes()).containsExactly("a");

    Files.writeString(path, B);
    assertThat(file.check()).isTrue();
  }

  @Test
  void missingFileIsToldOnceAndReadWhenItIsBack() throws IOException {
    ConfigFile file = file();
    Files.delete(path);
    file.check();
    file.check();
    assertThat(heard.failures).hasSize(1).first().isInstanceOf(UncheckedIOException.class);
    Files.writeString(path, B);
    assertThat(file.check()).isTrue();
    Files.delete(path);
    file.check();
    assertThat(heard.failures).hasSize(2);
  }

  @Test
  void whatIsNotTextIsTold() throws IOException {
    ConfigFile file = file();
    Files.write(path, new byte[] {(byte) 0xc3, (byte) 0x28});
    file.check();
    Files.write(path, new byte[(1 << 20) + 1]);
    file.check();
    assertThat(heard.failures).hasSize(2).allMatch(JsonException.class::isInstance);
  }

  @Test
  void listenerThatThrowsStopsNothing() throws IOException {
    ConfigFileListener throwing =
        new ConfigFileListener() {
          @Override
          public void loaded(Path file, RouterConfig config) {
            throw new IllegalStateException("on purpose");
          }

          @Override
          public void failed(Path file, RuntimeException failure) {
            throw new IllegalStateException("on purpose");
          }
        };
    ConfigFile file = new ConfigFile(path, Json::parse, router, throwing);
    Files.writeString(path, "-");
    file.check();
    Files.writeString(path, B);
    assertThat(file.check()).isTrue();
  }

  @Test
  void watchLooksAgainAndAgainUntilItIsClosed() throws Exception {
    Semaphore looked = new Semaphore(0);
    Semaphore next = new Semaphore(0);
    AutoCloseable watching =
        file()
            .watch(
                Duration.ofSeconds(5),
                (time, context) -> {
                  assertThat(time).isEqualTo(Duration.ofSeconds(5));
                  looked.release();
                  try (var onCancel = context.cancellation().onCancel(next::release)) {
                    next.acquire();
                  }
                });
    looked.acquire();
    Files.writeString(path, B);
    next.release();
    looked.acquire();
    assertThat(heard.loaded).containsExactly("b");
    watching.close();
    watching.close();
    assertThat(looked.availablePermits()).isZero();
  }

  @Test
  void watchInRealTime() throws Exception {
    // @start region="watch"
    ConfigFile file = new ConfigFile(path, Json::parse, router, heard);
    AutoCloseable watching = file.watch(Duration.ofSeconds(5));
    // ... until the application ends
    watching.close();
    // @end
    assertThat(heard.failures).isEmpty();
  }
}
