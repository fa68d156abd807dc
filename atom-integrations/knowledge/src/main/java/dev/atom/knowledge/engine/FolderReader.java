package dev.atom.knowledge.engine;

import dev.atom.knowledge.FileParser;
import dev.atom.knowledge.SourceDocument;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the texts of a folder. Hidden files and folders are passed over, and symbolic links are not
 * followed: they could lead out of the folder.
 */
public final class FolderReader {
  /** The most bytes of a file that is read. */
  public static final long LARGEST = 32L * 1024 * 1024;

  /** A file whose text could not be had. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    Unreadable(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  private final Path folder;
  private final String prefix;
  private final FileParser parser;
  private final Map<String, Path> texts = new TreeMap<>();
  private final Map<String, String> unreadableFolders = new TreeMap<>();

  private FolderReader(Path folder, String prefix, FileParser parser) {
    this.folder = folder;
    this.prefix = prefix;
    this.parser = parser;
  }

  /**
   * Looks for texts, and for files that a parser takes.
   *
   * @param folder where
   * @param prefix what their ids begin with
   * @param parser what takes other files than texts
   * @return what was found
   * @throws IOException if the folder cannot be listed
   */
  public static FolderReader list(Path folder, String prefix, FileParser parser)
      throws IOException {
    FolderReader reader = new FolderReader(folder.toRealPath(), prefix, parser);
    if (!Files.isDirectory(reader.folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    reader.walk();
    return reader;
  }

  /** The ids of the texts, in order, and where they are. */
  Map<String, Path> texts() {
    return texts;
  }

  /** What could not be looked into, and why; whether texts below it are gone is not known. */
  Map<String, String> unreadableFolders() {
    return unreadableFolders;
  }

  boolean mayHold(String source) {
    return unreadableFolders.keySet().stream().anyMatch(part -> source.startsWith(part + "/"));
  }

  private void walk() throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
            boolean hidden = !each.equals(folder) && isHidden(each);
            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !isHidden(file) && isRead(file)) {
              texts.put(id(file), file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(folder)) {
              throw e;
            }
            if (!isHidden(file)) {
              unreadableFolders.put(id(file), "it cannot be looked into: " + reason(e));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, @Nullable IOException e) {
            if (e != null) {
              unreadableFolders.put(id(each), "it was not listed to the end: " + reason(e));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  SourceDocument read(String id, Path file) throws Unreadable {
    if (isText(file)) {
      return readText(id, file);
    }
    return switch (parser.parse(id, file)) {
      case FileParser.Outcome.Read read -> requireId(id, read.document());
      case FileParser.Outcome.Refused refused -> throw new Unreadable(refused.reason());
    };
  }

  private static SourceDocument requireId(String id, SourceDocument document) {
    if (!document.id().equals(id)) {
      throw new IllegalArgumentException(
          "the parser was asked for document '" + id + "' and gave '" + document.id() + "'");
    }
    return document;
  }

  private static SourceDocument readText(String id, Path file) throws Unreadable {
    byte[] bytes;
    try {
      long size = Files.size(file);
      if (size > LARGEST) {
        throw new Unreadable(
            "it has " + size + " bytes, at most " + LARGEST + " are read; split it");
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new Unreadable("it cannot be read: " + reason(e));
    }
    boolean markdown = !name(file).toLowerCase(Locale.ROOT).endsWith(".txt");
    String text = decode(bytes);
    if (!markdown) {
      return SourceDocument.plain(id, text).title(stem(file));
    }
    SourceDocument document = SourceDocument.markdown(id, text);
    boolean untitled = Outline.of(document).stream().allMatch(part -> part.title().isEmpty());
    return untitled ? document.title(stem(file)) : document;
  }

  private static String decode(byte[] bytes) throws Unreadable {
    ByteBuffer input = ByteBuffer.wrap(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(input).toString();
    } catch (CharacterCodingException e) {
      throw new Unreadable(
          "it is not UTF-8: the bytes at " + input.position() + " are no character; convert it");
    }
  }

  private String id(Path file) {
    List<String> names = new ArrayList<>();
    folder.relativize(file).forEach(part -> names.add(part.toString()));
    return prefix + String.join("/", names);
  }

  private boolean isRead(Path file) {
    return isText(file) || parser.accepts(file);
  }

  private static boolean isText(Path file) {
    String name = name(file).toLowerCase(Locale.ROOT);
    return name.endsWith(".md") || name.endsWith(".markdown") || name.endsWith(".txt");
  }

  private static boolean isHidden(Path file) {
    return name(file).startsWith(".");
  }

  private static String stem(Path file) {
    String name = name(file);
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName();
  }
}
