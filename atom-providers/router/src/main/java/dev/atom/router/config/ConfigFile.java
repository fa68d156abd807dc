package dev.atom.router.config;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.router.Sleeper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file with a router's configuration that is read again when it changes.
 *
 * {@snippet file="dev/atom/router/config/ConfigFileTest.java" region="watch"}
 *
 * <p>It goes by the content, not by the time of the file, so that no change is missed; files have up to
 * a megabyte. A file that is half written is told as faulty and read again at the next look. Thread-safe.
 */
public final class ConfigFile {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigFile.class);
  private static final int LONGEST = 1 << 20;

  private final Path file;
  private final Function<String, ? extends Json> format;
  private final ReloadableRouter router;
  private final ConfigFileListener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<byte[]> seen = Optional.empty();
  private boolean unreadable;

  /**
   * Creates it; nothing is read yet.
   *
   * @param file the file, in UTF-8
   * @param format reads a text, such as {@code Json::parse} or {@code Yaml::parse}
   * @param router takes what the file says
   * @param listener hears of changes
   */
  public ConfigFile(
      Path file,
      Function<String, ? extends Json> format,
      ReloadableRouter router,
      ConfigFileListener listener) {
    this.file = Objects.requireNonNull(file, "file");
    this.format = Objects.requireNonNull(format, "format");
    this.router = Objects.requireNonNull(router, "router");
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /**
   * Reads a file, for the router's first configuration.
   *
   * @param file the file, in UTF-8
   * @param format reads a text, such as {@code Json::parse} or {@code Yaml::parse}
   * @return the document
   * @throws UncheckedIOException if the file can't be read
   * @throws dev.atom.AtomException if its text can't be
   */
  public static Json read(Path file, Function<String, ? extends Json> format) {
    return format.apply(text(bytes(file)));
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(LONGEST + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " can't be read", e);
    }
  }

  private static String text(byte[] bytes) {
    if (bytes.length > LONGEST) {
      throw new JsonException("a configuration has up to " + LONGEST + " bytes", "", 0, 0);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new JsonException("the file is not in UTF-8", "", 0, 0);
    }
  }

  /**
   * Looks at the file once. If it says something else than the last time, the router takes it; if it
   * can't be used, the listener is told and nothing changes.
   *
   * @return whether the router has taken a new configuration
   */
  public boolean check() {
    lock.lock();
    try {
      byte[] present = bytes(file);
      unreadable = false;
      if (seen.isPresent() && Arrays.equals(present, seen.get())) {
        return false;
      }
      seen = Optional.of(present);
      return take(format.apply(text(present)));
    } catch (UncheckedIOException e) {
      if (!unreadable) {
        unreadable = true;
        seen = Optional.empty();
        failed(e);
      }
      return false;
    } catch (RuntimeException e) {
      failed(e);
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean take(Json document) {
    if (document.equals(router.config().document())) {
      return false;
    }
    RouterConfig config = router.reload(document);
    try {
      listener.loaded(file, config);
    } catch (RuntimeException e) {
      LOG.warn("the listener {} failed; the configuration holds", listener.getClass(), e);
    }
    return true;
  }

  private void failed(RuntimeException failure) {
    try {
      listener.failed(file, failure);
    } catch (RuntimeException e) {
      LOG.warn("the listener {} failed; the file will be looked at again", listener.getClass(), e);
    }
  }

  /**
   * Looks at the file again and again, beginning now, on one virtual thread.
   *
   * @param every the time between one look and the next, longer than zero
   * @return closing it ends the looks, after one that is under way
   */
  public AutoCloseable watch(Duration every) {
    return watch(every, Sleeper.real());
  }

  /**
   * Looks at the file again and again, beginning now, on one virtual thread.
   *
   * @param every the time between one look and the next, longer than zero
   * @param sleeper waits, by whatever clock
   * @return closing it ends the looks, after one that is under way
   */
  public AutoCloseable watch(Duration every, Sleeper sleeper) {
    if (every.isNegative() || every.isZero()) {
      throw new IllegalArgumentException("every is " + every + "; it must be longer than zero");
    }
    CallContext context = CallContext.create();
    Thread thread =
        Thread.ofVirtual().name("atom-router-config").start(() -> repeat(every, sleeper, context));
    return () -> {
      context.cancel();
      thread.join();
    };
  }

  private void repeat(Duration every, Sleeper sleeper, CallContext context) {
    try {
      while (!context.cancellation().cancelled()) {
        check();
        sleeper.sleep(every, context);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "ConfigFile[" + file + "]";
  }
}
