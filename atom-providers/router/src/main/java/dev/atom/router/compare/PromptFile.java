package dev.atom.router.compare;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonSchema;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.ResponseFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prompts of a file, read line by line as they are asked for.
 *
 * <p>Each line is a JSON object; lines of spaces are passed over. A line has {@code request}, a text,
 * or {@code messages}, a list of objects with {@code role} ({@code system}, {@code user} or {@code
 * assistant}) and {@code content}, a text. It may have an {@code id} (by default the line's number),
 * {@code system}, a text that goes before all messages, {@code schema}, the JSON schema that replies
 * must follow, and {@code expected}, a text or any JSON that the reply should be.
 *
 * <p>Not thread-safe.
 */
public final class PromptFile implements Iterator<Prompt>, AutoCloseable {
  private static final Set<String> MEMBERS =
      Set.of("id", "request", "messages", "system", "schema", "expected");

  private final String name;
  private final BufferedReader lines;
  private long number;
  private @Nullable String line;

  private PromptFile(String name, BufferedReader lines) {
    this.name = name;
    this.lines = lines;
  }

  /**
   * Opens a file in UTF-8.
   *
   * @param file the file
   * @return its prompts; close them
   * @throws UncheckedIOException if it can't be opened
   */
  public static PromptFile open(Path file) {
    try {
      String name = String.valueOf(file.getFileName());
      return new PromptFile(name, Files.newBufferedReader(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("prompts can't be read from " + file, e);
    }
  }

  /**
   * Reads prompts from elsewhere.
   *
   * @param name what the text is called in errors
   * @param text the lines; closed with the prompts
   * @return its prompts
   */
  public static PromptFile of(String name, Reader text) {
    return new PromptFile(name, new BufferedReader(text));
  }

  /**
   * Tells whether there is another line with something in it.
   *
   * @throws UncheckedIOException if it can't be read
   */
  @Override
  public boolean hasNext() {
    try {
      while (line == null || line.isBlank()) {
        line = lines.readLine();
        if (line == null) {
          return false;
        }
        number++;
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(name + " can't be read behind line " + number, e);
    }
  }

  /**
   * Reads the next prompt.
   *
   * @throws InvalidPrompts if the line is no JSON, or a member is missing, unknown or of a wrong form
   */
  @Override
  public Prompt next() {
    if (!hasNext() || line == null) {
      throw new NoSuchElementException(name + " has no more prompts");
    }
    String text = line;
    line = null;
    try {
      return prompt(Json.parseObject(text));
    } catch (JsonException e) {
      throw new InvalidPrompts(name, number, String.valueOf(e.getMessage()), e);
    }
  }

  private Prompt prompt(Json.Obj json) {
    for (String member : json.members().keySet()) {
      if (!MEMBERS.contains(member)) {
        throw invalid(
            "there is no member \"" + member + "\", only " + MEMBERS.stream().sorted().toList());
      }
    }
    ChatRequest.Builder request = ChatRequest.newBuilder();
    text(json, "system").ifPresent(system -> request.message(ChatMessage.system(system)));
    request.messages(messages(json));
    json.get("schema").ifPresent(schema -> request.format(format(schema)));
    String id = text(json, "id").orElse(Long.toString(number));
    if (id.isBlank()) {
      throw invalid("\"id\" is blank");
    }
    return new Prompt(id, request.build(), json.get("expected"));
  }

  private List<ChatMessage> messages(Json.Obj json) {
    Optional<String> request = text(json, "request");
    Optional<Json> messages = json.get("messages");
    if (request.isPresent() == messages.isPresent()) {
      throw invalid("a prompt has either \"request\" or \"messages\"");
    }
    if (request.isPresent()) {
      return List.of(ChatMessage.user(request.get()));
    }
    if (!(messages.get() instanceof Json.Arr list) || list.items().isEmpty()) {
      throw invalid("\"messages\" is no list with something in it");
    }
    List<ChatMessage> all = new ArrayList<>();
    list.items().forEach(item -> all.add(message(item)));
    return all;
  }

  private ChatMessage message(Json item) {
    if (!(item instanceof Json.Obj message)) {
      throw invalid("a message is an object with role and content");
    }
    String content =
        text(message, "content").orElseThrow(() -> invalid("a message has no content"));
    String role = text(message, "role").orElseThrow(() -> invalid("a message has no role"));
    return switch (role) {
      case "system" -> ChatMessage.system(content);
      case "user" -> ChatMessage.user(content);
      case "assistant" -> ChatMessage.assistant(content);
      default -> throw invalid("\"" + role + "\" is no role; it is system, user or assistant");
    };
  }

  private ResponseFormat format(Json schema) {
    if (!(schema instanceof Json.Obj document)) {
      throw invalid("\"schema\" is no object");
    }
    try {
      return new ResponseFormat.Schema("reply", JsonSchema.of(document), true);
    } catch (JsonException | IllegalArgumentException e) {
      throw new InvalidPrompts(name, number, "\"schema\" is no schema: " + e.getMessage(), e);
    }
  }

  private Optional<String> text(Json.Obj object, String member) {
    return object
        .get(member)
        .map(
            value -> {
              if (value instanceof Json.Str text) {
                return text.value();
              }
              throw invalid("\"" + member + "\" is no text");
            });
  }

  private InvalidPrompts invalid(String problem) {
    return new InvalidPrompts(name, number, problem);
  }

  /** Closes the file. */
  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " can't be closed", e);
    }
  }
}
