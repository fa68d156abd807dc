package dev.atom.router.config;

import java.nio.file.Path;

/** Hears what becomes of a {@link ConfigFile}. Called on the thread that looked at it. */
public interface ConfigFileListener {
  /**
   * The file has changed, and what it says holds now.
   *
   * @param file the file
   * @param config what holds
   */
  void loaded(Path file, RouterConfig config);

  /**
   * The file has changed and can't be used; what held before goes on. Told once for each content.
   *
   * @param file the file
   * @param failure {@link InvalidConfig}, what the format's reader throws, or {@link
   *     java.io.UncheckedIOException}
   */
  void failed(Path file, RuntimeException failure);
}
