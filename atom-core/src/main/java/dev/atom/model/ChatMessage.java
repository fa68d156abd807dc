package dev.atom.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One message as a model sees it.
 *
 * @param role who speaks
 * @param parts what is said, in order; copied, not empty
 * @param cache how long the provider may keep everything up to this message for cheaper calls to
 *     come; empty leaves it to the provider
 */
public record ChatMessage(Role role, List<Part> parts, Optional<Duration> cache) {
  /** Copies the parts and refuses none. */
  public ChatMessage {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a message of role " + role + " has no parts");
    }
    if (role == Role.TOOL && !parts.stream().allMatch(Part.ToolResult.class::isInstance)) {
      throw new IllegalArgumentException("a message of role TOOL has results of tools only");
    }
    if (cache.isPresent() && !cache.get().isPositive()) {
      throw new IllegalArgumentException("cache is " + cache.get() + "; it must be above 0");
    }
  }

  /**
   * Creates a message without a mark for the provider's cache.
   *
   * @param role who speaks
   * @param parts what is said, in order; copied, not empty
   */
  public ChatMessage(Role role, List<Part> parts) {
    this(role, parts, Optional.empty());
  }

  /** Who speaks in a message. */
  public enum Role {
    /** The host: instructions that outrank the user's. */
    SYSTEM,
    /** The person, or the program in a person's place. */
    USER,
    /** The model. */
    ASSISTANT,
    /** Results of tools that the model called; all parts are {@link Part.ToolResult}. */
    TOOL
  }

  /**
   * Returns an instruction of the host.
   *
   * @param text the instruction
   * @return the message
   */
  public static ChatMessage system(String text) {
    return new ChatMessage(Role.SYSTEM, List.of(Part.text(text)));
  }

  /**
   * Returns a user's text.
   *
   * @param text what the user says
   * @return the message
   */
  public static ChatMessage user(String text) {
    return new ChatMessage(Role.USER, List.of(Part.text(text)));
  }

  /**
   * Returns a user's message of several parts.
   *
   * @param parts text, images, audio and files
   * @return the message
   */
  public static ChatMessage user(List<Part> parts) {
    return new ChatMessage(Role.USER, parts);
  }

  /**
   * Returns a model's earlier text.
   *
   * @param text what the model said
   * @return the message
   */
  public static ChatMessage assistant(String text) {
    return new ChatMessage(Role.ASSISTANT, List.of(Part.text(text)));
  }

  /**
   * Returns a model's earlier message with all its parts, as tool calls and reasoning must be sent
   * back.
   *
   * @param parts the parts of the earlier reply
   * @return the message
   */
  public static ChatMessage assistant(List<Part> parts) {
    return new ChatMessage(Role.ASSISTANT, parts);
  }

  /**
   * Returns the results of the tools that the message before called.
   *
   * @param results one for each call
   * @return the message
   */
  public static ChatMessage toolResults(List<Part.ToolResult> results) {
    return new ChatMessage(Role.TOOL, List.copyOf(results));
  }

  /**
   * Returns this message with a mark: what stands before it and itself, tools included, comes again
   * in later requests and is worth keeping. Providers with marks ({@link
   * Capability#PROMPT_CACHING}) take the shortest of their times that is no shorter, or else their
   * longest; others cache by themselves or not at all, and the mark changes nothing there.
   *
   * @param time how long to keep it, such as five minutes
   * @return the marked message
   */
  public ChatMessage cached(Duration time) {
    return new ChatMessage(role, parts, Optional.of(time));
  }

  /**
   * Returns the text parts, joined.
   *
   * @return empty if there is no text
   */
  public String text() {
    return Part.textOf(parts);
  }

  /**
   * Returns the role and the kinds of the parts; the content may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return role + parts.stream().map(Part::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
