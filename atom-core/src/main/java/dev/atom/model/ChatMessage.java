package dev.atom.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One message as a model sees it.
 *
 * @param role who speaks
 * @param parts what is said, in order; copied, not empty
 */
public record ChatMessage(Role role, List<Part> parts) {
  /** Copies the parts and refuses none. */
  public ChatMessage {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a message of role " + role + " has no parts");
    }
    if (role == Role.TOOL && !parts.stream().allMatch(Part.ToolResult.class::isInstance)) {
      throw new IllegalArgumentException("a message of role TOOL has results of tools only");
    }
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
