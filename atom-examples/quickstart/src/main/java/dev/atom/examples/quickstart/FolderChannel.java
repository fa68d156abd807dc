package dev.atom.examples.quickstart;

import dev.atom.AtomException;
import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.operation.Channel;
import dev.atom.operation.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Delivers messages into a folder: one file per idempotency key, whole or not at all, so that a
 * message that is sent again is delivered once.
 */
final class FolderChannel implements Channel {
  static final String NAME = "folder";

  private final Path folder;

  FolderChannel(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Effect effect() {
    return Effect.KEYED;
  }

  @Override
  public String send(Outbound message, CallContext context) {
    String name = message.idempotencyKey().replaceAll("[^A-Za-z0-9-]", "_");
    Path file = folder.resolve(name + ".json");
    Json.Obj content =
        Json.object()
            .put("conversation", message.conversation())
            .put("text", message.text())
            .build();
    try {
      if (!Files.exists(file)) {
        Path part = folder.resolve(name + ".part");
        Files.writeString(part, content + "\n");
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new NotDelivered(file, e);
    }
    return file.getFileName().toString();
  }

  /** Returns what was delivered, in no particular order of time. */
  List<String> delivered() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> whole = files.filter(f -> f.toString().endsWith(".json")).toList();
      return whole.stream().map(FolderChannel::read).sorted().toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new NotDelivered(file, e);
    }
  }

  /** A file could not be written or read. */
  static final class NotDelivered extends AtomException {
    private static final long serialVersionUID = 1L;

    NotDelivered(Path file, IOException cause) {
      super("not_delivered", true, "can't reach " + file + "; is the disk full?", cause);
    }
  }
}
